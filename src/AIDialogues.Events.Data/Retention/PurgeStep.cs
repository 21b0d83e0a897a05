using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data.Retention;

/// <summary>
/// What a rule takes away from one table. <paramref name="Due"/> finds the rows ($1: what day and hour it is), <paramref name="Keep"/> writes down a
/// count before they go, <paramref name="Purge"/> takes them; both hold the same condition, so the dry run tells what the night will do.
/// </summary>
public sealed record PurgeStep(RetentionRule Rule, string Table, string Due, string Purge, string? Keep = null)
{
    /// <summary>A row that goes.</summary>
    public static PurgeStep Delete(RetentionRule rule, string table, string condition, string? keep = null) =>
        new(rule, table, $"SELECT count(*) FROM {table} t WHERE {condition}", $"DELETE FROM {table} t WHERE {condition}", keep);

    /// <summary>Columns that are emptied.</summary>
    public static PurgeStep Empty(RetentionRule rule, string table, string set, string condition, string? keep = null) =>
        new(rule, table, $"SELECT count(*) FROM {table} t WHERE {condition}", $"UPDATE {table} t SET {set} WHERE {condition}", keep);
}

/// <summary>Every table that a rule empties, in the order in which it is done. A feature that stores something about a person adds its line here.</summary>
public static class PurgeSteps
{
    private const string Today = "($1 AT TIME ZONE 'UTC')::date";

    /// <summary>Whole days, as pages count them: what says that it goes on a day goes in the night of that day.</summary>
    private static string DaysAfter(string at, RetentionRule rule) => $"({at} AT TIME ZONE 'UTC')::date <= {Today} - {rule.Days()}";

    private static string Before(RetentionRule rule) => $"$1 - interval '{rule.Days()} days'";

    private static string DayIsOver(RetentionRule rule, string dialogue = "t.dialogue_id") =>
        $"{dialogue} IN (SELECT d.id FROM events.dialogues d WHERE d.day <= {Today} - {rule.Days()})";

    private static string OfAnOldDay(RetentionRule rule) =>
        $"t.invitation_id IN (SELECT i.id FROM events.invitations i WHERE {DayIsOver(rule, "i.dialogue_id")})";

    private static readonly string OfALetterOfAnOldDay =
        $"t.letter_id IN (SELECT o.id FROM events.outbox o JOIN events.invitations i ON i.id = o.invitation_id WHERE {DayIsOver(RetentionRule.UnusedInvitation, "i.dialogue_id")})";

    /// <summary>Adds numbers by dialogue to those kept before.</summary>
    private static string Keep(string numbers) => $"""
        INSERT INTO events.kept_counts (dialogue_id, what, value, count, counted_at)
        {numbers}
        ON CONFLICT (dialogue_id, what, value) DO UPDATE SET count = events.kept_counts.count + excluded.count, counted_at = excluded.counted_at
        """;

    private static string Counted(string what, string condition) =>
        Keep($"SELECT t.dialogue_id, '{what}', '', count(*), $1 FROM events.invitations t WHERE {condition} GROUP BY t.dialogue_id");

    // How many held tokens, and how many sets were replaced, is shown to everybody for as long as anybody may want to count.
    private static readonly string TokensCounted = Keep($"""
        SELECT t.dialogue_id, c.what, '', sum(c.count), $1 FROM events.token_issues t
        CROSS JOIN LATERAL (VALUES ('{TokenCounts.KeptHolders}', 1), ('{TokenCounts.KeptReplaced}', t.replaced)) c (what, count)
        WHERE {DayIsOver(RetentionRule.UnusedInvitation)} GROUP BY t.dialogue_id, c.what
        """);

    // Whoever was expected, and whose yes stood on the day.
    private const string Counts = """
        EXISTS (SELECT FROM events.invitations i WHERE i.person_id = t.person_id AND i.dialogue_id = t.dialogue_id AND i.state = 'Accepted')
        AND (SELECT c.state IN ('Given', 'Renewed') AND coalesce(c.valid_until > d.day, true) FROM events.consent_events c JOIN events.dialogues d ON d.id = c.dialogue_id
             WHERE c.person_id = t.person_id AND c.dialogue_id = t.dialogue_id AND c.purpose = 'DietAndAccess' AND c.state <> 'Requested' ORDER BY c.at DESC LIMIT 1)
        """;

