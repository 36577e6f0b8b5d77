-- What suppliers ask about a concession's clauses. Who asked stands here for whoever asked, and is never
-- read for anybody else. `node` is NULL for a question about the whole; `joined_to` asks the same.
CREATE TABLE questions (
    id           uuid NOT NULL,
    concession   uuid NOT NULL,
    supplier     uuid NOT NULL,
    node         text,
    text_ref     text NOT NULL,
    asked_at     timestamptz NOT NULL,
    answer_ref   text,
    answered_on  date,
    amends       boolean NOT NULL DEFAULT false,
    is_corrected boolean NOT NULL DEFAULT false,
    joined_to    uuid,
    withdrawn_on date,
    valid_from   date NOT NULL,
    valid_to     date NOT NULL,
    PRIMARY KEY (id, valid_from)
);
CREATE INDEX ON questions (concession);
CREATE INDEX ON questions (supplier);
