using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using AIDialogues.Events.Web.Uploads;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The institutions that support a series, and whether they agreed to be shown.</summary>
public sealed class PartnersModel(EventsDb db, T texts) : EventsPage
{
    private const int WidestLogo = 480;

    [BindProperty]
    public Guid Key { get; set; } = Guid.NewGuid();

    /// <summary>The partner that the form changes; null: it adds one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Edit { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public PartnerRole Role { get; set; }

    [BindProperty]
    public string? Website { get; set; }

    [BindProperty]
    public DateOnly? AgreedOn { get; set; }

    public Series Series { get; private set; } = null!;

    public IReadOnlyList<Partner> Partners { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (Edit is not { } key) return Page();
        if (Partners.FirstOrDefault(p => p.Id.Value == key) is not { } partner) return NotFound();
        (Name, Role, Website, AgreedOn) = (partner.Name, partner.Role, partner.Website, partner.AgreedOn);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, IFormFile? logo, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        var details = new PartnerDetails(Name ?? "", Role, Website ?? "", AgreedOn);
        var (picture, unreadable) = await ReadLogoAsync(logo, ct);
        if (AnyWrong(details.Problems().Concat(unreadable is null ? [] : [unreadable with { About = "Logo" }]), FieldOf)) return Invalid();
        var partner = Partners.FirstOrDefault(p => p.Id.Value == (Edit ?? Key));
        if (partner is null && Edit is not null) return NotFound();
        if (partner is null && Partners.Count >= Partner.MostPartners) return Refuse(PartnerRefusals.TooMany(Partner.MostPartners));
        if (partner is null)
        {
            if (Partner.New(Series, details, new(Key)).Refused(out var no, out partner)) return Refuse(no);
            _ = db.Add(partner);
        }
        else if (partner.Change(details) is { } refusal)
        {
            return Refuse(refusal);
        }

        if (picture is not null) partner.ShowLogo(picture);
        if (await SaveAsync(db, ct) is { } lost && lost != Violations.AlreadySaved) return Refuse(lost);
        Said = texts["Saved."];
        return Redirect($"/organise/series/{id}/partners");
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, Guid partner, CancellationToken ct)
    {
        _ = await db.Partners.Where(p => p.SeriesId == new Id<Series>(id) && p.Id == new Id<Partner>(partner)).ExecuteDeleteAsync(ct);
        return Redirect($"/organise/series/{id}/partners");
    }

    /// <summary>The picture of a logo that was chosen, painted anew; nothing where none was.</summary>
    private static async Task<(byte[]? Png, Refusal? Refusal)> ReadLogoAsync(IFormFile? logo, CancellationToken ct)
    {
        if (logo is null || logo.Length == 0) return (null, null);
        if (logo.Length > PublicationFile.LargestUpload) return (null, PublicationRefusals.FileTooLarge(PublicationFile.LargestUpload / 1024 / 1024));
        using var memory = new MemoryStream();
        await logo.CopyToAsync(memory, ct);
        return PictureUpload.Read(memory.ToArray(), WidestLogo).Refused(out var refusal, out byte[]? png) ? (null, refusal) : (png, null);
    }

    private static string FieldOf(Refusal refusal) => refusal.About.Length > 0 ? refusal.About : refusal == PartnerRefusals.WebsiteNotValid ? "Website" : "Name";

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return false;
        (Series, Partners) = (series, await db.Partners.Where(p => p.SeriesId == series.Id).OrderBy(p => p.Name).Take(Partner.MostPartners).ToListAsync(ct));
        return true;
    }
}
