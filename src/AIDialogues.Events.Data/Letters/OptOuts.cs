using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>What stands behind the address "do not invite me again": the person, and whether they said so.</summary>
public sealed record BehindOptOut(Id<Person> PersonId, Language Language, bool OptedOut);

public static class OptOuts
{
    /// <summary>Null for an address that was never made: all the same to whoever asks.</summary>
    public static async Task<BehindOptOut?> BehindOptOutAsync(this EventsDb db, string token, CancellationToken ct)
    {
        if (token.Length is 0 or > 100 || !token.All(char.IsAscii)) return null;
        byte[] hash = OptOutLink.HashOf(token);
        return await (from link in db.OptOutLinks
                      join person in db.People on link.PersonId equals person.Id
                      where link.TokenSha256 == hash
                      select new BehindOptOut(person.Id, person.Language, db.OptOuts.Any(o => o.PersonId == person.Id))).FirstOrDefaultAsync(ct);
    }

    /// <summary>Twice is once.</summary>
    public static Task OptOutAsync(this EventsDb db, Id<Person> person, DateTimeOffset now, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"INSERT INTO events.opt_outs (id, person_id, at) VALUES ({Guid.NewGuid()}, {person.Value}, {now}) ON CONFLICT DO NOTHING", ct);

    public static Task OptInAsync(this EventsDb db, Id<Person> person, CancellationToken ct) => db.OptOuts.Where(o => o.PersonId == person).ExecuteDeleteAsync(ct);
}
