-- The template's whole life: what is retired (a node without content), approved, withdrawn, recalled, heard.
-- The read model is built again from the log: nothing here knows what the earlier rows lacked.
TRUNCATE template_nodes, template_versions;
DELETE FROM tracking WHERE model = 'template';
ALTER TABLE template_nodes ALTER content DROP NOT NULL;
ALTER TABLE template_versions ADD COLUMN approved_by uuid, ADD COLUMN approved_on date;

CREATE TABLE template_withdrawals (
    version      integer NOT NULL,
    withdrawn_on date NOT NULL,
    reason_ref   text PRIMARY KEY
);
CREATE TABLE template_recalls (
    id             uuid PRIMARY KEY,
    node           text NOT NULL,
    versions       integer[] NOT NULL,
    ground         text NOT NULL,
    wording        jsonb NOT NULL,
    effective_from date NOT NULL,
    proposed_by    uuid NOT NULL,
    proposed_on    date NOT NULL,
    recalled_on    date
);

CREATE TABLE hearings (
    id           uuid PRIMARY KEY,
    version      integer NOT NULL,
    opened_on    date NOT NULL,
    closes_on    date NOT NULL,
    withdrawn_on date
);
CREATE TABLE hearing_nodes (
    hearing uuid NOT NULL,
    node    text NOT NULL,
    content jsonb,
    PRIMARY KEY (hearing, node)
);
CREATE TABLE hearing_remarks (
    id           uuid PRIMARY KEY,
    hearing      uuid NOT NULL,
    node         text,
    audience     text NOT NULL,
    organisation uuid,
    text_ref     text NOT NULL,
    received_at  timestamptz NOT NULL,
    published_on date,
    set_aside_on date,
    ground       text,
    answer_ref   text,
    answered_on  date
);
CREATE INDEX ON hearing_remarks (hearing);
