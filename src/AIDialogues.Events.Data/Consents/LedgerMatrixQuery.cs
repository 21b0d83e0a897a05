using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Consents;

/// <summary>One person's row of the ledger: their lines, and the answers that stand.</summary>
/// <param name="Invitation">Null: it was never answered and is purged; what the person said about the day outlives it.</param>
public sealed record LedgerRow(Invitation? Invitation, Person Person, IReadOnlyList<ConsentEvent> Lines, Choices Choices)
{
    /// <summary>Whether only the proof is left of the person, under a number.</summary>
    public bool IsErased => Person.ErasedAt is not null;

    /// <summary>Whether only what was said before is left: nobody asks the person about this day any more.</summary>
    public bool IsPast => IsErased || Invitation is null or { State: InvitationState.Withdrawn };

    /// <summary>Whether somebody who takes part has not yet said yes or no to what a publication would need.</summary>
    public bool LacksForPublication(PurposeSet purposes, Rule rule, Func<ConsentPurpose, int> version) => Invitation?.State == InvitationState.Accepted
        && ConsentTerms.ForPublication.Any(p => purposes.Asks(p) && (Choices.Of(p) is null || Choices.AskedAgain(p, rule, version(p)) is not null));
}

/// <summary>The consents of a day, person by person.</summary>
/// <param name="Rows">Those who are invited.</param>
/// <param name="Past">Those who are not any more, whose unanswered invitation is purged, or who were erased, and said something before: of an erased person the proof without a name.</param>
public sealed record LedgerMatrix(Dialogue Dialogue, PurposeSet Purposes, IReadOnlyList<LedgerRow> Rows, IReadOnlyList<LedgerRow> Past);

/// <summary>An invitation with the lines of its person and day.</summary>
public sealed class InvitationWithLedger
{
    public required Invitation Invitation { get; init; }
    public required List<ConsentEvent> Ledger { get; init; }
}

public static class LedgerMatrixQuery
{
    public static IQueryable<InvitationWithLedger> WithLedger(this EventsDb db, IQueryable<Invitation> invitations) =>
        invitations.Select(i => new InvitationWithLedger { Invitation = i, Ledger = db.ConsentEvents.Where(e => e.DialogueId == i.DialogueId && e.PersonId == i.PersonId).ToList() });

    /// <summary>Whether the day's ledger has a row for the person: invited, or having said something, which outlives an invitation that was never answered.</summary>
    public static async Task<bool> IsInLedgerAsync(this EventsDb db, Id<Person> person, Id<Dialogue> dialogue, CancellationToken ct) =>
        await db.Invitations.AnyAsync(i => i.DialogueId == dialogue && i.PersonId == person, ct) || await db.ConsentEvents.AnyAsync(e => e.DialogueId == dialogue && e.PersonId == person, ct);

    /// <summary>Null: there is no such day. Four queries, however many people there are.</summary>
    public static async Task<LedgerMatrix?> LedgerMatrixAsync(this EventsDb db, Id<Dialogue> id, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct) is not { } dialogue) return null;
        var known = await (from person in db.People.IgnoreQueryFilters().AsNoTracking()
                           join own in db.Invitations.AsNoTracking().Where(i => i.DialogueId == id) on person.Id equals own.PersonId into invitations
                           from invitation in invitations.DefaultIfEmpty()
                           where person.MergedIntoId == null && (invitation != null || db.ConsentEvents.Any(e => e.DialogueId == id && e.PersonId == person.Id))
                           orderby person.FamilyName, person.GivenName, person.Id
                           select new { invitation, person }).ToListAsync(ct);
        var lines = (await db.ConsentEvents.AsNoTracking().Where(e => e.DialogueId == id).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var rows = known.ConvertAll(one =>
        {
            var own = lines[one.person.Id].OrderBy(e => e.At).ToList();
            return new LedgerRow(one.invitation, one.person, own, new Choices(own, now));
        });
        return new(dialogue, await db.PurposesAsync(id, ct), rows.FindAll(r => !r.IsPast), rows.FindAll(r => r.IsPast && r.Lines.Count > 0));
    }
}