    // By its link a yes is taken back: both stay while one stands.
    private static readonly string Unanswered = $"t.answered_at IS NULL AND t.checked_in_at IS NULL AND {DayIsOver(RetentionRule.UnusedInvitation)} AND NOT {StandingConsents.KeepLink("t")}";
    private static readonly string SilentByGroup = Keep($"""
        SELECT t.dialogue_id, '{KeptSilence.Kept}', p."group", count(*), $1 FROM events.invitations t
        JOIN events.people p ON p.id = t.person_id JOIN events.dialogues d ON d.id = t.dialogue_id
        WHERE {Unanswered} AND {KeptSilence.AskedInTime} GROUP BY t.dialogue_id, p."group"
        """);

    private static readonly string Arrived = $"t.checked_in_at IS NOT NULL AND {DayIsOver(RetentionRule.Attendance)}";

    // The invitation goes, and its letters with it; that somebody was written to is what keeps them from being forgotten too early.
    private static readonly string Remembered = $"""
        UPDATE events.people p SET last_contact_at = greatest(p.last_contact_at, t.at)
        FROM (SELECT t.person_id, max(greatest(t.invited_at, o.created_at)) AS at
              FROM events.invitations t LEFT JOIN events.outbox o ON o.invitation_id = t.id WHERE {Unanswered} GROUP BY t.person_id) t
        WHERE p.id = t.person_id
        """;

