-- Wrong codes, counted for a quarter of an hour by session and by address (as keyed hashes).
-- Unlogged: it protects, it remembers nothing.
CREATE UNLOGGED TABLE web.attempts (
    key        bytea PRIMARY KEY,
    hits       integer NOT NULL,
    expires_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON web.attempts TO frittvalg_app;
