using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Publication;

/// <summary>An expert who agreed to be named; the affiliation only where that was agreed to as well.</summary>
public sealed record NamedExpert(string Name, string? Affiliation);

public sealed record PublishedSummary(Id<Summary> Id, BilingualText Session, DateOnly Day, Language Language, DateTimeOffset PublishedAt);

public sealed record PublicDay(BilingualText Title, DateOnly Day, string Venue, string Zone, DateTimeOffset BeginsAt, DateTimeOffset EndsAt, Rule Rule, IReadOnlyList<PublishedSummary> Summaries);

/// <summary>All that the public page of a series may show, asked anew at each request, so a withdrawn consent is gone at the next one.</summary>
/// <param name="AboutExperts">How many took part or will, rounded down to tens; null below ten, because a small number can unmask.</param>
public sealed record PublicSeries(Series Series, IReadOnlyList<PublicDay> Days, int? AboutExperts, IReadOnlyList<NamedExpert> Experts);

public static class PublicSeriesQuery
{
    public static async Task<PublicSeries?> PublicSeriesAsync(this EventsDb db, string slug, CancellationToken ct)
    {
        var series = await db.Series.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == slug && s.IsPublic, ct);
        if (series is null) return null;
        var dialogues = await db.Dialogues.AsNoTracking().Where(d => d.SeriesId == series.Id).OrderBy(d => d.Day).ToListAsync(ct);
        var published = await (from summary in db.Summaries.AsNoTracking()
                               join session in db.Sessions on summary.SessionId equals (Id<Session>?)session.Id
                               join dialogue in db.Dialogues on session.DialogueId equals dialogue.Id
                               where dialogue.SeriesId == series.Id && summary.State == SummaryState.Published && (session.OwnRule ?? dialogue.Rule) != Rule.OffTheRecord
                               orderby dialogue.Day, session.Begins
                               select new { session.DialogueId, summary.Id, session.Title, dialogue.Day, summary.Language, summary.PublishedAt }).ToListAsync(ct);
        var ids = dialogues.ConvertAll(d => d.Id);
        int experts = await db.Invitations.Where(i => ids.Contains(i.DialogueId) && i.State == InvitationState.Accepted).Select(i => i.PersonId).Distinct().CountAsync(ct);
        var days = dialogues.ConvertAll(d => new PublicDay(d.Title, d.Day, d.Venue, d.Zone, d.BeginsAt, d.EndsAt, d.Rule,
            [.. published.Where(p => p.DialogueId == d.Id).Select(p => new PublishedSummary(p.Id, p.Title, p.Day, p.Language, p.PublishedAt!.Value))]));
        return new(series, days, RoundedDown(experts), await ExpertsAsync(db, ids, ct));
    }

    public static int? RoundedDown(int count) => count < 10 ? null : count / 10 * 10;

    private static async Task<IReadOnlyList<NamedExpert>> ExpertsAsync(EventsDb db, List<Id<Dialogue>> dialogues, CancellationToken ct)
    {
        var days = dialogues.ConvertAll(d => d.Value);
        var named = await db.Given(ConsentPurpose.NamedPublicly).Where(c => days.Contains(c.DialogueId)).ToListAsync(ct);
        var affiliated = await db.Given(ConsentPurpose.AffiliationShown).Where(c => days.Contains(c.DialogueId)).ToListAsync(ct);
        var people = named.Select(n => new Id<Person>(n.PersonId)).Distinct().ToList();
        // The affiliation needs both consents for one and the same day.
        var withAffiliation = named.Select(n => (n.PersonId, n.DialogueId)).Intersect(affiliated.Select(a => (a.PersonId, a.DialogueId))).Select(p => p.PersonId).ToHashSet();
        var rows = await db.People.AsNoTracking().Where(p => people.Contains(p.Id)).OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ToListAsync(ct);
        return rows.ConvertAll(p => new NamedExpert(p.Name, withAffiliation.Contains(p.Id.Value) && p.Affiliation.Length > 0 ? p.Affiliation : null));
    }
}
