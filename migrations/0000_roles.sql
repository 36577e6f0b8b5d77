-- Four roles share the work: the owner migrates, the application appends and reads,
-- the projector writes read models, retention deletes the streams of closed cases.
-- An owner that may not create roles gets a plain error here; then a database administrator creates them first.
DO $$
DECLARE role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['frittvalg_app', 'frittvalg_projector', 'frittvalg_retention'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', role_name);
        END IF;
        EXECUTE format('ALTER ROLE %I SET lock_timeout = ''2s''', role_name);
        EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''10s''', role_name);
        -- Every query here is short: compiling it costs more than running it.
        EXECUTE format('ALTER ROLE %I SET jit = off', role_name);
    END LOOP;
    ALTER ROLE frittvalg_app SET statement_timeout = '8s';
END $$;
