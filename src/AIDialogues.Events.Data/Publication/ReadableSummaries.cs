using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Publication;

internal static class ReadableSummaries
{
    /// <summary>
    /// The published summaries of some days and their series that a reader can open: every list asks what the page asks, so none of them leads to a page that is gone.
    /// Without their sentences.
    /// </summary>
    /// <param name="days">All days of their series, with their sessions.</param>
    public static async Task<IReadOnlyList<Summary>> ReadableSummariesAsync(this EventsDb db, IReadOnlyList<Dialogue> days, CancellationToken ct)
    {
        var (dialogues, series, sessions) = (days.Select(d => d.Id).ToList(), days.Select(d => d.SeriesId).Distinct().ToList(), days.SelectMany(d => d.Sessions).Select(s => s.Id).ToList());
        var published = await db.Summaries.AsNoTracking().Where(s => s.State == SummaryState.Published && ((s.SeriesId != null && series.Contains(s.SeriesId.Value))
            || (s.DialogueId != null && dialogues.Contains(s.DialogueId.Value)) || (s.SessionId != null && sessions.Contains(s.SessionId.Value)))).ToListAsync(ct);
        var withhold = WithholdingIn(days);
        return published.FindAll(s => withhold(s) is null);
    }

    /// <summary>Why nobody may read a summary outside the review, for all summaries of some series at once.</summary>
    /// <param name="days">All days of their series, with their sessions.</param>
    public static Func<Summary, Refusal?> WithholdingIn(IReadOnlyList<Dialogue> days)
    {
        var ofDay = days.ToDictionary(d => d.Id, d => RulesInForce.Of([d]));
        var ofSeries = days.GroupBy(d => d.SeriesId).ToDictionary(g => g.Key, RulesInForce.Of);
        var ofSession = days.SelectMany(d => d.Sessions.Select(s => (s.Id, Rules: new RulesInForce([(s.Id, d.RuleIn(s))])))).ToDictionary(s => s.Id, s => s.Rules);
        return s => (s.SessionId is { } session ? ofSession[session] : s.DialogueId is { } day ? ofDay[day] : ofSeries[s.SeriesId!.Value]).Withhold(s);
    }
}
