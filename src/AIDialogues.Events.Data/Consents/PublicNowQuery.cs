using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Consents;

/// <summary>What is visible of one person on account of one day, and where.</summary>
public sealed record Visible(Person Person, Id<Dialogue> Dialogue, Shown What, IReadOnlyList<ShownPlace> Places, Quotation? Quotation);

public static class PublicNowQuery
{
    /// <summary>Everything that may be shown of anybody at these days, asked of the same predicate as the places themselves.</summary>
    /// <param name="dialogues">Of these, those that were called off show nobody.</param>
    /// <param name="person">Only this one's.</param>
    public static async Task<IReadOnlyList<Visible>> VisibleAsync(this EventsDb db, IReadOnlyCollection<Id<Dialogue>> dialogues, DateTimeOffset now, CancellationToken ct, Id<Person>? person = null)
    {
        var days = (await db.Dialogues.Where(d => dialogues.Contains(d.Id) && d.CancelledAt == null).Select(d => d.Id).ToListAsync(ct)).ConvertAll(d => d.Value);
        var found = new List<(ShownPerson Row, Shown What, IReadOnlyList<ShownPlace> Places)>();
        // Places that need the same consents show the same people: asked once.
        foreach (var group in Showing.All.GroupBy(s => (s.What, Showing.IsPublic(s.Place))))
        {
            var (what, place) = group.First();
            var rows = db.MayBeShown(what, place, now).Where(r => days.Contains(r.DialogueId));
            if (person is { } one) rows = rows.Where(r => r.PersonId == one.Value);
            IReadOnlyList<ShownPlace> places = [.. group.Select(g => g.Place)];
            found.AddRange((await rows.ToListAsync(ct)).Select(row => (row, what, places)));
        }

        var ids = found.Select(f => new Id<Person>(f.Row.PersonId)).Distinct().ToList();
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var quotations = await db.Quotations.AsNoTracking().Where(q => dialogues.Contains(q.DialogueId)).ToDictionaryAsync(q => q.Id.Value, ct);
        return [.. found.Select(f => new Visible(people[new(f.Row.PersonId)], new(f.Row.DialogueId), f.What, f.Places, f.Row.QuotationId is { } q ? quotations[q] : null))
            .OrderBy(v => PlainText.Searchable(v.Person.FamilyName), StringComparer.Ordinal).ThenBy(v => PlainText.Searchable(v.Person.GivenName), StringComparer.Ordinal).ThenBy(v => v.What)];
    }
}
