using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Two records that may be one person, and why.</summary>
public sealed record Duplicate(Person First, Person Second, Likeness Likeness);

public static class DuplicatesQuery
{
    /// <summary>All pairs that nobody has told apart yet, the surest first.</summary>
    public static async Task<IReadOnlyList<Duplicate>> DuplicatesAsync(this EventsDb db, CancellationToken ct)
    {
        var people = await db.People.AsNoTracking().OrderBy(p => p.FamilyName).ThenBy(p => p.Id).ToListAsync(ct);
        var apart = (await db.ToldApart.AsNoTracking().Select(t => new { t.FirstId, t.SecondId }).ToListAsync(ct)).Select(t => (t.FirstId, t.SecondId)).ToHashSet();
        return [.. new ResemblanceIndex<Person>(people, Resemblance.Of).Pairs().Select(p => new Duplicate(p.First, p.Second, p.Likeness))
            .Where(d => !apart.Contains((d.First.Id, d.Second.Id)) && !apart.Contains((d.Second.Id, d.First.Id)))
            .OrderBy(d => d.Likeness).ThenBy(d => d.First.FamilyName, StringComparer.Ordinal).ThenBy(d => d.First.Id.Value)];
    }
}
