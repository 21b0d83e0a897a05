using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Summaries;

/// <summary>A released draft that somebody who was there is asked about.</summary>
public sealed record DraftToRead(Id<Summary> Id, BilingualText Title, DateTimeOffset ClosesAt);

public static class DraftsToReadQuery
{
    /// <summary>Rounds whose time is running, also while their draft is taken back to be changed.</summary>
    public static IQueryable<ObjectionRound> RunningRounds(this EventsDb db, DateTimeOffset now) => db.ObjectionRounds.Where(r => r.HandledAt == null && r.OpensAt <= now && now < r.ClosesAt);

    /// <summary>Rounds whose draft can be read now: a draft that was taken back is gone for everybody.</summary>
    public static IQueryable<ObjectionRound> RoundsThatAsk(this EventsDb db, DateTimeOffset now) =>
        db.RunningRounds(now).Where(r => db.Summaries.Any(s => s.Id == r.SummaryId && s.State == SummaryState.Released));

    /// <summary>What this person is asked about now: only those who were checked in are, and only while a round is open.</summary>
    public static async Task<IReadOnlyList<DraftToRead>> DraftsToReadAsync(this EventsDb db, Invitation invitation, Dialogue dialogue, Series series, DateTimeOffset now, CancellationToken ct)
    {
        if (invitation.CheckedInAt is null) return [];
        var open = await (from summary in db.Summaries.AsNoTracking()
                          join round in db.RoundsThatAsk(now) on summary.Id equals round.SummaryId
                          where (summary.DialogueId == dialogue.Id || summary.SeriesId == series.Id || db.Sessions.Any(s => s.Id == summary.SessionId && s.DialogueId == dialogue.Id))
                          orderby round.ClosesAt, summary.Id
                          select new { Summary = summary, summary.Id, summary.SessionId, summary.DialogueId, round.ClosesAt }).Take(20).ToListAsync(ct);
        // A rule that became stricter takes it away from them too.
        foreach (var one in open.ToList())
            if ((await db.InScopeAsync(one.Summary, ct))?.Rules.Withhold(one.Summary) is not null) _ = open.Remove(one);
        if (open.Count == 0) return [];
        var titles = await db.Sessions.Where(s => s.DialogueId == dialogue.Id).Select(s => new { s.Id, s.Title }).ToDictionaryAsync(s => s.Id, s => s.Title, ct);
        return open.ConvertAll(o => new DraftToRead(o.Id, o.SessionId is { } session ? titles[session] : o.DialogueId is null ? series.Title : dialogue.Title, o.ClosesAt));
    }
}
