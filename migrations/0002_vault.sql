-- What stands outside both logs and can be deleted: people, codes, keys, and what people typed.
CREATE SCHEMA vault;
GRANT USAGE ON SCHEMA vault TO frittvalg_app, frittvalg_projector, frittvalg_retention;

CREATE TABLE vault.users (
    user_id uuid PRIMARY KEY,
    issuer  text NOT NULL,
    subject text NOT NULL,
    name    text NOT NULL,
    UNIQUE (issuer, subject)
);

-- The key of each case, wrapped by the master key. Deleting the row makes the case unreadable.
CREATE TABLE vault.case_keys (
    case_id     uuid PRIMARY KEY,
    wrapped_key bytea NOT NULL
);

-- Codes are kept as keyed hashes: whoever reads this table cannot use one.
CREATE TABLE vault.codes (
    code_hash  bytea PRIMARY KEY,
    case_id    uuid NOT NULL,
    expires_on date NOT NULL
);
CREATE INDEX codes_case_id_idx ON vault.codes (case_id);

-- What people typed. `ref` is the salted hash that events hold; a redacted text has no body.
CREATE TABLE vault.texts (
    ref  text PRIMARY KEY,
    salt bytea NOT NULL,
    body text
);

-- Drafts: rows with a version, never events. Sending a draft in is the first event.
CREATE TABLE vault.drafts (
    draft_id        uuid PRIMARY KEY,
    organisation_id uuid NOT NULL,
    kind            text NOT NULL,
    version         integer NOT NULL DEFAULT 1,
    body            jsonb NOT NULL,
    changed_at      timestamptz NOT NULL
);
CREATE INDEX drafts_organisation_id_idx ON vault.drafts (organisation_id, kind);

GRANT SELECT, INSERT, UPDATE, DELETE ON vault.users, vault.codes, vault.drafts TO frittvalg_app;
GRANT SELECT, INSERT ON vault.case_keys, vault.texts TO frittvalg_app;
GRANT SELECT ON vault.case_keys TO frittvalg_projector;
GRANT SELECT, DELETE ON vault.case_keys, vault.codes TO frittvalg_retention;
