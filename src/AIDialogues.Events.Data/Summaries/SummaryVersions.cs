using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Summaries;

public static class SummaryVersions
{
    /// <summary>Adds the summary as it stands as its next version, to be saved with it; the row version of the summary keeps numbers apart.</summary>
    public static async Task KeepVersionAsync(this EventsDb db, Summary summary, VersionReason reason, DateTimeOffset now, CancellationToken ct)
    {
        int last = await db.SummaryVersions.Where(v => v.SummaryId == summary.Id).MaxAsync(v => (int?)v.Number, ct) ?? 0;
        _ = db.Add(SummaryVersion.Of(summary, last + 1, reason, now));
    }
}
