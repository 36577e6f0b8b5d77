-- Appending for several commands in one round trip: those that wait in one process go together.
-- `lasts` says for each command which of the events is its last. A repeated command stops the whole
-- call with `repeated` and its first position, so whoever calls then asks for each on its own.
DROP FUNCTION log.registry_append;
DROP FUNCTION log.case_append;

CREATE FUNCTION log.registry_append(
    commands uuid[], lasts integer[], ids uuid[], versions bigint[], topics text[], states bytea[],
    OUT positions bigint[], OUT repeated boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pg_temp AS $$
BEGIN
    -- Taken before nextval(), so the order of positions is the order of commits and a tailing
    -- reader misses nothing. Vacuum does not wait for it, as it would for a lock on the table.
    PERFORM pg_advisory_xact_lock(7001);
    repeated := EXISTS (SELECT FROM registry_commands WHERE command_id = ANY (commands));
    IF repeated THEN
        SELECT array_agg(position) INTO positions FROM registry_commands
            WHERE command_id = ANY (commands);
        RETURN;
    END IF;
    WITH inserted AS (
        INSERT INTO registry_events (originator_id, originator_version, topic, state)
        SELECT * FROM unnest(ids, versions, topics, states)
        RETURNING notification_id
    )
    SELECT array_agg(notification_id ORDER BY notification_id) INTO positions FROM inserted;
    -- Nothing follows a hole: where a log was put back, a process may remember more than it holds.
    IF EXISTS (
        SELECT FROM unnest(ids, versions) AS new(id, version)
        WHERE version > 1 AND NOT EXISTS (
            SELECT FROM registry_events
            WHERE originator_id = new.id AND originator_version = new.version - 1)
    ) THEN
        RAISE unique_violation USING MESSAGE = 'the stream has a hole';
    END IF;
    INSERT INTO registry_commands
        SELECT command, positions[last] FROM unnest(commands, lasts) AS c(command, last);
    NOTIFY registry_events;
END $$;

CREATE FUNCTION log.case_append(
    commands uuid[], lasts integer[], ids uuid[], versions bigint[], topics text[], states bytea[],
    OUT positions bigint[], OUT repeated boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7002);
    repeated := EXISTS (SELECT FROM case_commands WHERE command_id = ANY (commands));
    IF repeated THEN
        SELECT array_agg(position) INTO positions FROM case_commands
            WHERE command_id = ANY (commands);
        RETURN;
    END IF;
    WITH inserted AS (
        INSERT INTO case_events (originator_id, originator_version, topic, state)
        SELECT * FROM unnest(ids, versions, topics, states)
        RETURNING notification_id
    )
    SELECT array_agg(notification_id ORDER BY notification_id) INTO positions FROM inserted;
    -- A stream that was removed meanwhile is not begun again in the middle.
    IF EXISTS (
        SELECT FROM unnest(ids, versions) AS new(id, version)
        WHERE version > 1 AND NOT EXISTS (
            SELECT FROM case_events
            WHERE originator_id = new.id AND originator_version = new.version - 1)
    ) THEN
        RAISE unique_violation USING MESSAGE = 'the stream was removed';
    END IF;
    INSERT INTO case_commands
        SELECT command, positions[last] FROM unnest(commands, lasts) AS c(command, last);
    NOTIFY case_events;
END $$;

REVOKE EXECUTE ON FUNCTION log.registry_append, log.case_append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.registry_append, log.case_append TO frittvalg_app;

-- Beside the logs: what proves them, what makes them quick, and who is at work.
CREATE SCHEMA engine;
GRANT USAGE ON SCHEMA engine TO frittvalg_app, frittvalg_projector;

-- The chain: commitment = SHA-256(salt, position, stream, version, topic, state) and
-- hash = SHA-256(hash before, commitment). The registry log has an empty salt, so anybody can
-- compute it; a removed case's salt is deleted with it, and its commitment says nothing any more.
CREATE TABLE engine.registry_chain (
    position   bigint PRIMARY KEY,
    salt       bytea,
    commitment bytea NOT NULL,
    hash       bytea NOT NULL
);
CREATE TABLE engine.case_chain (LIKE engine.registry_chain INCLUDING ALL);
CREATE TABLE engine.heads (
    log       text   NOT NULL,
    day       date   NOT NULL,
    position  bigint NOT NULL,
    hash      bytea  NOT NULL,
    blinding  bytea  NOT NULL,
    signature bytea  NOT NULL,
    PRIMARY KEY (log, day)
);
GRANT SELECT, INSERT ON engine.registry_chain, engine.case_chain, engine.heads
    TO frittvalg_projector;
GRANT SELECT ON engine.registry_chain, engine.heads TO frittvalg_app;

-- Removing a case leaves its positions here and its commitments in the chain, and nothing else.
CREATE TABLE engine.removed (
    position   bigint PRIMARY KEY,
    removed_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON engine.removed TO frittvalg_projector;
REVOKE DELETE ON log.case_events, vault.case_keys, vault.codes FROM frittvalg_retention;

CREATE FUNCTION log.remove_case(of uuid) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = log, pg_temp AS $$
DECLARE gone bigint[];
BEGIN
    -- The sealer's own lock: what it reads just now must not get a salt after the removal.
    PERFORM pg_advisory_xact_lock(7005);
    -- And the append's: what comes after finds that the case is gone.
    PERFORM pg_advisory_xact_lock(7002);
    WITH deleted AS (
        DELETE FROM case_events WHERE originator_id = of AND topic LIKE 'case.%'
        RETURNING notification_id
    )
    SELECT coalesce(array_agg(notification_id), '{}') INTO gone FROM deleted;
    UPDATE engine.case_chain SET salt = NULL WHERE position = ANY (gone);
    INSERT INTO engine.removed SELECT unnest(gone) ON CONFLICT DO NOTHING;
    DELETE FROM vault.case_keys WHERE case_id = of;
    DELETE FROM vault.codes WHERE case_id = of;
    DELETE FROM web.sessions WHERE data ->> 'case' = of::text;
    RETURN cardinality(gone);
END $$;
REVOKE EXECUTE ON FUNCTION log.remove_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.remove_case TO frittvalg_retention;

-- How an aggregate stood at a version, written in the background. Can be deleted at any time.
CREATE TABLE engine.snapshots (
    stream  uuid   PRIMARY KEY,
    version bigint NOT NULL,
    shape   text   NOT NULL,
    topic   text   NOT NULL,
    state   bytea  NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON engine.snapshots TO frittvalg_projector;
GRANT SELECT ON engine.snapshots TO frittvalg_app;

-- When each follower last said that it is at work. Unlogged: after a crash it says so again.
CREATE UNLOGGED TABLE engine.pulse (
    follower text PRIMARY KEY,
    at       timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON engine.pulse TO frittvalg_projector;
GRANT SELECT ON engine.pulse TO frittvalg_app;

-- Acts in both logs that have begun. What stays here was broken off, and is carried out again.
CREATE TABLE engine.begun (
    command_id   uuid PRIMARY KEY,
    act          text NOT NULL,
    arguments    jsonb NOT NULL,
    by_user      uuid NOT NULL,
    on_behalf_of uuid,
    begun_at     timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, DELETE ON engine.begun TO frittvalg_app;
