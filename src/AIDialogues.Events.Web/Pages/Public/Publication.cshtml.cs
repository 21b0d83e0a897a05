using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publications;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Documents;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Publications;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>A published text, to be read.</summary>
public sealed class PublicPublicationModel(EventsDb db, SiteOptions site, T texts) : EventsPage
{
    public PublicationShown Shown { get; private set; } = null!;

    public Series Series { get; private set; } = null!;

    internal TextDocument Text { get; private set; } = null!;

    public string Address => PublicationText.AddressOf(Shown.Publication.Id, Series, site).AbsoluteUri;

    public FileShown? Cover => Shown.Files.FirstOrDefault(f => f.Kind == PublicationFileKind.Cover);

    public string PathOf(FileShown file) => $"/series/{Series.Slug}/files/{file.Id}";

    public async Task<IActionResult> OnGetAsync(string slug, Guid id, CancellationToken ct)
    {
        if (await db.PublishedAsync(slug, new(id), ct) is not { } found) return NotFound();
        (Shown, Series) = found;
        Text = PublicationText.Of(Shown.Publication, Series, await db.SummariesOfAsync(Shown.Publication, ct), texts.Language, site, texts);
        return Page();
    }
}
