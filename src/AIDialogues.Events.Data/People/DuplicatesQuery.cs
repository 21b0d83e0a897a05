using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Two records that may be one person, and why.</summary>
public sealed record Duplicate(Person First, Person Second, Likeness Likeness);

/// <summary>The two by their ids alone.</summary>
public sealed record DuplicatePair(Id<Person> First, Id<Person> Second, Likeness Likeness);

public static class DuplicatesQuery
{
    /// <summary>All pairs that nobody has told apart yet, the surest first. Of everybody only what is compared is read.</summary>
    public static async Task<IReadOnlyList<DuplicatePair>> DuplicatePairsAsync(this EventsDb db, CancellationToken ct)
    {
        var people = await db.People.OrderBy(p => p.FamilyName).ThenBy(p => p.Id).Select(p => new { p.Id, p.GivenName, p.FamilyName, p.Affiliation, p.Email }).ToListAsync(ct);
        var apart = (await db.ToldApart.AsNoTracking().Select(t => new { t.FirstId, t.SecondId }).ToListAsync(ct)).Select(t => (t.FirstId, t.SecondId)).ToHashSet();
        var index = people.ConvertAll(p => (p.Id, p.FamilyName, Resemblance: Resemblance.Of($"{p.GivenName} {p.FamilyName}".Trim(), p.Affiliation, p.Email)));
        return [.. new ResemblanceIndex<(Id<Person> Id, string FamilyName, Resemblance Resemblance)>(index, p => p.Resemblance).Pairs()
            .Where(d => !apart.Contains((d.First.Id, d.Second.Id)) && !apart.Contains((d.Second.Id, d.First.Id)))
            .OrderBy(d => d.Likeness).ThenBy(d => d.First.FamilyName, StringComparer.Ordinal).ThenBy(d => d.First.Id.Value)
            .Select(d => new DuplicatePair(d.First.Id, d.Second.Id, d.Likeness))];
    }

    /// <summary>The records of the pairs that are shown.</summary>
    public static async Task<IReadOnlyList<Duplicate>> DuplicatesAsync(this EventsDb db, IEnumerable<DuplicatePair> pairs, CancellationToken ct)
    {
        var shown = pairs.ToList();
        var ids = shown.SelectMany(p => (Id<Person>[])[p.First, p.Second]).Distinct().ToList();
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        // Somebody may have been merged or erased between the two looks.
        return [.. shown.Where(p => people.ContainsKey(p.First) && people.ContainsKey(p.Second)).Select(p => new Duplicate(people[p.First], people[p.Second], p.Likeness))];
    }
}
