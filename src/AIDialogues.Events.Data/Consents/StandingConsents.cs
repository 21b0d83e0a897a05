using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Consents;

/// <summary>A person's last word on one purpose at one dialogue.</summary>
public sealed record StandingConsent(Guid PersonId, Guid DialogueId, string Purpose);

public static class StandingConsents
{
    /// <summary>
    /// The one place that says what is allowed now: the last line of the ledger for each person, dialogue and purpose, where it says
    /// "given" and the person still takes part; of two lines of one instant the refusal counts ('Refused' sorts above 'Given'). Every page, list and feed that shows somebody asks here.
    /// </summary>
    public static IQueryable<StandingConsent> Given(this EventsDb db, ConsentPurpose purpose) => db.Database
        .SqlQuery<StandingConsent>($"""
            SELECT last.person_id, last.dialogue_id, last.purpose
            FROM (SELECT DISTINCT ON (person_id, dialogue_id) person_id, dialogue_id, purpose, state
                  FROM events.consent_events WHERE purpose = {purpose.ToString()} ORDER BY person_id, dialogue_id, at DESC, state DESC) last
            JOIN events.invitations i ON i.person_id = last.person_id AND i.dialogue_id = last.dialogue_id AND i.state = 'Accepted'
            WHERE last.state = 'Given' AND NOT EXISTS (SELECT FROM events.people p WHERE p.id = last.person_id AND (p.restricted_at IS NOT NULL OR p.erased_at IS NOT NULL))
            """);
}