    public static readonly IReadOnlyList<PurgeStep> All =
    [
        PurgeStep.Empty(RetentionRule.LetterText, "events.outbox", "to_name = '', to_address = '', subject = '', body = '', server_reply = '', seal = '', calendar = NULL",
            // A wave that was paused and forgotten is no reason to keep its letters for ever.
            $"(t.state NOT IN ('Queued', 'Retry', 'InFlight', 'Paused') OR (t.state = 'Paused' AND {DayIsOver(RetentionRule.LetterText, "(SELECT i.dialogue_id FROM events.invitations i WHERE i.id = t.invitation_id)")})) AND {DaysAfter("coalesce(t.sent_at, t.created_at)", RetentionRule.LetterText)} AND (t.body <> '' OR t.to_address <> '')"),
        PurgeStep.Delete(RetentionRule.LetterText, "events.test_letters", $"t.created_at < {Before(RetentionRule.LetterText)}"),
        PurgeStep.Delete(RetentionRule.ApiAnswers, "events.answered_requests", $"t.at < {Before(RetentionRule.ApiAnswers)}"),
        PurgeStep.Delete(RetentionRule.DataRequests, "events.data_requests", DaysAfter("t.asked_at", RetentionRule.DataRequests)),
        // A calendar's address holds the other days of the series too: open, it stays as long as the answered invitation that it was made from.
        PurgeStep.Delete(RetentionRule.UnusedInvitation, "events.personal_links",
            $"{OfAnOldDay(RetentionRule.UnusedInvitation)} AND (t.purpose <> 'CalendarFeed' OR t.revoked_at IS NOT NULL OR t.invitation_id IN (SELECT i.id FROM events.invitations i WHERE i.answered_at IS NULL)) AND (t.purpose <> 'Answer' OR t.revoked_at IS NOT NULL OR NOT EXISTS (SELECT FROM events.invitations i WHERE i.id = t.invitation_id AND {StandingConsents.KeepLink("i")}))"),
        PurgeStep.Delete(RetentionRule.UnusedInvitation, "events.deliveries", OfALetterOfAnOldDay),
        PurgeStep.Delete(RetentionRule.UnusedInvitation, "events.bounces", OfALetterOfAnOldDay),
        PurgeStep.Delete(RetentionRule.UnusedInvitation, "events.reminders", OfAnOldDay(RetentionRule.UnusedInvitation)),
        PurgeStep.Delete(RetentionRule.UnusedInvitation, "events.substitute_proposals", OfAnOldDay(RetentionRule.UnusedInvitation)),
        PurgeStep.Delete(RetentionRule.UnusedInvitation, "events.calendar_entries", OfAnOldDay(RetentionRule.UnusedInvitation)),
        // What was edited in the directory belongs to no day: it stands as long as one that is over.
        PurgeStep.Delete(RetentionRule.UnusedInvitation, "events.timeline",
            $"({OfAnOldDay(RetentionRule.UnusedInvitation)} OR (t.invitation_id IS NULL AND {DaysAfter("t.at", RetentionRule.UnusedInvitation)}))"),
        PurgeStep.Delete(RetentionRule.UnusedInvitation, "events.token_issues", DayIsOver(RetentionRule.UnusedInvitation), TokensCounted),
        // Nobody can go back to them any more.
        PurgeStep.Delete(RetentionRule.Undo, "events.imported_people",
            $"t.batch_id IN (SELECT b.id FROM events.import_batches b WHERE b.at < $1 - interval '{ImportBatch.UndoFor.TotalHours} hours')"),
        // What does not count after a merge, once the two cannot be parted again. Merges that noted no needs had not looked at them: theirs may count.
        PurgeStep.Delete(RetentionRule.Logistics, "events.needs",
            $"t.person_id IN (SELECT m.gone_id FROM events.person_merges m WHERE m.undone_at IS NULL AND m.moved ? 'Needs' AND m.at < $1 - interval '{PersonMerge.UndoFor.TotalHours} hours')"),
        // Of a day that was called off nobody needs anything; it is counted for no report either.
        PurgeStep.Delete(RetentionRule.Logistics, "events.needs", $"t.dialogue_id IN (SELECT d.id FROM events.dialogues d WHERE (d.cancelled_at AT TIME ZONE 'UTC')::date < {Today})"),
        PurgeStep.Delete(RetentionRule.Logistics, "events.needs", DayIsOver(RetentionRule.Logistics), Keep($"""
            SELECT t.dialogue_id, c.what, '', count(*), $1 FROM events.needs t CROSS JOIN LATERAL (VALUES ('diet', t.has_diet), ('access', t.has_access)) c (what, has)
            WHERE c.has AND {Counts} AND {DayIsOver(RetentionRule.Logistics)} GROUP BY t.dialogue_id, c.what
            """)),
        // The marks of names on a board, by which a guess can be tested: nobody writes on it any more.
        PurgeStep.Empty(RetentionRule.Logistics, "board.sessions", "board = board - 'lexicon'",
            $"t.board ? 'lexicon' AND {DayIsOver(RetentionRule.Logistics, "(SELECT s.dialogue_id FROM events.sessions s WHERE s.id = t.session_id)")}"),
        // What the two were before is only for the undo.
        PurgeStep.Delete(RetentionRule.Undo, "events.person_merges", $"t.at < $1 - interval '{PersonMerge.UndoFor.TotalHours} hours'"),
        PurgeStep.Empty(RetentionRule.UnusedInvitation, "events.invitations", "reason = ''", $"t.reason <> '' AND {DayIsOver(RetentionRule.UnusedInvitation)}"),
        PurgeStep.Empty(RetentionRule.Attendance, "events.invitations", "checked_in_at = NULL", Arrived, Counted("attended", Arrived)),
        PurgeStep.Delete(RetentionRule.UnusedInvitation, "events.invitations", Unanswered, Remembered + ";\n" + Counted("unanswered", Unanswered + " AND t.state <> 'Withdrawn'") + ";\n" + SilentByGroup),
        PurgeStep.Delete(RetentionRule.AuditChain, "audit.details", $"t.seq IN (SELECT e.seq FROM audit.entries e WHERE e.at < {Before(RetentionRule.AuditChain)})"),
        PurgeStep.Delete(RetentionRule.AuditChain, "events.roster_exports", $"t.asked_at < {Before(RetentionRule.AuditChain)}"),
        PurgeStep.Delete(RetentionRule.ConsentProof, "events.consent_events",
            $"t.person_id IN (SELECT p.id FROM events.people p WHERE p.erased_at < {Before(RetentionRule.ConsentProof)})"),
        PurgeStep.Delete(RetentionRule.ConsentProof, "events.quotations",
            $"t.person_id IN (SELECT p.id FROM events.people p WHERE p.erased_at < {Before(RetentionRule.ConsentProof)}) AND NOT EXISTS (SELECT FROM events.consent_events c WHERE c.quotation_id = t.id)"),
        PurgeStep.Delete(RetentionRule.ConsentProof, "events.erasures", $"coalesce(t.done_at, t.cancelled_at) < {Before(RetentionRule.ConsentProof)}"),
        PurgeStep.Delete(RetentionRule.LetterText, "hangfire.job", $"t.createdat < {Before(RetentionRule.LetterText)}"),
    ];
}
