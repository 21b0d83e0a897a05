-- Who may do what. Run after every migration, so a new table is never open by accident: first everything is taken away.
-- aide_owner owns the tables; web and worker know people and may read statements, never write them; board may see which ids
-- were accepted; room may add statements and nothing else in the whole database.
DO $$
DECLARE
    schema_name text;
    item record;
BEGIN
    EXECUTE format('GRANT aide_owner TO %I', current_user);
    FOREACH schema_name IN ARRAY ARRAY['events', 'staff', 'board', 'vault'] LOOP
        EXECUTE format('ALTER SCHEMA %I OWNER TO aide_owner', schema_name);
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC, aide_web, aide_worker, aide_board, aide_room', schema_name);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM PUBLIC, aide_web, aide_worker, aide_board, aide_room', schema_name);
        FOR item IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = schema_name AND c.relkind = 'r' LOOP
            EXECUTE format('ALTER TABLE %I.%I OWNER TO aide_owner', schema_name, item.relname);
        END LOOP;
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO aide_web, aide_worker, aide_board, aide_room', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA events, staff, board, vault TO aide_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA events, staff, board TO aide_web;
REVOKE ALL ON events.migrations FROM aide_web;
REVOKE UPDATE, DELETE ON events.consent_events FROM aide_web; -- the ledger only grows
GRANT SELECT ON events.migrations, vault.statements TO aide_web;

GRANT USAGE ON SCHEMA events, vault TO aide_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA events TO aide_worker;
REVOKE ALL ON events.api_tokens, events.answered_requests FROM aide_worker;
GRANT INSERT, UPDATE ON events.outbox, events.personal_links, events.reminders TO aide_worker;
GRANT INSERT, UPDATE ON events.bounces, events.mail_line, events.test_letters TO aide_worker;
GRANT INSERT ON events.deliveries, events.opt_out_links TO aide_worker; -- what was tried stays as it was
REVOKE UPDATE, DELETE ON events.deliveries, events.bounces FROM aide_web;
GRANT INSERT, UPDATE, DELETE ON events.summaries, events.summary_items TO aide_worker;
GRANT SELECT ON vault.statements TO aide_worker;

GRANT USAGE ON SCHEMA board, vault TO aide_board;
GRANT SELECT ON ALL TABLES IN SCHEMA board TO aide_board;
GRANT SELECT (id, session_id) ON vault.statements TO aide_board;

GRANT USAGE ON SCHEMA vault TO aide_room;
GRANT INSERT ON vault.statements TO aide_room;
