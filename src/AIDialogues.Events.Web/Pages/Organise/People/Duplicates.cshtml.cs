using AIDialogues.Events.Data;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Records that may be one person. A human looks: merge them, or say that they are two.</summary>
public sealed class DuplicatesModel(EventsDb db, PeopleMerge merging, TimeProvider clock, T texts) : EventsPage
{
    public const int MostShown = 100;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? Number { get; set; }

    public IReadOnlyList<Duplicate> Found { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public IReadOnlyList<(PersonMerge Merge, string Name)> Merges { get; private set; } = [];

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public async Task<IActionResult> OnPostApartAsync(Guid first, Guid second, CancellationToken ct)
    {
        var apart = ToldApart.Of(new(first), new(second), clock.GetUtcNow());
        _ = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO events.people_told_apart (first_id, second_id, at) VALUES ({apart.FirstId.Value}, {apart.SecondId.Value}, {apart.At}) ON CONFLICT DO NOTHING", ct);
        Said = texts["They stay two people and are not proposed again."];
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostUndoAsync(Guid merge, CancellationToken ct)
    {
        if (await merging.UndoAsync(new(merge), ct) is not { } result) return NotFound();
        if (result.Refused(out var refusal, out _))
        {
            db.ChangeTracker.Clear();
            await LoadAsync(ct);
            return Refuse(refusal);
        }

        Said = texts["Taken back: they are two people again."];
        return RedirectToPage();
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var all = await db.DuplicatePairsAsync(ct);
        Paging = new(Paging.Bounded(Number), all.Count);
        Found = await db.DuplicatesAsync(all.Skip((Paging.Page - 1) * Paging.Size).Take(Paging.Size), ct);
        var since = clock.GetUtcNow() - PersonMerge.UndoFor;
        var merges = await (from m in db.PersonMerges.AsNoTracking()
                            join p in db.People on m.KeptId equals p.Id
                            where m.At > since && m.UndoneAt == null
                            orderby m.At descending
                            select new { m, p.GivenName, p.FamilyName }).Take(MostShown).ToListAsync(ct);
        Merges = [.. merges.Select(m => (m.m, $"{m.GivenName} {m.FamilyName}".Trim()))];
    }
}
