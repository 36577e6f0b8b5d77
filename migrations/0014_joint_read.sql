-- Who has said yes to a joint concession, how long one goes on, why it ended, and what is only practice.
-- The read model is built again from the log.
TRUNCATE concessions, documents, document_reasons;
DELETE FROM tracking WHERE model = 'concessions';
ALTER TABLE concessions
    ADD COLUMN practice        boolean NOT NULL DEFAULT false,
    ADD COLUMN prolonged_until date,
    ADD COLUMN ended_ground    text,
    ADD COLUMN ended_ref       text;
CREATE TABLE concession_members (
    concession uuid NOT NULL,
    member     text NOT NULL,
    annex_ref  text,
    joined_on  date NOT NULL,
    PRIMARY KEY (concession, member)
);
