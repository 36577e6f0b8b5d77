-- Which kind of service a concession is about. The read model is built again from the log.
TRUNCATE concessions, documents, document_reasons, concession_members, concession_proposals,
    document_members;
DELETE FROM tracking WHERE model = 'concessions';
ALTER TABLE concessions ADD COLUMN service text NOT NULL;
