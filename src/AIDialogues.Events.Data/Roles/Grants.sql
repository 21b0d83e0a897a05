-- Who may do what. Run after every migration, so a new table is never open by accident: first everything is taken away.
-- aide_owner owns the tables; web and worker know people and may read statements, never write them; board may see which ids
-- were accepted; room may add statements, have all of them
-- rewritten in an order of chance, and do nothing else in the whole database.
DO $$
DECLARE
    schema_name text;
    item record;
BEGIN
    EXECUTE format('GRANT aide_owner TO %I', current_user);
    FOREACH schema_name IN ARRAY ARRAY['events', 'staff', 'board', 'vault', 'audit'] LOOP
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
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA vault FROM PUBLIC, aide_web, aide_worker, aide_board, aide_room;
ALTER FUNCTION vault.rewrite() OWNER TO aide_owner;

GRANT USAGE ON SCHEMA events, staff, board, vault TO aide_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA events, staff, board TO aide_web;
REVOKE ALL ON events.migrations FROM aide_web;
REVOKE UPDATE, DELETE ON events.consent_events FROM aide_web; -- the ledger only grows
REVOKE UPDATE, DELETE ON events.summary_versions, events.objection_outcomes FROM aide_web; -- so do versions and verdicts
REVOKE UPDATE, DELETE ON events.notices, events.quotations FROM aide_web; -- and so do the words it names
REVOKE UPDATE, DELETE ON events.timeline FROM aide_web; -- what happened stays as it was written
GRANT UPDATE (note, person_id) ON events.timeline TO aide_web, aide_worker; -- but the words, which an erasure blanks, and whose it is when two records are one
REVOKE UPDATE, DELETE ON events.roster_exports FROM aide_web; -- what was asked stays as it was asked, whoever would like it gone
GRANT UPDATE (decided_by, decided_at, is_allowed, taken_at, people) ON events.roster_exports TO aide_web;
REVOKE INSERT, UPDATE, DELETE ON events.public_figures FROM aide_web; -- one program alone says when a number follows
GRANT SELECT ON events.migrations, vault.statements TO aide_web;
GRANT SELECT ON vault.objections TO aide_web;


-- Staff actions are added and read by both, changed by nobody; a detail may be emptied when its person is erased.
GRANT USAGE ON SCHEMA audit TO aide_web, aide_worker;
GRANT SELECT, INSERT ON audit.entries, audit.details TO aide_web, aide_worker;
GRANT UPDATE (sealed) ON audit.details TO aide_web, aide_worker;
GRANT DELETE ON audit.details TO aide_worker;

GRANT USAGE ON SCHEMA events, vault TO aide_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA events TO aide_worker;
REVOKE ALL ON events.api_tokens, events.answered_requests FROM aide_worker;
REVOKE ALL ON events.imported_people, events.person_merges FROM aide_worker; -- what somebody was before is only for the undo
REVOKE ALL ON events.roster_exports FROM aide_worker; -- who among the staff copied the directory is no business of a letter
REVOKE ALL ON events.needs FROM aide_worker; -- health and belief: no letter needs them
GRANT INSERT, UPDATE ON events.outbox, events.personal_links, events.reminders TO aide_worker;
GRANT INSERT, UPDATE, DELETE ON events.summaries, events.summary_items, events.summary_sources TO aide_worker;
GRANT INSERT ON events.summary_versions TO aide_worker;
GRANT INSERT, UPDATE ON events.bounces, events.mail_line, events.test_letters TO aide_worker;
GRANT INSERT ON events.deliveries, events.opt_out_links TO aide_worker;
GRANT DELETE ON events.deliveries, events.bounces, events.test_letters, events.wave_readers, events.opt_outs, events.opt_out_links TO aide_worker; -- erasure and retention
REVOKE UPDATE ON events.deliveries FROM aide_web; -- what was tried stays as it was
-- The waitlist's turn: locking the dialogue's row asks for a right to change something in it, and an id that others refer to cannot change.
GRANT UPDATE (id) ON events.dialogues TO aide_worker;
GRANT UPDATE (state, offered_until, waiting_since) ON events.invitations TO aide_worker;
GRANT INSERT ON events.timeline TO aide_worker;
GRANT INSERT, UPDATE, DELETE ON events.calendar_entries TO aide_worker;
GRANT UPDATE, DELETE ON events.substitute_proposals TO aide_worker; -- named by somebody who is erased
GRANT DELETE ON events.reminders TO aide_worker; -- planned for a date that is no more
GRANT INSERT, UPDATE, DELETE ON events.summaries, events.summary_items TO aide_worker;
GRANT SELECT ON vault.statements TO aide_worker;
-- Erasure and retention: the worker takes away what nobody may keep any longer.
GRANT SELECT (at) ON events.answered_requests TO aide_worker;
GRANT UPDATE ON events.people, events.invitations, events.erasures TO aide_worker;
GRANT DELETE ON events.personal_links, events.reminders, events.invitations, events.data_requests, events.answered_requests, events.substitute_proposals, events.calendar_entries TO aide_worker;
GRANT INSERT, UPDATE ON events.kept_counts TO aide_worker;
GRANT INSERT, UPDATE ON events.public_figures TO aide_worker;
-- What it may not read it may still take away: the columns by which rows are found, and no others.
GRANT SELECT (person_id, dialogue_id, has_diet, has_access), DELETE ON events.needs TO aide_worker;
GRANT SELECT (gone_id, at, undone_at, moved) ON events.person_merges TO aide_worker; -- whose needs no longer count
GRANT SELECT (asked_at), DELETE ON events.roster_exports TO aide_worker;
GRANT SELECT (id, filter), UPDATE (filter) ON events.roster_exports TO aide_worker; -- words that named whoever is erased
GRANT UPDATE (filter) ON events.segments TO aide_worker;
GRANT SELECT (person_id, batch_id), DELETE ON events.imported_people TO aide_worker;
GRANT USAGE ON SCHEMA board TO aide_worker;
GRANT SELECT (session_id, board), UPDATE (board) ON board.sessions TO aide_worker; -- the marks of names go, and are made anew without whoever was erased
GRANT DELETE ON events.timeline, events.token_issues, events.quotations, events.erasures TO aide_worker; -- when their time is over
GRANT SELECT (kept_id, gone_id), DELETE ON events.person_merges TO aide_worker;
GRANT DELETE ON events.people_told_apart TO aide_worker;
GRANT UPDATE (words) ON events.quotations TO aide_web, aide_worker; -- emptied when its person is erased
GRANT DELETE ON events.consent_events TO aide_worker; -- five years after its person was erased; a trigger refuses it earlier

GRANT USAGE ON SCHEMA board, vault TO aide_board;
GRANT SELECT ON ALL TABLES IN SCHEMA board TO aide_board;
GRANT SELECT (id, session_id) ON vault.statements TO aide_board;
GRANT SELECT ON vault.spent_tokens TO aide_board; -- hashes that everybody may read
GRANT SELECT (id, summary_id) ON vault.objections TO aide_board; -- so that a device finds its own

GRANT USAGE ON SCHEMA vault TO aide_room;
GRANT INSERT ON vault.statements TO aide_room;
GRANT EXECUTE ON FUNCTION vault.rewrite() TO aide_room; -- all rows anew in an order of chance: it sees and chooses nothing
GRANT INSERT ON vault.spent_tokens, vault.objections TO aide_room;
