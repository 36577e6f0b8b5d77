-- Every document of a concession has a row of its own: the first, and one for each amendment. While it
-- waits for approval it has no days; then it is true from the first until the day before the second.
-- The read model is built again from the log: nothing here knows what the earlier rows lacked.
TRUNCATE concessions;
DROP TABLE concession_reasons;
DELETE FROM tracking WHERE model = 'concessions';
ALTER TABLE concessions
    DROP COLUMN is_limited, DROP COLUMN template_version, DROP COLUMN terms, DROP COLUMN document_hash,
    ADD COLUMN heard_on date,
    ADD COLUMN apply_by date;

CREATE TABLE documents (
    concession       uuid NOT NULL,
    number           integer NOT NULL,
    status           text NOT NULL,
    template_version integer NOT NULL,
    template_hash    text NOT NULL,
    terms            jsonb NOT NULL,
    is_limited       boolean NOT NULL,
    changes          jsonb NOT NULL,
    sent_by          uuid NOT NULL,
    sent_on          date NOT NULL,
    effective_from   date NOT NULL,
    apply_by         date,
    material         boolean NOT NULL,
    published_on     date,
    document_hash    text,
    figures          jsonb,
    back_ref         text,
    valid_from       date,
    valid_to         date,
    PRIMARY KEY (concession, number)
);
CREATE TABLE document_reasons (
    concession uuid NOT NULL,
    number     integer NOT NULL,
    node       text NOT NULL,
    reason_ref text NOT NULL,
    law_ref    text,
    PRIMARY KEY (concession, number, node)
);
