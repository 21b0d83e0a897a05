using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The directory: everybody who may be invited to anything. What is looked for stands in the address, and can be kept under a name.</summary>
public sealed class PeopleModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty(SupportsGet = true, Name = "")]
    public PeopleFilterQuery Query { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? Number { get; set; }

    [BindProperty]
    public string? SegmentName { get; set; }

    public PeopleFilter Filter => Query.Filter;

    public IReadOnlyList<Person> People { get; private set; } = [];

    public IReadOnlyList<string> CountriesThere { get; private set; } = [];

    public IReadOnlyList<Dialogue> Dialogues { get; private set; } = [];

    public IReadOnlyList<Segment> Segments { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken ct)
    {
        if (await KeepAsync(ct) is { } refusal)
        {
            await LoadAsync(ct);
            return Refuse(refusal, nameof(SegmentName));
        }

        Said = texts["“{0}” is kept as a segment.", SegmentName!.Trim()];
        return Redirect("/organise/people" + PeopleFilterQuery.Of(Filter));
    }

    private async Task<Refusal?> KeepAsync(CancellationToken ct)
    {
        if (Segment.New(SegmentName ?? "", Filter, clock.GetUtcNow()).Refused(out var refusal, out var segment)) return refusal;
        if (await db.Segments.CountAsync(ct) >= Segment.Most) return Segment.TooMany;
        _ = db.Add(segment);
        try
        {
            _ = await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return Segment.NameTaken;
        }
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        int page = Paging.Bounded(Number);
        (People, int count) = await db.PageAsync(Filter, page, Limits.PageSize, ct);
        Paging = new(page, count);
        CountriesThere = await db.CountriesAsync(ct);
        Dialogues = await db.Dialogues.AsNoTracking().OrderByDescending(d => d.Day).Take(200).ToListAsync(ct);
        Segments = await db.SegmentsAsync(ct);
    }
}
