-- Sessions of the web. The browser holds a random word; here stands only its hash, so that
-- whoever reads this table, or a backup of it, cannot sign in with what is found.

CREATE SCHEMA web;

CREATE TABLE web.sessions (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    data       jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    -- Set only for somebody signed in; the provider names both when it signs them out.
    issuer     text GENERATED ALWAYS AS (data ->> 'issuer') STORED,
    sid        text GENERATED ALWAYS AS (data ->> 'sid') STORED
);

CREATE INDEX sessions_issuer_sid ON web.sessions (issuer, sid) WHERE sid IS NOT NULL;

GRANT USAGE ON SCHEMA web TO frittvalg_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON web.sessions TO frittvalg_app;
