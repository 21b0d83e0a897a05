using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Summaries;

/// <summary>What one person has answered for and another has to.</summary>
/// <param name="Publication">A publication that may name somebody; null: it is a summary.</param>
/// <param name="Summary">A summary that was submitted, or in which a warning would be left standing.</param>
/// <param name="IsSubmitted">The whole of it waits, not a single warning.</param>
public sealed record WaitingForSecond(Id<Domain.Publication>? Publication, Id<Summary>? Summary, BilingualText Title, bool IsSubmitted);

public static class WaitingForSecondQuery
{
    private const int Most = 20;

    /// <summary>What waits for somebody other than the one who answered first; nothing of this account's own.</summary>
    public static async Task<IReadOnlyList<WaitingForSecond>> WaitingForSecondAsync(this EventsDb db, Guid account, bool withPublications, CancellationToken ct)
    {
        var publications = !withPublications ? [] : await db.Publications.AsNoTracking().Where(p => p.PublishedOn == null && p.RiskProposedBy != null && p.RiskProposedBy != account && p.RiskFindings.Count > 0)
            .OrderBy(p => p.Id).Take(Most).Select(p => new { p.Id, p.Title }).ToListAsync(ct);
        var summaries = await db.Summaries.AsNoTracking().Where(s => (s.State == SummaryState.Submitted && s.SubmittedBy != account)
                || (s.State == SummaryState.Draft && s.Items.Any(i => i.RiskProposedBy != null && i.RiskProposedBy != account && i.RiskAcceptedBy == null && i.RiskFindings.Count > 0 && !i.IsSetAside && i.Words != "")))
            .OrderBy(s => s.ReviewedAt).ThenBy(s => s.Id).Take(Most).Select(s => new { s.Id, s.State, s.SessionId, s.DialogueId, s.SeriesId }).ToListAsync(ct);
        var sessions = await db.Sessions.AsNoTracking().Where(x => summaries.Select(s => s.SessionId).Contains(x.Id)).Select(x => new { x.Id, x.Title }).ToDictionaryAsync(x => x.Id, x => x.Title, ct);
        var days = await db.Dialogues.AsNoTracking().Where(x => summaries.Select(s => s.DialogueId).Contains(x.Id)).Select(x => new { x.Id, x.Title }).ToDictionaryAsync(x => x.Id, x => x.Title, ct);
        var series = await db.Series.AsNoTracking().Where(x => summaries.Select(s => s.SeriesId).Contains(x.Id)).Select(x => new { x.Id, x.Title }).ToDictionaryAsync(x => x.Id, x => x.Title, ct);
        return [
            .. publications.Select(p => new WaitingForSecond(p.Id, null, p.Title, IsSubmitted: false)),
            .. summaries.Select(s => new WaitingForSecond(null, s.Id,
                s.SessionId is { } session ? sessions[session] : s.DialogueId is { } day ? days[day] : series[s.SeriesId!.Value], s.State == SummaryState.Submitted)),
        ];
    }
}
