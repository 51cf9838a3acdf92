-- Roles and database of a hall that keeps PostgreSQL: `ingest` owns and writes it, `web` reads it and can do nothing
-- else. Run once, as the administrator:  psql -v ON_ERROR_STOP=1 -v database=hall -f deploy/postgresql.sql
-- and give both a password: \password open_hall_ingest, \password open_hall_web.
\if :{?database}
\else
    \set database hall
\endif

CREATE ROLE open_hall_ingest LOGIN;
CREATE ROLE open_hall_web LOGIN CONNECTION LIMIT 80;
CREATE DATABASE :"database" OWNER open_hall_ingest TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
\connect :"database"

-- Nobody else comes in; only the writer makes tables, temporary ones too.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO open_hall_web;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO open_hall_ingest;
GRANT USAGE ON SCHEMA public TO open_hall_web;
ALTER DEFAULT PRIVILEGES FOR ROLE open_hall_ingest IN SCHEMA public GRANT SELECT ON TABLES TO open_hall_web;

-- What everybody may do by default without writing a table: hold the locks that writers wait for, fill the disk with
-- large objects, send notices.
DO $$
DECLARE one regprocedure;
BEGIN
    FOR one IN
        SELECT p.oid::regprocedure FROM pg_proc p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace
          AND (p.proname ~ '^(pg_advisory_|pg_try_advisory_)' OR p.proname = 'pg_notify'
               OR p.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lo_import', 'lo_open'))
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO open_hall_ingest', one);
    END LOOP;
END $$;

-- A question ends, whoever asks it and however. The site sets narrower limits for what it asks.
ALTER ROLE open_hall_web SET default_transaction_read_only = on;
ALTER ROLE open_hall_web SET statement_timeout = '60s';
ALTER ROLE open_hall_web SET lock_timeout = '10s';
ALTER ROLE open_hall_web SET idle_in_transaction_session_timeout = '10min';
ALTER ROLE open_hall_web SET temp_file_limit = '2GB';
ALTER ROLE open_hall_web SET max_parallel_workers_per_gather = 0;
