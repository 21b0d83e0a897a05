using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The directory: everybody who may be invited to anything. What is looked for stands in the address.</summary>
public sealed class PeopleModel(EventsDb db) : EventsPage
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true)]
    public StakeholderGroup? Group { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Country { get; set; }

    // "lang" is the page's own language.
    [BindProperty(SupportsGet = true, Name = "letters")]
    public Language? Language { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? Number { get; set; }

    public PeopleFilter Filter => new(Words, Group, Language, Country);

    public IReadOnlyList<Person> People { get; private set; } = [];

    public IReadOnlyList<string> CountriesThere { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public async Task OnGetAsync(CancellationToken ct)
    {
        int page = Paging.Bounded(Number);
        (People, int count) = await db.PageAsync(Filter, page, Limits.PageSize, ct);
        Paging = new(page, count);
        CountriesThere = await db.CountriesAsync(ct);
    }
}
