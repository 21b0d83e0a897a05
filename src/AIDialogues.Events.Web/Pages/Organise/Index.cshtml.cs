using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class SeriesListModel(EventsDb db, TimeProvider clock) : EventsPage
{
    private static readonly TimeSpan NoticesStay = TimeSpan.FromDays(14);

    public sealed record Card(Series Series, IReadOnlyList<DateOnly> Days, int Invited, int Accepted);

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public IReadOnlyList<Card> Cards { get; private set; } = [];

    public bool HasMore { get; private set; }

    public LetterTasks Letters { get; private set; } = new(0, 0, null);

    /// <summary>Who asked for the directory, and who took it: nobody of the staff is to learn of it later than at their next visit.</summary>
    public IReadOnlyList<RosterLine> Exports { get; private set; } = [];

    /// <summary>Which programs were let in lately, and still are.</summary>
    public IReadOnlyList<ApiToken> Tokens { get; private set; } = [];

    /// <summary>What a colleague answered for and this one can.</summary>
    public IReadOnlyList<WaitingForSecond> Waiting { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        P = Math.Clamp(P, 1, 10_000);
        var now = clock.GetUtcNow();
        Letters = await db.LetterTasksAsync(ct);
        Exports = await db.RosterExportsAsync(now - NoticesStay, now, 10, ct);
        Tokens = await db.ApiTokens.AsNoTracking().Where(t => t.RevokedAt == null && t.CreatedAt > now - NoticesStay).OrderByDescending(t => t.CreatedAt).Take(10).ToListAsync(ct);
        Waiting = await db.WaitingForSecondAsync(User.Account(), withPublications: true, ct);
        var series = await db.Series.AsNoTracking().OrderByDescending(s => s.CreatedAt).ThenBy(s => s.Slug)
            .Skip((P - 1) * Limits.PageSize).Take(Limits.PageSize + 1).ToListAsync(ct);
        HasMore = series.Count > Limits.PageSize;
        var ids = series.Take(Limits.PageSize).Select(s => s.Id).ToList();
        var days = await db.Dialogues.Where(d => ids.Contains(d.SeriesId)).OrderBy(d => d.Day).Select(d => new { d.Id, d.SeriesId, d.Day }).ToListAsync(ct);
        var counts = await db.AttendanceAsync([.. days.Select(d => d.Id)], ct);
        var people = await db.PeopleInvitedAsync(ids, ct);
        Cards = [.. from one in series.Take(Limits.PageSize)
                    let own = days.Where(d => d.SeriesId == one.Id).ToList()
                    let invited = own.Select(d => counts.GetValueOrDefault(d.Id, Attendance.Nobody)).ToList()
                    select new Card(one, [.. own.Select(d => d.Day)], people.GetValueOrDefault(one.Id), invited.Sum(a => a.Accepted))];
    }
}
