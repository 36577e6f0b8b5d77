-- The two logs. Nobody but the append functions writes them: the application's role may execute
-- those and read, nothing else, so the log is append-only and no writer can pass the lock.
CREATE SCHEMA log;
GRANT USAGE ON SCHEMA log TO frittvalg_app, frittvalg_projector, frittvalg_retention;

-- The clock: one for all, also for the events' time. The offset is zero outside the demo.
CREATE TABLE log.clock (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    ahead     interval NOT NULL DEFAULT '0',
    last_seen timestamptz
);
INSERT INTO log.clock DEFAULT VALUES;

CREATE FUNCTION log.registry_now() RETURNS timestamptz LANGUAGE sql STABLE
SET search_path = log, pg_temp
AS $$ SELECT statement_timestamp() + ahead FROM log.clock $$;

CREATE TABLE log.registry_events (
    originator_id      uuid   NOT NULL,
    originator_version bigint NOT NULL,
    topic              text   NOT NULL,
    state              bytea  NOT NULL,
    notification_id    bigserial,
    PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX registry_events_notification_id_idx ON log.registry_events (notification_id);
CREATE TABLE log.registry_commands (
    command_id uuid   PRIMARY KEY,
    position   bigint NOT NULL
);

CREATE TABLE log.case_events (LIKE log.registry_events INCLUDING ALL);
CREATE SEQUENCE log.case_events_notification_id_seq OWNED BY log.case_events.notification_id;
ALTER TABLE log.case_events
    ALTER notification_id SET DEFAULT nextval('log.case_events_notification_id_seq');
CREATE TABLE log.case_commands (LIKE log.registry_commands INCLUDING ALL);

-- One round trip: lock, recognise a repeated command, insert, notify. The lock is taken before
-- nextval(), so the order of positions is the order of commits and a tailing reader misses nothing.
-- A repeated command gets `repeated` and the last position of the first time.
CREATE FUNCTION log.registry_append(
    command uuid, ids uuid[], versions bigint[], topics text[], states bytea[],
    OUT positions bigint[], OUT repeated boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7001);
    SELECT ARRAY[position] INTO positions FROM registry_commands WHERE command_id = command;
    repeated := FOUND;
    IF repeated THEN RETURN; END IF;
    WITH inserted AS (
        INSERT INTO registry_events (originator_id, originator_version, topic, state)
        SELECT * FROM unnest(ids, versions, topics, states)
        RETURNING notification_id
    )
    SELECT array_agg(notification_id ORDER BY notification_id) INTO positions FROM inserted;
    INSERT INTO registry_commands VALUES (command, positions[cardinality(positions)]);
    NOTIFY registry_events;
END $$;

CREATE FUNCTION log.case_append(
    command uuid, ids uuid[], versions bigint[], topics text[], states bytea[],
    OUT positions bigint[], OUT repeated boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7002);
    SELECT ARRAY[position] INTO positions FROM case_commands WHERE command_id = command;
    repeated := FOUND;
    IF repeated THEN RETURN; END IF;
    WITH inserted AS (
        INSERT INTO case_events (originator_id, originator_version, topic, state)
        SELECT * FROM unnest(ids, versions, topics, states)
        RETURNING notification_id
    )
    SELECT array_agg(notification_id ORDER BY notification_id) INTO positions FROM inserted;
    INSERT INTO case_commands VALUES (command, positions[cardinality(positions)]);
    NOTIFY case_events;
END $$;

REVOKE EXECUTE ON FUNCTION log.registry_append, log.case_append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.registry_append, log.case_append TO frittvalg_app;
GRANT SELECT ON ALL TABLES IN SCHEMA log TO frittvalg_app, frittvalg_projector;
GRANT SELECT, DELETE ON log.case_events TO frittvalg_retention;
