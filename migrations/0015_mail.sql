-- E-mail to those who work here. Where it goes and how it went stands in the vault, beside the user, and
-- can be deleted: then `address` is NULL, and what was chosen stays. How far the logs are followed stands in
-- the engine. The jobs have a schema of their own.
CREATE TABLE vault.mailboxes (
    user_id    uuid PRIMARY KEY REFERENCES vault.users ON DELETE CASCADE,
    address    text,
    language   text NOT NULL,
    waits      text NOT NULL DEFAULT 'at_once',
    changed    text NOT NULL DEFAULT 'at_once',
    informs    text NOT NULL DEFAULT 'daily',
    refused_at timestamptz
);
CREATE TABLE vault.mail_unconfirmed (
    request    uuid PRIMARY KEY,
    user_id    uuid NOT NULL UNIQUE REFERENCES vault.users ON DELETE CASCADE,
    address    text NOT NULL,
    language   text NOT NULL,
    expires_at timestamptz NOT NULL,
    refused_at timestamptz
);

-- What somebody is to be told. An event makes it once for each, so a job that runs again finds it.
CREATE TABLE vault.mail_alerts (
    id       uuid PRIMARY KEY,
    user_id  uuid NOT NULL REFERENCES vault.users ON DELETE CASCADE,
    log      text NOT NULL,
    position bigint NOT NULL,
    occasion text NOT NULL,
    pace     text NOT NULL,
    told_at  timestamptz NOT NULL DEFAULT log.registry_now(),
    outcome  text
);
CREATE INDEX mail_alerts_waiting_idx ON vault.mail_alerts (user_id) WHERE outcome IS NULL;

CREATE TABLE engine.mailed (
    log      text PRIMARY KEY,
    position bigint NOT NULL
);
CREATE TABLE engine.mail_days (
    day date PRIMARY KEY
);

GRANT SELECT, INSERT, UPDATE, DELETE
    ON vault.mailboxes, vault.mail_unconfirmed, vault.mail_alerts TO frittvalg_app;
GRANT SELECT, INSERT, UPDATE ON engine.mailed TO frittvalg_app;
GRANT SELECT, INSERT ON engine.mail_days TO frittvalg_app;
