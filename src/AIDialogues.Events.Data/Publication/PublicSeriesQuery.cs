using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Publication;

/// <summary>An expert who agreed to be named; the affiliation only where that was agreed to as well.</summary>
public sealed record NamedExpert(string Name, string? Affiliation);

/// <summary>Exact words that their owner approved to be quoted with a name.</summary>
public sealed record PublicQuotation(string Words, Language Language, string Name, string? Affiliation);

public sealed record PublishedSummary(Id<Summary> Id, BilingualText Session, DateOnly Day, Language Language, DateTimeOffset PublishedAt);

/// <param name="IsOff">It was called off: shown, so that whoever counted on it learns so, and counted nowhere.</param>
public sealed record PublicDay(Id<Dialogue> Id, BilingualText Title, DateOnly Day, string Venue, string Zone, DateTimeOffset BeginsAt, DateTimeOffset EndsAt, Rule Rule, bool IsOff, IReadOnlyList<PublishedSummary> Summaries);

/// <summary>All that the public page of a series may show: names asked anew at each request, so a withdrawn consent is gone at the next one; numbers as they are kept, so that one answer moves none.</summary>
/// <param name="AboutExperts"><inheritdoc cref="PublicFigures.AboutExperts" path="/summary"/></param>
/// <param name="Shares"><inheritdoc cref="PublicFigures.Shares" path="/summary"/></param>
public sealed record PublicSeries(Series Series, IReadOnlyList<PublicDay> Days, int? AboutExperts, IReadOnlyList<NamedExpert> Experts, IReadOnlyList<GroupShare> Shares)
{
    public IReadOnlyList<PublicQuotation> Quotations { get; init; } = [];

    /// <summary>Of all days together; at most one.</summary>
    public IReadOnlyList<PublishedSummary> Whole { get; init; } = [];

    /// <summary>By day, and in the end that of the whole.</summary>
    public IEnumerable<PublishedSummary> Summaries => Days.SelectMany(d => d.Summaries).Concat(Whole);
}

public static class PublicSeriesQuery
{
    public static async Task<PublicSeries?> PublicSeriesAsync(this EventsDb db, string slug, DateTimeOffset now, CancellationToken ct)
    {
        var series = await db.Series.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == slug && s.IsPublic, ct);
        if (series is null) return null;
        var dialogues = await db.Dialogues.AsNoTracking().Where(d => d.SeriesId == series.Id).Include(d => d.Sessions).OrderBy(d => d.Day).ThenBy(d => d.Begins).ThenBy(d => d.Id).ToListAsync(ct);
        var readable = await db.ReadableSummariesAsync(dialogues, ct);
        var ids = dialogues.FindAll(d => d.CancelledAt is null).ConvertAll(d => d.Id);
        var figures = await db.PublicFigures.AsNoTracking().FirstOrDefaultAsync(f => f.SeriesId == series.Id, ct);
        var days = dialogues.ConvertAll(d => new PublicDay(d.Id, d.Title, d.Day, d.Venue, d.Zone, d.BeginsAt, d.EndsAt, d.Rule, d.CancelledAt is not null,
            [.. d.Sessions.OrderBy(s => s.Begins).SelectMany(s => readable.Where(r => r.SessionId == s.Id).Select(r => Listed(r, s.Title, d.Day))),
             .. readable.Where(r => r.DialogueId == d.Id).Select(r => Listed(r, d.Title, d.Day))]));
        var asked = ids.ConvertAll(d => d.Value);
        return new(series, days, figures?.AboutExperts, await ExpertsAsync(db, asked, now, ct), figures?.Shares ?? [])
        {
            Quotations = await QuotationsAsync(db, asked, now, ct),
            Whole = [.. readable.Where(r => r.SeriesId is not null).Select(r => Listed(r, series.Title, SummaryScopeQuery.LastDay(dialogues, r.RequestedAt)))],
        };

        static PublishedSummary Listed(Summary summary, BilingualText title, DateOnly day) => new(summary.Id, title, day, summary.Language, summary.PublishedAt!.Value);
    }

    private static async Task<IReadOnlyList<NamedExpert>> ExpertsAsync(EventsDb db, List<Guid> days, DateTimeOffset now, CancellationToken ct)
    {
        var named = await db.MayBeShown(Shown.Name, ShownPlace.PublicPage, now).Where(s => days.Contains(s.DialogueId)).Select(s => new Id<Person>(s.PersonId)).Distinct().ToListAsync(ct);
        var affiliated = await db.MayBeShown(Shown.Affiliation, ShownPlace.PublicPage, now).Where(s => days.Contains(s.DialogueId)).Select(s => s.PersonId).ToListAsync(ct);
        var rows = await db.People.AsNoTracking().Where(p => named.Contains(p.Id)).OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ToListAsync(ct);
        return rows.ConvertAll(p => new NamedExpert(p.Name, affiliated.Contains(p.Id.Value) && p.Affiliation.Length > 0 ? p.Affiliation : null));
    }

    private static async Task<IReadOnlyList<PublicQuotation>> QuotationsAsync(EventsDb db, List<Guid> days, DateTimeOffset now, CancellationToken ct)
    {
        var shown = await db.MayBeShown(Shown.Quotation, ShownPlace.PublicPage, now).Where(s => days.Contains(s.DialogueId)).ToListAsync(ct);
        if (shown.Count == 0) return [];
        var affiliated = (await db.MayBeShown(Shown.Affiliation, ShownPlace.PublicPage, now).Where(s => days.Contains(s.DialogueId)).ToListAsync(ct)).Select(s => (s.PersonId, s.DialogueId)).ToHashSet();
        var ids = shown.ConvertAll(s => new Id<Quotation>(s.QuotationId!.Value));
        var found = await (from quotation in db.Quotations.AsNoTracking() join person in db.People on quotation.PersonId equals person.Id where ids.Contains(quotation.Id) orderby quotation.AskedAt, quotation.Id select new { quotation, person }).ToListAsync(ct);
        return found.ConvertAll(f => new PublicQuotation(f.quotation.Words, f.quotation.Language, f.person.Name,
            affiliated.Contains((f.person.Id.Value, f.quotation.DialogueId.Value)) && f.person.Affiliation.Length > 0 ? f.person.Affiliation : null));
    }
}
