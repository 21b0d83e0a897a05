using AIDialogues.Events.Data.Consents;
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

/// <summary>All that the public page of a series may show, asked anew at each request, so a withdrawn consent is gone at the next one.</summary>
/// <param name="AboutExperts">How many took part or will, rounded down to tens; null below ten, because a small number can unmask.</param>
/// <param name="Shares">How the room was made up on the days that are over, in tens of percent; empty when a part is so small that it could be counted out.</param>
public sealed record PublicSeries(Series Series, IReadOnlyList<PublicDay> Days, int? AboutExperts, IReadOnlyList<NamedExpert> Experts, IReadOnlyList<GroupShare> Shares)
{
    public IReadOnlyList<PublicQuotation> Quotations { get; init; } = [];

    /// <summary>Of all days together; at most one.</summary>
    public IReadOnlyList<PublishedSummary> Whole { get; init; } = [];

    /// <summary>By day, and in the end that of the whole.</summary>
    public IEnumerable<PublishedSummary> Summaries => Days.SelectMany(d => d.Summaries).Concat(Whole);
}

/// <summary>About how large a part of the room comes from one group.</summary>
public sealed record GroupShare(StakeholderGroup Group, int Percent);

public static class PublicSeriesQuery
{
    public static async Task<PublicSeries?> PublicSeriesAsync(this EventsDb db, string slug, DateTimeOffset now, CancellationToken ct)
    {
        var series = await db.Series.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == slug && s.IsPublic, ct);
        if (series is null) return null;
        var dialogues = await db.Dialogues.AsNoTracking().Where(d => d.SeriesId == series.Id).OrderBy(d => d.Day).ThenBy(d => d.Begins).ThenBy(d => d.Id).ToListAsync(ct);
        var published = await (from summary in db.Summaries.AsNoTracking()
                               join session in db.Sessions on summary.SessionId equals (Id<Session>?)session.Id
                               join dialogue in db.Dialogues on session.DialogueId equals dialogue.Id
                               where dialogue.SeriesId == series.Id && summary.State == SummaryState.Published && (session.OwnRule ?? dialogue.Rule) != Rule.OffTheRecord
                               orderby dialogue.Day, session.Begins
                               select new { session.DialogueId, summary.Id, session.Title, dialogue.Day, summary.Language, summary.PublishedAt }).ToListAsync(ct);
        var whole = await (from summary in db.Summaries.AsNoTracking()
                           join dialogue in db.Dialogues on summary.DialogueId equals (Id<Dialogue>?)dialogue.Id into own
                           from day in own.DefaultIfEmpty()
                           where summary.State == SummaryState.Published && (summary.SeriesId == series.Id || (day != null && day.SeriesId == series.Id && day.Sessions.Any(s => (s.OwnRule ?? day.Rule) != Rule.OffTheRecord)))
                           select new { summary.DialogueId, summary.Id, summary.Language, summary.PublishedAt }).ToListAsync(ct);
        var ids = dialogues.FindAll(d => d.CancelledAt is null).ConvertAll(d => d.Id);
        int experts = await db.Invitations.Where(i => ids.Contains(i.DialogueId) && i.State == InvitationState.Accepted).Select(i => i.PersonId).Distinct().CountAsync(ct);
        var days = dialogues.ConvertAll(d => new PublicDay(d.Id, d.Title, d.Day, d.Venue, d.Zone, d.BeginsAt, d.EndsAt, d.Rule, d.CancelledAt is not null,
            [.. published.Where(p => p.DialogueId == d.Id).Select(p => new PublishedSummary(p.Id, p.Title, p.Day, p.Language, p.PublishedAt!.Value)),
             .. whole.Where(w => w.DialogueId == d.Id).Select(w => new PublishedSummary(w.Id, d.Title, d.Day, w.Language, w.PublishedAt!.Value))]));
        var asked = ids.ConvertAll(d => d.Value);
        return new(series, days, RoundedDown(experts), await ExpertsAsync(db, asked, now, ct), await SharesAsync(db, dialogues.FindAll(d => d.CancelledAt is null && d.EndsAt <= now).ConvertAll(d => d.Id), ct))
        {
            Quotations = await QuotationsAsync(db, asked, now, ct),
            Whole = [.. whole.Where(w => w.DialogueId == null && dialogues.Count > 0).Select(w => new PublishedSummary(w.Id, series.Title, dialogues[^1].Day, w.Language, w.PublishedAt!.Value))],
        };
    }

    /// <summary>Below this many in any group, or four times as many in all, no share is shown. A group with nobody is a small one: that it is absent tells as much.</summary>
    public const int SmallestGroup = 5;

    private static async Task<IReadOnlyList<GroupShare>> SharesAsync(EventsDb db, List<Id<Dialogue>> dialogues, CancellationToken ct)
    {
        // Of days that are over, whose answers change no more: a chart that moves with one answer tells whose it was. Not who was checked in, which is forgotten after a month.
        var people = db.Invitations.Where(i => dialogues.Contains(i.DialogueId) && i.State == InvitationState.Accepted).Select(i => i.PersonId).Distinct();
        var counts = await db.People.Where(p => people.Contains(p.Id)).GroupBy(p => p.Group).Select(g => new { Group = g.Key, Count = g.Count() }).ToListAsync(ct);
        int all = counts.Sum(c => c.Count);
        if (all < 4 * SmallestGroup || Enum.GetValues<StakeholderGroup>().Any(g => !counts.Exists(c => c.Group == g && c.Count >= SmallestGroup))) return [];
        return [.. counts.OrderBy(c => c.Group).Select(c => new GroupShare(c.Group, (int)Math.Round(10.0 * c.Count / all, MidpointRounding.AwayFromZero) * 10))];
    }

    public static int? RoundedDown(int count) => count < 10 ? null : count / 10 * 10;

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
