using AIDialogues.Events.Data.Invitations;

namespace AIDialogues.Events.Data.Consents;

/// <summary>What keeps somebody's link from being cleaned away: a yes of theirs for that day that has not run out, or a word of this last month.</summary>
internal static class StandingConsents
{
    /// <summary>
    /// The condition that an invitation is kept for, in the database's language; <c>PersonalLinkQuery.OpensUntil</c> is the same rule in ours. $1: now.
    /// </summary>
    /// <param name="invitation">The name under which events.invitations stands in the query.</param>
    public static string KeepLink(string invitation) => $"""
        ({invitation}.state <> 'Withdrawn' AND (
          EXISTS (SELECT FROM events.consent_events c WHERE c.person_id = {invitation}.person_id AND c.dialogue_id = {invitation}.dialogue_id
                  AND c.purpose <> 'AttendUnderRule' AND c.state <> 'Requested' AND c.at > $1 - interval '{PersonalLinkQuery.OpenAfterTheDay.Days} days')
          OR EXISTS (
            SELECT FROM (SELECT DISTINCT ON (c.purpose, c.quotation_id) c.state, c.valid_until FROM events.consent_events c
                         WHERE c.person_id = {invitation}.person_id AND c.dialogue_id = {invitation}.dialogue_id AND c.state <> 'Requested'
                         ORDER BY c.purpose, c.quotation_id, c.at DESC, c.state IN ('Given', 'Renewed'), c.valid_until NULLS LAST) last
            WHERE last.state IN ('Given', 'Renewed') AND last.valid_until > $1)))
        """;
}
