using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

public sealed record ReportableSession(Id<Session> Id, BilingualText Title, TimeOnly Begins, TimeOnly Ends, string Room, Rule Rule, Id<Summary>? Summary, SummaryState? State);

public sealed record ReportableDay(Id<Dialogue> Id, Id<Series> SeriesId, BilingualText Series, BilingualText Title, DateOnly Day, string Zone, IReadOnlyList<ReportableSession> Sessions);

public static class ReportableSessionsQuery
{
    /// <summary>Days with their sessions for rapporteurs: the next first, then the past, at most <paramref name="most"/> days.</summary>
    public static async Task<IReadOnlyList<ReportableDay>> ReportableDaysAsync(this EventsDb db, DateOnly today, int most, CancellationToken ct)
    {
        var rows = await (from dialogue in db.Dialogues.AsNoTracking().Include(d => d.Rooms).Include(d => d.Sessions)
                          join series in db.Series on dialogue.SeriesId equals series.Id
                          orderby dialogue.Day < today, Math.Abs(dialogue.Day.DayNumber - today.DayNumber)
                          select new { dialogue, series.Title }).AsSplitQuery().Take(most).ToListAsync(ct);
        var ids = rows.SelectMany(r => r.dialogue.Sessions).Select(s => s.Id).ToList();
        var summaries = await db.Summaries.AsNoTracking().Where(s => s.SessionId != null && ids.Contains(s.SessionId.Value)).ToDictionaryAsync(s => s.SessionId!.Value, ct);
        return rows.ConvertAll(r => new ReportableDay(r.dialogue.Id, r.dialogue.SeriesId, r.Title, r.dialogue.Title, r.dialogue.Day, r.dialogue.Zone,
            [.. r.dialogue.Sessions.OrderBy(s => s.Begins).Select(s => new ReportableSession(s.Id, s.Title, s.Begins, s.Ends,
                r.dialogue.Rooms.First(room => room.Id == s.RoomId).Name, r.dialogue.RuleIn(s), summaries.GetValueOrDefault(s.Id)?.Id, summaries.GetValueOrDefault(s.Id)?.State))]));
    }
}
