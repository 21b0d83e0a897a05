using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Publications;

// Else the name would mean the namespace beside this one.
using Publication = AIDialogues.Events.Domain.Publication;

/// <summary>A file without its bytes, which lists do not need.</summary>
public sealed record FileShown(Id<PublicationFile> Id, PublicationFileKind Kind, Language Language, BilingualText Description, int Bytes);

/// <summary>A publication with its files, without their bytes.</summary>
public sealed record PublicationShown(Publication Publication, IReadOnlyList<FileShown> Files);

/// <summary>A publication in a list: without its text, which may be as long as a book.</summary>
public sealed record PublicationListed(
    Id<Publication> Id, PublicationKind Kind, BilingualText Title, BilingualText Abstract, string Authors, DateOnly? PublishedOn, IReadOnlyList<FileShown> Files)
{
    public IReadOnlyList<string> AuthorNames => Publication.NamesIn(Authors);
}

/// <summary>An institution as the public page shows it.</summary>
public sealed record PartnerShown(Id<Partner> Id, string Name, PartnerRole Role, string Website, bool HasLogo);

public static class PublicationsQuery
{
    /// <summary>Everything of a series for those who keep it, drafts included, newest first.</summary>
    public static Task<IReadOnlyList<PublicationListed>> PublicationsOfAsync(this EventsDb db, Id<Series> series, CancellationToken ct) =>
        db.ListedAsync(db.Publications.Where(p => p.SeriesId == series), ct);

    /// <summary>What the public page lists.</summary>
    public static Task<IReadOnlyList<PublicationListed>> PublishedOfAsync(this EventsDb db, Id<Series> series, CancellationToken ct) =>
        db.ListedAsync(db.Publications.Where(p => p.SeriesId == series && p.PublishedOn != null), ct);

    /// <summary>A published one under its public series; null for anything else, so that a draft is as absent as what never was.</summary>
    public static async Task<(PublicationShown Shown, Series Series)?> PublishedAsync(this EventsDb db, string slug, Id<Publication> id, CancellationToken ct)
    {
        var series = await db.Series.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == slug && s.IsPublic, ct);
        if (series is null) return null;
        var publication = await db.Publications.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id && p.SeriesId == series.Id && p.PublishedOn != null, ct);
        return publication is null ? null : (new(publication, await db.FilesOfAsync(id, ct)), series);
    }

    /// <summary>Institutions that agreed to be shown, in the order of their role and name.</summary>
    public static async Task<IReadOnlyList<PartnerShown>> PartnersAsync(this EventsDb db, Id<Series> series, CancellationToken ct)
    {
        var partners = await db.Partners.AsNoTracking().Where(p => p.SeriesId == series && p.AgreedOn != null)
            .Select(p => new PartnerShown(p.Id, p.Name, p.Role, p.Website, p.Logo.Length > 0)).Take(Partner.MostPartners).ToListAsync(ct);
        return [.. partners.Select(p => PartnerDetails.IsWebsite(p.Website) ? p : p with { Website = "" }).OrderBy(p => p.Role).ThenBy(p => PlainText.Searchable(p.Name), StringComparer.Ordinal)];
    }

    /// <summary>The public series with what each has published, for the sitemap; of a text its id alone.</summary>
    public static async Task<IReadOnlyList<(Series Series, IReadOnlyList<Id<Publication>> Publications, IReadOnlyList<Id<Summary>> Summaries)>> PublicPlacesAsync(this EventsDb db, CancellationToken ct)
    {
        var found = await db.Series.AsNoTracking().Where(s => s.IsPublic).OrderBy(s => s.Slug).Take(500).Select(s => new
        {
            Series = s,
            Publications = db.Publications.Where(p => p.SeriesId == s.Id && p.PublishedOn != null).OrderByDescending(p => p.PublishedOn).ThenBy(p => p.Id).Take(Most).Select(p => p.Id).ToList(),
        }).ToListAsync(ct);
        var ids = found.ConvertAll(f => f.Series.Id);
        var days = await db.Dialogues.AsNoTracking().Where(d => ids.Contains(d.SeriesId)).Include(d => d.Sessions).ToListAsync(ct);
        var readable = (await db.ReadableSummariesAsync(days, ct)).ToLookup(s => s.SeriesId ?? days.First(d => d.Id == s.DialogueId || d.Sessions.Any(x => x.Id == s.SessionId)).SeriesId);
        return found.ConvertAll(f => (f.Series, (IReadOnlyList<Id<Publication>>)f.Publications,
            (IReadOnlyList<Id<Summary>>)[.. readable[f.Series.Id].OrderByDescending(s => s.PublishedAt).ThenBy(s => s.Id.Value).Take(Most).Select(s => s.Id)]));
    }

    public static async Task<IReadOnlyList<FileShown>> FilesOfAsync(this EventsDb db, Id<Publication> publication, CancellationToken ct) =>
        [.. (await db.FilesOfAsync([publication], ct)).Select(f => f.File)];

    private const int Most = 200;

    private static async Task<IReadOnlyList<PublicationListed>> ListedAsync(this EventsDb db, IQueryable<Publication> some, CancellationToken ct)
    {
        var found = await some.AsNoTracking().OrderByDescending(p => p.PublishedOn).ThenBy(p => p.Id).Take(Most)
            .Select(p => new { p.Id, p.Kind, p.Title, p.Abstract, p.Authors, p.PublishedOn }).ToListAsync(ct);
        var files = await db.FilesOfAsync(found.ConvertAll(p => p.Id), ct);
        return found.ConvertAll(p => new PublicationListed(p.Id, p.Kind, p.Title, p.Abstract, p.Authors, p.PublishedOn, [.. files.Where(f => f.Publication == p.Id).Select(f => f.File)]));
    }

    private static async Task<List<(Id<Publication> Publication, FileShown File)>> FilesOfAsync(this EventsDb db, List<Id<Publication>> publications, CancellationToken ct)
    {
        var files = await db.Set<PublicationFile>().AsNoTracking().Where(f => publications.Contains(EF.Property<Id<Publication>>(f, "PublicationId")))
            .Select(f => new { Publication = EF.Property<Id<Publication>>(f, "PublicationId"), f.Id, f.Kind, f.Language, f.Description, Bytes = f.Content.Length }).ToListAsync(ct);
        return [.. files.OrderBy(f => f.Kind).ThenBy(f => f.Language).Select(f => (f.Publication, new FileShown(f.Id, f.Kind, f.Language, f.Description, f.Bytes)))];
    }
}
