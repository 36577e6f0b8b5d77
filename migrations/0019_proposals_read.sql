-- What is put forward about a concession's end and waits for another person, and which municipalities have
-- said yes to an amendment. The read model is built again from the log.
TRUNCATE concessions, documents, document_reasons, concession_members;
DELETE FROM tracking WHERE model = 'concessions';
CREATE TABLE concession_proposals (
    concession uuid NOT NULL,
    number     integer NOT NULL,
    status     text NOT NULL,
    sent_by    uuid NOT NULL,
    sent_on    date NOT NULL,
    ground     text,
    reason_ref text,
    until      date,
    back_ref   text,
    PRIMARY KEY (concession, number)
);
CREATE TABLE document_members (
    concession uuid NOT NULL,
    number     integer NOT NULL,
    member     text NOT NULL,
    agreed_on  date NOT NULL,
    PRIMARY KEY (concession, number, member)
);
