using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Retention;

/// <summary>
/// How many of each group were asked in time and never answered, kept by day when they are forgotten: without them whoever accepts would seem
/// to be more of those who were asked with every night that passes.
/// </summary>
public static class KeptSilence
{
    internal const string Kept = "silent";

    private sealed record KeptGroup(string Value, int Count);

    /// <summary>The condition of the purge's own table (t), as the balance knows whoever is silent.</summary>
    internal static string AskedInTime => "t.state = 'Invited' AND (t.invited_at AT TIME ZONE d.zone)::date <= d.answer_by";

    /// <summary>Of the days of a series that were not called off.</summary>
    public static async Task<IReadOnlyList<(StakeholderGroup Group, int Count)>> SilentAndForgottenAsync(this EventsDb db, Id<Series> series, CancellationToken ct) =>
        [.. (await db.Database.SqlQuery<KeptGroup>($"""
            SELECT k.value, sum(k.count)::int AS count FROM events.kept_counts k JOIN events.dialogues d ON d.id = k.dialogue_id
            WHERE k.what = {Kept} AND d.series_id = {series.Value} AND d.cancelled_at IS NULL GROUP BY k.value
            """).ToListAsync(ct)).Where(k => Enum.IsDefined(typeof(StakeholderGroup), k.Value)).Select(k => (Enum.Parse<StakeholderGroup>(k.Value), k.Count))];
}
