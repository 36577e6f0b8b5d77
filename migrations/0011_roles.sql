-- The codes of invitations, as keyed hashes: whoever reads this table cannot use one.
CREATE TABLE vault.invitations (
    code_hash    bytea PRIMARY KEY,
    organisation uuid NOT NULL,
    invitation   uuid NOT NULL,
    expires_at   timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON vault.invitations TO frittvalg_app;
