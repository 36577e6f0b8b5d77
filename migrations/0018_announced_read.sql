-- Each document has the notice it asks for; a concession knows since when each notice was told here, and
-- how often it was prolonged. The read model is built again from the log.
TRUNCATE concessions, documents, document_reasons, concession_members;
DELETE FROM tracking WHERE model = 'concessions';
ALTER TABLE documents ADD COLUMN notice_required text;
ALTER TABLE concessions
    DROP COLUMN notice_required,
    ADD COLUMN doffin_told_on  date,
    ADD COLUMN ted_told_on     date,
    ADD COLUMN prolonged_times integer NOT NULL DEFAULT 0;
