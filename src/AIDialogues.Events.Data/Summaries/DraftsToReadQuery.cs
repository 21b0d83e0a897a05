using AIDialogues.Events.Data.Publication;
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
                          select new { Summary = summary, round.ClosesAt }).Take(20).ToListAsync(ct);
        if (open.Count == 0) return [];
        // A rule that became stricter takes it away from them too.
        var days = await db.Dialogues.AsNoTracking().Where(d => d.SeriesId == series.Id).Include(d => d.Sessions).ToListAsync(ct);
        var withhold = ReadableSummaries.WithholdingIn(days);
        _ = open.RemoveAll(o => withhold(o.Summary) is not null);
        var titles = days.First(d => d.Id == dialogue.Id).Sessions.ToDictionary(s => s.Id, s => s.Title);
        return open.ConvertAll(o => new DraftToRead(o.Summary.Id, o.Summary.SessionId is { } session ? titles[session] : o.Summary.DialogueId is null ? series.Title : dialogue.Title, o.ClosesAt));
    }
}
