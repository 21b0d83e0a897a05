using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data.PersonalData;

/// <summary>
/// Every table and every column of the database, and what it is to a person: the one source of erasure, export, retention and the record of
/// processing. A column that is not here fails the build's tests, so nothing about anybody is ever stored without having been thought of.
/// </summary>
public static class Registry
{
    private const string OfInvitation = "invitation_id IN (SELECT id FROM events.invitations WHERE person_id = $1)";
    private const string OfLetter = "letter_id IN (SELECT id FROM events.outbox WHERE person_id = $1)";
    private const string OfPerson = "person_id = $1";
    private const string OfInvitedSession = "session_id IN (SELECT s.id FROM events.sessions s JOIN events.invitations i ON i.dialogue_id = s.dialogue_id WHERE i.person_id = $1)";

    public static readonly IReadOnlyList<PersonalTable> Tables =
    [
        // --- the directory and what follows from it
        PersonalTable.Of("events.people", ProcessingPurpose.Inviting, RetentionRule.Contact, "id = $1")
            .Blanks(DataClass.Identity, "given_name", "family_name")
            .Replaces(DataClass.Contact, "email", "'erased-' || id || '@erased.invalid'")
            .Blanks(DataClass.Profession, "affiliation").Keeps(DataClass.Profession, "group").Blanks(DataClass.Profession, "country")
            .Keeps(DataClass.Contact, "language").Clears(DataClass.Contact, "zone").Keeps(DataClass.Technical, "created_at", "last_contact_at", "restricted_at", "objected_at", "erased_at")
            .Replaces(DataClass.Identity, "gender", "'NotSaid'").Clears(DataClass.Profession, "own_region").Also("id", "merged_into_id"),
        PersonalTable.Of("events.invitations", ProcessingPurpose.Inviting, RetentionRule.UnusedInvitation, OfPerson)
            .Keeps(DataClass.Answer, "state", "invited_at", "answered_at").Keeps(DataClass.Presence, "checked_in_at").Also("id", "dialogue_id", "person_id")
            .Keeps(DataClass.Answer, "role", "answered_by", "to_verify", "waiting_since", "offered_until", "no_reminders").Blanks(DataClass.Answer, "reason")
            // A number of its own, not derived from anybody; and whose place it was.
            .Also("calendar_uid", "substitute_for"),
        PersonalTable.Of("events.places", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries)
            .Also("dialogue_id", "participants", "speakers", "observers", "may_overbook", "rule", "offer_hours", "lot_seed", "neutral_title", "neutral_letters"),
        // Somebody who is in no directory yet is named here by another: it goes with the one who named them, and is in no export of theirs.
        PersonalTable.Of("events.substitute_proposals", ProcessingPurpose.Inviting, RetentionRule.UnusedInvitation, OfPerson).Goes()
            .Hides(DataClass.Identity, OnErasure.Blanked, "name").Hides(DataClass.Contact, OnErasure.Blanked, "contact").Blanks(DataClass.Answer, "reason")
            .Keeps(DataClass.Answer, "state", "proposed_at", "decided_at").Also("id", "invitation_id", "person_id"),
        PersonalTable.Of("events.timeline", ProcessingPurpose.Inviting, RetentionRule.UnusedInvitation, OfPerson)
            .Keeps(DataClass.Answer, "kind", "actor", "source", "at").Blanks(DataClass.Answer, "note").Also("id", "person_id", "invitation_id"),
        PersonalTable.Of("events.calendar_entries", ProcessingPurpose.Corresponding, RetentionRule.UnusedInvitation, OfPerson).Goes().KeyedBy("invitation_id")
            .Blanks(DataClass.Correspondence, "facts").Keeps(DataClass.Technical, "sequence", "cancelled", "told_at").Also("invitation_id", "person_id"),
        PersonalTable.Of("events.personal_links", ProcessingPurpose.Inviting, RetentionRule.UnusedInvitation, OfInvitation).Goes()
            .Hides(DataClass.Credential, OnErasure.Blanked, "token_sha256").Keeps(DataClass.Technical, "purpose", "created_at", "last_used_on", "revoked_at").Also("id", "invitation_id"),
        PersonalTable.Of("events.reminders", ProcessingPurpose.Corresponding, RetentionRule.UnusedInvitation, OfInvitation)
            .Keeps(DataClass.Correspondence, "days_before", "answer_by", "due_at", "state", "held_back").Also("id", "invitation_id", "wave_id"),
        PersonalTable.Of("events.outbox", ProcessingPurpose.Corresponding, RetentionRule.LetterText, OfPerson)
            .Blanks(DataClass.Identity, "to_name").Blanks(DataClass.Contact, "to_address").Blanks(DataClass.Correspondence, "subject", "body", "server_reply").Clears(DataClass.Correspondence, "calendar")
            .Hides(DataClass.Correspondence, OnErasure.Blanked, "seal").Hides(DataClass.Technical, OnErasure.Kept, "return_id", "urgent", "wave_id", "wave_version", "round_id")
            .Keeps(DataClass.Correspondence, "kind", "language", "state", "created_at", "sent_at").Keeps(DataClass.Technical, "attempts", "queued_at", "not_before", "lease_until", "fence")
            .Also("id", "person_id", "invitation_id"),
        PersonalTable.Of("events.deliveries", ProcessingPurpose.Corresponding, RetentionRule.UnusedInvitation, OfLetter)
            .Keeps(DataClass.Technical, "at", "outcome", "status").Also("id", "letter_id", "fence"),
        PersonalTable.Of("events.bounces", ProcessingPurpose.Corresponding, RetentionRule.UnusedInvitation, OfLetter)
            .Keeps(DataClass.Technical, "kind", "status", "read_at").Also("id", "letter_id", "return_id"),
        PersonalTable.Of("events.test_letters", ProcessingPurpose.Corresponding, RetentionRule.LetterText, OfPerson).Goes()
            .Hides(DataClass.Correspondence, OnErasure.Blanked, "to_address", "subject", "body", "server_reply").Also("id", "person_id", "organisation", "language", "state", "created_at"),
        PersonalTable.Of("events.wave_readers", ProcessingPurpose.Corresponding, RetentionRule.Contact, OfPerson).Goes().KeyedBy("wave_id", "person_id")
            .Blanks(DataClass.Correspondence, "subject", "body").Also("wave_id", "person_id"),
        PersonalTable.Of("events.opt_outs", ProcessingPurpose.Inviting, RetentionRule.Contact, OfPerson).Goes().Keeps(DataClass.Answer, "at").Also("id", "person_id"),
        PersonalTable.Of("events.opt_out_links", ProcessingPurpose.Inviting, RetentionRule.Contact, OfPerson).Goes()
            .Hides(DataClass.Credential, OnErasure.Blanked, "token_sha256").Keeps(DataClass.Technical, "created_at").Also("id", "person_id"),
        PersonalTable.Of("events.consent_events", ProcessingPurpose.ProvingConsent, RetentionRule.ConsentProof, OfPerson)
            .Keeps(DataClass.Consent, "purpose", "state", "at", "source", "method", "notice_version", "notice_language", "controller", "data_categories",
                "is_special_category", "jurisdiction", "lawful_basis", "recipients", "retention", "rule", "storage_location", "valid_until", "record_id", "receipt_id")
            .Shreds(DataClass.Consent, "evidence", "own_notice", "witness")
            .Hides(DataClass.Consent, OnErasure.Kept, "notice_sha256", "form_sha256").Also("id", "dialogue_id", "person_id", "previous_id", "quotation_id"),
        PersonalTable.Of("events.quotations", ProcessingPurpose.ProvingConsent, RetentionRule.ConsentProof, OfPerson)
            .Blanks(DataClass.Correspondence, "words").Keeps(DataClass.Consent, "language", "asked_at").Also("id", "person_id", "dialogue_id"),
        PersonalTable.Of("events.needs", ProcessingPurpose.Hosting, RetentionRule.Logistics, OfPerson).Goes().KeyedBy("person_id", "dialogue_id")
            .Blanks(DataClass.Needs, "diet", "access", "other").Hides(DataClass.Needs, OnErasure.Kept, "has_diet", "has_access").Also("person_id", "dialogue_id"),
        PersonalTable.Of("events.token_issues", ProcessingPurpose.Hosting, RetentionRule.UnusedInvitation, OfPerson)
            .Hides(DataClass.Technical, OnErasure.Kept, "keys", "replaced", "may_ask_again").Also("dialogue_id", "person_id"),

        // --- what somebody was before a list or a merge, kept for the undo
        PersonalTable.Of("events.imported_people", ProcessingPurpose.Inviting, RetentionRule.Undo, OfPerson).Goes()
            .Hides(DataClass.Identity, OnErasure.Blanked, "before", "after").Also("batch_id", "person_id"),
        PersonalTable.Of("events.person_merges", ProcessingPurpose.Inviting, RetentionRule.Undo, "(kept_id = $1 OR gone_id = $1)").Goes()
            .Hides(DataClass.Identity, OnErasure.Blanked, "kept_before", "kept_after", "moved").Hides(DataClass.Staff, OnErasure.Kept, "by").Also("id", "at", "kept_id", "gone_id", "undone_at"),
        PersonalTable.Of("events.people_told_apart", ProcessingPurpose.Inviting, RetentionRule.Contact, "(first_id = $1 OR second_id = $1)").Goes().Also("first_id", "second_id", "at"),
        // How many came in when and by whom; whom it changed goes after a day.
        PersonalTable.Of("events.import_batches", ProcessingPurpose.Inviting, RetentionRule.WithTheSeries)
            .Hides(DataClass.Staff, OnErasure.Kept, "by").Also("id", "at", "shape", "columns", "added", "updated", "left_out", "undone_at"),
        // Words that looked for somebody who is erased go with them: Erasure/KeptSearches.
        PersonalTable.Of("events.segments", ProcessingPurpose.Inviting, RetentionRule.WithTheSeries).Hides(DataClass.Profession, OnErasure.Kept, "filter").Also("id", "name", "created_at"),
        // Reasons are sentences of staff about why; the filter may hold a name that was looked for.
        PersonalTable.Of("events.roster_exports", ProcessingPurpose.Accounting, RetentionRule.AuditChain)
            .Hides(DataClass.Staff, OnErasure.Kept, "asked_by", "decided_by", "reason").Hides(DataClass.Profession, OnErasure.Kept, "filter")
            .Also("id", "asked_at", "decided_at", "is_allowed", "taken_at", "people"),
        PersonalTable.Of("events.data_requests", ProcessingPurpose.Answering, RetentionRule.DataRequests, OfPerson).Goes()
            .Keeps(DataClass.Answer, "kind", "asked_at", "opened_at", "done_at").Blanks(DataClass.Contact, "new_address")
            .Hides(DataClass.Credential, OnErasure.Blanked, "code_hmac", "browser_sha256").Hides(DataClass.Technical, OnErasure.Kept, "code_until", "tries")
            .Also("id", "person_id", "invitation_id"),
        PersonalTable.Of("events.erasures", ProcessingPurpose.Answering, RetentionRule.ConsentProof, OfPerson)
            .Keeps(DataClass.Answer, "cause", "asked_at", "due_at", "cancelled_at", "done_at").Hides(DataClass.Credential, OnErasure.Kept, "receipt_sha256").Also("id", "person_id"),
        PersonalTable.Of("events.kept_counts", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("dialogue_id", "what", "value", "count", "counted_at"),

        // --- series, days, letters before they have a reader, summaries: nobody's
        PersonalTable.Of("events.series", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries)
            .Also("id", "slug", "organisation", "is_public", "created_at", "purpose_en", "purpose_fr", "title_en", "title_fr", "title_held_until"),
        PersonalTable.Of("events.dialogues", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries)
            .Also("id", "series_id", "day", "begins", "ends", "venue", "zone", "rule", "answer_by", "answer_days_before", "cancelled_at", "remind_days_before", "title_en", "title_fr",
                "changed_from", "changed_at", "changed_answer_by", "changed_answer_days", "change_held_until", "past"),
        PersonalTable.Of("events.rooms", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("id", "dialogue_id", "name", "seats"),
        PersonalTable.Of("events.sessions", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries)
            .Also("id", "dialogue_id", "room_id", "begins", "ends", "own_rule", "questions_en", "questions_fr", "title_en", "title_fr"),
        PersonalTable.Of("events.themes", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("id", "session_id", "place", "name_en", "name_fr"),
        PersonalTable.Of("events.asked_purposes", ProcessingPurpose.ProvingConsent, RetentionRule.WithTheSeries).Also("dialogue_id", "purpose", "valid_months", "since"),
        PersonalTable.Of("events.notices", ProcessingPurpose.ProvingConsent, RetentionRule.WithTheSeries).Also("sha256", "words", "language", "purpose", "version", "first_used_at"),
        PersonalTable.Of("events.balance_targets", ProcessingPurpose.Inviting, RetentionRule.WithTheSeries).Also("id", "series_id", "dialogue_id", "seats", "corridors"),
        PersonalTable.Of("events.public_figures", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("series_id", "experts", "room"),
        PersonalTable.Of("events.partners", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("id", "series_id", "name", "role", "website", "agreed_on", "logo"),
        PersonalTable.Of("events.publications", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries)
            // Whoever signs a publication wants to be named on it.
            .Hides(DataClass.Identity, OnErasure.Kept, "authors")
            // The two people who let a finding stand: accounts, for the rule that they are two.
            .Hides(DataClass.Staff, OnErasure.Kept, "risk_proposed_by", "risk_accepted_by")
            .Also("id", "series_id", "dialogue_id", "kind", "licence", "identifier", "with_summaries", "published_on", "risk_proposal", "risk_findings", "risk_reason", "abstract_en", "abstract_fr", "body_en", "body_fr", "title_en", "title_fr"),
        PersonalTable.Of("events.publication_files", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries)
            .Also("id", "publication_id", "kind", "language", "content", "description_en", "description_fr"),
        PersonalTable.Of("board.objection_rounds", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("summary_id", "dialogue_id", "closes_at", "items"),
        PersonalTable.Of("board.token_keys", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries)
            .Also("key_id", "dialogue_id", "session_id", "purpose", "public_key", "closes_at", "holders", "enough_holders", "replaced"),
        PersonalTable.Of("events.waves", ProcessingPurpose.Corresponding, RetentionRule.WithTheSeries)
            .Also("id", "dialogue_id", "kind", "number", "role", "state", "version", "created_at", "sent_at", "undo_until", "seal"),
        PersonalTable.Of("events.wave_texts", ProcessingPurpose.Corresponding, RetentionRule.WithTheSeries).Also("wave_id", "version", "language", "subject", "body", "written_at"),
        PersonalTable.Of("events.mail_line", ProcessingPurpose.Administering, RetentionRule.WithTheSeries)
            .Also("id", "learnt_per_minute", "learnt_at", "closed_until", "tokens", "refilled_at", "problem", "problem_since"),
        PersonalTable.Of("events.letter_templates", ProcessingPurpose.Corresponding, RetentionRule.WithTheSeries)
            .Also("id", "dialogue_id", "kind", "language", "subject", "body"),
        PersonalTable.Of("events.summaries", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries)
            // The two people of the release: accounts, for the rule that they are two.
            .Hides(DataClass.Staff, OnErasure.Kept, "submitted_by", "released_by")
            .Also("id", "session_id", "dialogue_id", "series_id", "language", "state", "progress", "attempts", "plain_chapters", "breakdown", "breakdown_is_frozen", "contested", "sessions", "screened_under", "room", "requested_at", "reviewed_at", "released_at", "published_at"),
        PersonalTable.Of("events.summary_items", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries)
            .Hides(DataClass.Staff, OnErasure.Kept, "risk_proposed_by", "risk_accepted_by")
            .Also("id", "summary_id", "source_id", "place", "theme_id", "kind", "support", "words", "contested", "risk_findings", "risk_reason", "is_flagged", "is_set_aside", "written_by_model"),
        PersonalTable.Of("events.summary_sources", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("id", "summary_id", "statements"),
        PersonalTable.Of("events.summary_versions", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("id", "summary_id", "number", "reason", "at", "lines"),
        PersonalTable.Of("events.objection_rounds", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("id", "summary_id", "opens_at", "closes_at", "handled_at", "asked", "could_object"),
        PersonalTable.Of("events.objection_outcomes", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("id", "round_id", "objection_id", "item_id", "kind", "sustained"),
        PersonalTable.Of("events.migrations", ProcessingPurpose.Administering, RetentionRule.WithTheSeries).Also("migration_id", "product_version"),
        PersonalTable.Of("events.api_tokens", ProcessingPurpose.Administering, RetentionRule.Staff)
            .Hides(DataClass.Credential, OnErasure.Kept, "token_sha256").Hides(DataClass.Staff, OnErasure.Kept, "owner_id").Also("id", "name", "scope", "created_at", "revoked_at"),
        // Answers hold what was asked for, names too; no person's id stands beside them, so they are short-lived instead.
        PersonalTable.Of("events.answered_requests", ProcessingPurpose.Administering, RetentionRule.ApiAnswers)
            .Hides(DataClass.Identity, OnErasure.Kept, "body").Also("token_id", "key", "request_sha256", "status", "content_type", "at"),

        // --- staff
        PersonalTable.Of("staff.accounts", ProcessingPurpose.Administering, RetentionRule.Staff)
            .Hides(DataClass.Staff, OnErasure.Kept, "display_name", "language", "user_name", "normalized_user_name", "email", "normalized_email", "phone_number", "phone_number_confirmed", "email_confirmed")
            .Hides(DataClass.Credential, OnErasure.Kept, "password_hash", "security_stamp", "two_factor_enabled", "lockout_end", "lockout_enabled", "access_failed_count")
            .Also("id", "concurrency_stamp"),
        PersonalTable.Of("staff.roles", ProcessingPurpose.Administering, RetentionRule.Staff).Also("id", "name", "normalized_name", "concurrency_stamp"),
        PersonalTable.Of("staff.account_roles", ProcessingPurpose.Administering, RetentionRule.Staff).Hides(DataClass.Staff, OnErasure.Kept, "user_id", "role_id"),
        PersonalTable.Of("staff.account_claims", ProcessingPurpose.Administering, RetentionRule.Staff).Hides(DataClass.Staff, OnErasure.Kept, "user_id", "claim_type", "claim_value").Also("id"),
        PersonalTable.Of("staff.account_logins", ProcessingPurpose.Administering, RetentionRule.Staff)
            .Hides(DataClass.Staff, OnErasure.Kept, "login_provider", "provider_key", "provider_display_name", "user_id"),
        PersonalTable.Of("staff.account_tokens", ProcessingPurpose.Administering, RetentionRule.Staff).Hides(DataClass.Credential, OnErasure.Kept, "user_id", "login_provider", "name", "value"),
        PersonalTable.Of("staff.role_claims", ProcessingPurpose.Administering, RetentionRule.Staff).Also("id", "role_id", "claim_type", "claim_value"),

        // --- what Room may know, and what was said: nobody's, by design
        // But for the marks of names in it: whoever guesses a name can test it. The worker makes them anew without whoever was erased.
        PersonalTable.Of("board.sessions", ProcessingPurpose.Hosting, RetentionRule.Logistics, OfInvitedSession).KeyedBy("session_id")
            .HidesPart(DataClass.Identity, "board", "board - 'lexicon'").Also("session_id", "closed", "opened_again"),
        PersonalTable.Of("board.keys", ProcessingPurpose.Hosting, RetentionRule.WithTheSeries).Also("key_sha256", "session_id", "purpose", "revoked"),
        PersonalTable.Of("vault.statements", ProcessingPurpose.Hosting, RetentionRule.Statements).Also("id", "session_id", "theme_id", "kind", "words"),
        PersonalTable.Of("vault.objections", ProcessingPurpose.Hosting, RetentionRule.Statements).Also("id", "summary_id", "item_id", "kind", "words"),
        PersonalTable.Of("vault.spent_tokens", ProcessingPurpose.Hosting, RetentionRule.Statements).Also("token_sha256", "key_id"),

        // --- the chain of staff actions; details are sealed with the key of the person they are about
        PersonalTable.Of("audit.entries", ProcessingPurpose.Accounting, RetentionRule.AuditChain)
            .Hides(DataClass.Staff, OnErasure.Kept, "actor", "object").Also("seq", "at", "action", "commitment", "prev_hash", "hash"),
        PersonalTable.Of("audit.details", ProcessingPurpose.Accounting, RetentionRule.AuditChain, "subject = $1")
            .Hides(DataClass.Staff, OnErasure.Blanked, "sealed").Also("seq", "subject"),
    ];

    public static PersonalTable? Find(string table) => Tables.FirstOrDefault(t => t.Name == table);
}
