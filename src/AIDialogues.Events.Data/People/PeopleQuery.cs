using System.Text;
using System.Text.Json.Serialization;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>What people are looked for by; every word must occur in name, affiliation or address, with or without its accents.</summary>
/// <param name="Dialogue">With <paramref name="At"/>: where they stand with this dialogue.</param>
public sealed record PeopleFilter(
    string? Words = null, StakeholderGroup? Group = null, Language? Language = null, string? Country = null, Region? Region = null, Gender? Gender = null,
    Id<Dialogue>? Dialogue = null, BoardTab At = BoardTab.All)
{
    [JsonIgnore]
    public bool IsEmpty => string.IsNullOrWhiteSpace(Words) && Group is null && Language is null && string.IsNullOrEmpty(Country)
        && Region is null && Gender is null && (Dialogue is null || At == BoardTab.All);
}

public static class PeopleQuery
{
    public static IQueryable<Person> Matching(this EventsDb db, PeopleFilter filter)
    {
        string[] patterns = [.. Plain(filter.Words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8).Select(w => $"%{Escaped(w)}%")];
        var people = patterns.Length == 0 ? db.People : db.People.FromSql($$"""
            SELECT p.*, p.xmin FROM events.people p
            WHERE regexp_replace(normalize(lower(p.given_name || ' ' || p.family_name || ' ' || p.affiliation || ' ' || p.email), NFKD), '[\u0300-\u036f]', '', 'g')
                  LIKE ALL ({{patterns}})
            """);
        if (filter.Group is { } group) people = people.Where(p => p.Group == group);
        if (filter.Language is { } language) people = people.Where(p => p.Language == language);
        if (filter.Gender is { } gender) people = people.Where(p => p.Gender == gender);
        if (filter.Region is { } region)
        {
            var countries = Regions.CountriesOf(region);
            people = people.Where(p => p.OwnRegion == region || (p.OwnRegion == null && countries.Contains(p.Country)));
        }

        if (filter is { Dialogue: { } dialogue, At: not BoardTab.All })
        {
            var there = db.StandingAt(dialogue, filter.At);
            people = people.Where(p => there.Contains(p.Id));
        }

        return string.IsNullOrEmpty(filter.Country) ? people : people.Where(p => p.Country == filter.Country);
    }

    /// <summary>Those of them who go out with a list: whoever restricted their data is kept here and leaves by none.</summary>
    public static IQueryable<Person> MayLeave(this EventsDb db, PeopleFilter filter) => db.Matching(filter).Where(p => p.RestrictedAt == null);

    public static async Task<(IReadOnlyList<Person> People, int Count)> PageAsync(this EventsDb db, PeopleFilter filter, int page, int size, CancellationToken ct)
    {
        var matching = db.Matching(filter).AsNoTracking();
        int count = await matching.CountAsync(ct);
        var people = await matching.OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ThenBy(p => p.Id)
            .Skip((page - 1) * size).Take(size).ToListAsync(ct);
        return (people, count);
    }

    /// <summary>Which countries occur, for a filter.</summary>
    public static async Task<IReadOnlyList<string>> CountriesAsync(this EventsDb db, CancellationToken ct) =>
        await db.People.Where(p => p.Country != "").Select(p => p.Country).Distinct().OrderBy(c => c).ToListAsync(ct);

    private static string Plain(string text) => new([.. text.Trim().ToLowerInvariant().Normalize(NormalizationForm.FormKD)
        .Where(c => c is < '\u0300' or > '\u036f' && !char.IsControl(c))]);

    private static string Escaped(string word) => word.Replace("\\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
