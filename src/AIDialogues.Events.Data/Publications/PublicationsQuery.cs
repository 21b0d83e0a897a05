using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Publications;

// Else the name would mean the namespace beside this one.
using Publication = AIDialogues.Events.Domain.Publication;

/// <summary>A file without its bytes, which lists do not need.</summary>
public sealed record FileShown(Id<PublicationFile> Id, PublicationFileKind Kind, Language Language, BilingualText Description, int Bytes);

/// <summary>A publication with its files, without their bytes.</summary>
public sealed record PublicationShown(Publication Publication, IReadOnlyList<FileShown> Files);

/// <summary>An institution as the public page shows it.</summary>
public sealed record PartnerShown(Id<Partner> Id, string Name, PartnerRole Role, string Website, bool HasLogo);

public static class PublicationsQuery
{
    /// <summary>Everything of a series for those who keep it, drafts included, newest first.</summary>
    public static Task<IReadOnlyList<PublicationShown>> PublicationsOfAsync(this EventsDb db, Id<Series> series, CancellationToken ct) =>
        db.ShownAsync(db.Publications.Where(p => p.SeriesId == series), ct);

    /// <summary>What the public page lists.</summary>
    public static Task<IReadOnlyList<PublicationShown>> PublishedOfAsync(this EventsDb db, Id<Series> series, CancellationToken ct) =>
        db.ShownAsync(db.Publications.Where(p => p.SeriesId == series && p.PublishedOn != null), ct);

    /// <summary>A published one under its public series; null for anything else, so that a draft is as absent as what never was.</summary>
    public static async Task<(PublicationShown Shown, Series Series)?> PublishedAsync(this EventsDb db, string slug, Id<Publication> id, CancellationToken ct)
    {
        var series = await db.Series.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == slug && s.IsPublic, ct);
        if (series is null) return null;
        return await db.ShownAsync(db.Publications.Where(p => p.Id == id && p.SeriesId == series.Id && p.PublishedOn != null), ct) is [var shown] ? (shown, series) : null;
    }

    /// <summary>Institutions that agreed to be shown, in the order of their role and name.</summary>
    public static async Task<IReadOnlyList<PartnerShown>> PartnersAsync(this EventsDb db, Id<Series> series, CancellationToken ct)
    {
        var partners = await db.Partners.AsNoTracking().Where(p => p.SeriesId == series && p.AgreedOn != null)
            .Select(p => new PartnerShown(p.Id, p.Name, p.Role, p.Website, p.Logo.Length > 0)).Take(Partner.MostPartners).ToListAsync(ct);
        return [.. partners.OrderBy(p => p.Role).ThenBy(p => PlainText.Searchable(p.Name), StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<PublicationShown>> ShownAsync(this EventsDb db, IQueryable<Publication> some, CancellationToken ct)
    {
        var found = await some.AsNoTracking().OrderByDescending(p => p.PublishedOn).ThenBy(p => p.Id).Take(200).ToListAsync(ct);
        var ids = found.ConvertAll(p => p.Id);
        var files = await db.Set<PublicationFile>().AsNoTracking().Where(f => ids.Contains(EF.Property<Id<Publication>>(f, "PublicationId")))
            .Select(f => new { Publication = EF.Property<Id<Publication>>(f, "PublicationId"), f.Id, f.Kind, f.Language, f.Description, Bytes = f.Content.Length }).ToListAsync(ct);
        return found.ConvertAll(p => new PublicationShown(p, [.. files.Where(f => f.Publication == p.Id).OrderBy(f => f.Kind).ThenBy(f => f.Language)
            .Select(f => new FileShown(f.Id, f.Kind, f.Language, f.Description, f.Bytes))]));
    }
}
