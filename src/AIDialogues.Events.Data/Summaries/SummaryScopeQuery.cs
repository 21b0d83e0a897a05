using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Summaries;

/// <summary>What a summary is about: its sessions in the order of the programme, and what they stand under.</summary>
/// <param name="Dialogue">The day of the session or the day itself; null for a whole series.</param>
/// <param name="Session">The one session; null for a day or a series.</param>
/// <param name="Sessions">Without those off the record, unless it is the only one: what was said there is not used elsewhere.</param>
/// <param name="Rules">Of all sessions, those off the record too.</param>
/// <param name="LastDay">Of the days that had begun when the summary was asked for.</param>
public sealed record InScope(Series Series, Dialogue? Dialogue, Session? Session, IReadOnlyList<Session> Sessions, IReadOnlyList<Id<Dialogue>> Days, RulesInForce Rules, DateOnly LastDay)
{
    public Rule Rule => Rules.Rule;

    public BilingualText Title => Session?.Title ?? Dialogue?.Title ?? Series.Title;

    /// <summary>Drawn once: chapters of two outlines are never the same.</summary>
    public SummaryOutline Outline { get; } = SummaryOutline.Of(Sessions);
}

public static class SummaryScopeQuery
{
    public static Task<InScope?> InScopeAsync(this EventsDb db, Summary summary, CancellationToken ct) =>
        summary.SessionId is { } session ? db.OfSessionAsync(session, ct)
        : summary.DialogueId is { } dialogue ? db.OfDialoguesAsync(d => d.Id == dialogue, single: true, summary.RequestedAt, ct)
        : db.OfDialoguesAsync(d => d.SeriesId == summary.SeriesId!.Value, single: false, summary.RequestedAt, ct);

    private static async Task<InScope?> OfSessionAsync(this EventsDb db, Id<Session> id, CancellationToken ct)
    {
        if (await db.Sessions.AsNoTracking().Include(s => s.Themes).FirstOrDefaultAsync(s => s.Id == id, ct) is not { } session) return null;
        var dialogue = await db.Dialogues.AsNoTracking().FirstAsync(d => d.Id == session.DialogueId, ct);
        var series = await db.Series.AsNoTracking().FirstAsync(s => s.Id == dialogue.SeriesId, ct);
        return new(series, dialogue, session, [session], [dialogue.Id], new([(session.Id, dialogue.RuleIn(session))]), dialogue.Day);
    }

    private static async Task<InScope?> OfDialoguesAsync(this EventsDb db, System.Linq.Expressions.Expression<Func<Dialogue, bool>> which, bool single, DateTimeOffset asked, CancellationToken ct)
    {
        var days = await db.Dialogues.AsNoTracking().Where(which).Include(d => d.Sessions).ThenInclude(s => s.Themes).AsSplitQuery().OrderBy(d => d.Day).ThenBy(d => d.Begins).ToListAsync(ct);
        if (days.Count == 0) return null;
        var seriesId = days[0].SeriesId;
        var series = await db.Series.AsNoTracking().FirstAsync(s => s.Id == seriesId, ct);
        var sessions = days.SelectMany(d => d.Sessions.Where(s => d.RuleIn(s) != Rule.OffTheRecord).OrderBy(s => s.Begins).ThenBy(s => s.Title.En, StringComparer.Ordinal)).ToList();
        return new(series, single ? days[0] : null, null, sessions, days.ConvertAll(d => d.Id), RulesInForce.Of(days), LastDay(days, asked));
    }

    /// <summary>The day that a text over several days is dated by: none that was called off, and none that had not begun when it was asked for.</summary>
    internal static DateOnly LastDay(IReadOnlyList<Dialogue> days, DateTimeOffset asked)
    {
        var held = days.Where(d => d.CancelledAt is null).ToList();
        return (held.FindLast(d => d.BeginsAt <= asked) ?? held.LastOrDefault() ?? days[^1]).Day;
    }

    /// <summary>
    /// Who was in the room on these days, each person once: those who were checked in. Nobody notes who sat in which session, so a
    /// summary of a session has none.
    /// </summary>
    public static async Task<RoomComposition?> RoomAsync(this EventsDb db, Summary summary, InScope scope, CancellationToken ct)
    {
        if (summary.SessionId is not null) return null;
        // Who was checked in is forgotten after a month: the others alone would be shown as the whole room.
        Guid[] days = [.. scope.Days.Select(d => d.Value)];
        if (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM events.kept_counts WHERE what = 'attended' AND dialogue_id = ANY ({days})").SingleAsync(ct) > 0) return null;
        var present = db.Invitations.Where(i => i.CheckedInAt != null && scope.Days.Contains(i.DialogueId)).Select(i => i.PersonId);
        return RoomComposition.Of(await db.People.Where(p => present.Contains(p.Id)).GroupBy(p => p.Group).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct));
    }

    /// <summary>Until the transaction ends no other summary of the series is published: which tables there are stays as it is seen.</summary>
    public static Task LockTablesAsync(this EventsDb db, InScope scope, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.series WHERE id = {scope.Series.Id.Value} FOR NO KEY UPDATE", ct);

    /// <summary>Whether another summary about one of the same days has published who was in the room.</summary>
    public static async Task<bool> OverlapsAFrozenRoomAsync(this EventsDb db, Summary summary, InScope scope, CancellationToken ct) =>
        await db.Summaries.AnyAsync(s => s.BreakdownIsFrozen && s.Room != null && s.Id != summary.Id
            && (s.SeriesId == scope.Series.Id || (s.DialogueId != null && scope.Days.Contains(s.DialogueId.Value))), ct);

    /// <summary>Whether another summary about some of the same sessions has a published table.</summary>
    public static Task<bool> OverlapsAFrozenBreakdownAsync(this EventsDb db, Summary summary, InScope scope, CancellationToken ct) =>
        db.Overlapping(summary, scope).AnyAsync(s => s.BreakdownIsFrozen && s.Breakdown != null, ct);

    /// <summary>Words that an objection took out of another summary about some of the same sessions: it was of the words, not of that text.</summary>
    public static async Task<IReadOnlyCollection<string>> ContestedAroundAsync(this EventsDb db, Summary summary, InScope scope, CancellationToken ct) =>
        (await db.Overlapping(summary, scope).Select(s => s.Contested).ToListAsync(ct)).SelectMany(words => words).ToHashSet(StringComparer.Ordinal);

    /// <summary>Words that objections took out of any summary of the series: they stand in no text about it.</summary>
    public static async Task<IReadOnlyCollection<string>> ContestedInAsync(this EventsDb db, Id<Series> series, CancellationToken ct) =>
        (await db.Summaries.Where(s => s.SeriesId == series || db.Dialogues.Any(d => d.SeriesId == series && (d.Id == s.DialogueId || d.Sessions.Any(x => x.Id == s.SessionId))))
            .Select(s => s.Contested).ToListAsync(ct)).SelectMany(words => words).ToHashSet(StringComparer.Ordinal);

    /// <summary>Other summaries about some of the same sessions.</summary>
    public static IQueryable<Summary> Overlapping(this EventsDb db, Summary summary, InScope scope)
    {
        var sessions = scope.Sessions.Select(s => s.Id).ToList();
        return db.Summaries.Where(s => s.Id != summary.Id && (s.SeriesId == scope.Series.Id
            || (s.DialogueId != null && scope.Days.Contains(s.DialogueId.Value))
            || (s.SessionId != null && sessions.Contains(s.SessionId.Value))));
    }
}
