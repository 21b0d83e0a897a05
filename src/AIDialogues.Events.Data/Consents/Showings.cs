using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Consents;

/// <summary>Somebody of whom a thing may be shown, on account of one day.</summary>
public sealed record ShownPerson(Guid PersonId, Guid DialogueId, Guid? QuotationId);

/// <summary>
/// The one place in the database's language that says what may be shown: <see cref="Showing"/> in SQL. Every page, list, feed, export
/// and letter that shows somebody asks here, at each request anew; nothing else reads the ledger to decide it (a test looks).
/// </summary>
public static class Showings
{
    /// <summary>Of whom this may be shown in this place at this moment; of quotations, which ones.</summary>
    public static IQueryable<ShownPerson> MayBeShown(this EventsDb db, Shown what, ShownPlace place, DateTimeOffset moment)
    {
        var needs = Showing.Needs(what, place);
        if (needs.Count == 0) return db.Covering(ConsentPurpose.NamedPublicly, ofQuotations: false, moment).Where(_ => false);
        // A quotation needs the general consent and, beside it, the one to its exact words.
        var first = db.Covering(needs[0], ofQuotations: what == Shown.Quotation, moment);
        return needs.Skip(what == Shown.Quotation ? 0 : 1).Aggregate(first, (rows, purpose) =>
            from row in rows
            join other in db.Covering(purpose, ofQuotations: false, moment) on new { row.PersonId, row.DialogueId } equals new { other.PersonId, other.DialogueId }
            select row);
    }

    /// <summary>
    /// The last answer of each person and day to one purpose, where it is a yes that has not run out and was given under the rule that holds
    /// (if the purpose depends on it), and the person takes part. Off the record nothing is quoted. Of two answers of one instant the no counts.
    /// </summary>
    private static IQueryable<ShownPerson> Covering(this EventsDb db, ConsentPurpose purpose, bool ofQuotations, DateTimeOffset moment) => db.Database
        .SqlQuery<ShownPerson>($"""
            SELECT last.person_id, last.dialogue_id, last.quotation_id
            FROM (SELECT DISTINCT ON (person_id, dialogue_id, quotation_id) person_id, dialogue_id, quotation_id, state, valid_until, rule
                  FROM events.consent_events
                  WHERE purpose = {purpose.ToString()} AND (quotation_id IS NOT NULL) = {ofQuotations} AND state <> 'Requested'
                  ORDER BY person_id, dialogue_id, quotation_id, at DESC, state IN ('Given', 'Renewed'), valid_until NULLS LAST) last
            JOIN events.invitations i ON i.person_id = last.person_id AND i.dialogue_id = last.dialogue_id AND i.state = 'Accepted'
            JOIN events.dialogues d ON d.id = last.dialogue_id
            JOIN events.people p ON p.id = last.person_id AND p.restricted_at IS NULL AND p.erased_at IS NULL
            WHERE last.state IN ('Given', 'Renewed') AND (last.valid_until IS NULL OR last.valid_until > {moment})
              AND NOT ({ofQuotations} AND d.rule = 'OffTheRecord')
              AND (last.rule IS NULL OR last.rule = d.rule OR NOT {ConsentTerms.DependsOnRule(purpose)})
              AND coalesce((SELECT rule_line.state FROM events.consent_events rule_line
                            WHERE rule_line.person_id = last.person_id AND rule_line.dialogue_id = last.dialogue_id
                              AND rule_line.purpose = 'AttendUnderRule' AND rule_line.state <> 'Requested'
                            ORDER BY rule_line.at DESC, rule_line.state IN ('Given', 'Renewed') LIMIT 1), 'Given') IN ('Given', 'Renewed')
            """);
}
