using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

public static class LetterAgain
{
    /// <summary>
    /// Puts a letter that failed, came back or is of unknown fate into the queue again, with its row locked, so that of two clicks one counts and a
    /// letter a worker has just taken is left alone. A letter that is waiting already stays as it is. What its link opened, only the new one opens then.
    /// </summary>
    /// <returns>Null letter: there is none.</returns>
    public static async Task<(Letter? Letter, Refusal? Refusal)> SendAgainAsync(this EventsDb db, Id<Letter> id, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        if (await db.LockedAsync(id, ct) is not { } letter) return (null, null);
        if (letter.State == LetterState.Queued) return (letter, null);
        var standing = await db.LetterStandings().SingleAsync(s => s.InvitationId == letter.InvitationId, ct);
        if (standing.Silences(letter.Kind)) return (letter, LetterRefusals.ReaderWantsNone);
        if (standing.Invitation == InvitationState.Withdrawn && letter.WhyNot(standing) is not null) return (letter, InvitationRefusals.Withdrawn);
        if (await db.ContradictionAsync(letter.Kind, [letter.InvitationId], ct) is { } contradiction) return (letter, contradiction);
        if (standing.DayIsOff && letter.Kind.Contradicts(LetterKind.CalledOff)) return (letter, InvitationRefusals.DialogueCancelled);
        // None: an erased person, whose letters are dropped and cannot go again.
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == letter.PersonId, ct);
        if (letter.SendAgain(now, person) is { } refusal) return (letter, refusal);
        // It may have arrived after all, or at a mailbox that is no longer theirs: the new letter's link is the only one.
        await db.RevokeLinksAsync(letter.InvitationId, now, ct, LinkPurpose.Answer);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (letter, null);
    }

    /// <summary>Notes that a letter of unknown fate is there: its reader was asked.</summary>
    public static async Task<(Letter? Letter, Refusal? Refusal)> ArrivedAsync(this EventsDb db, Id<Letter> id, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        if (await db.LockedAsync(id, ct) is not { } letter) return (null, null);
        if (letter.Arrived(now) is { } refusal) return (letter, refusal);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (letter, null);
    }

    /// <summary>With its row locked: of two who press at once, the second sees what the first did.</summary>
    private static Task<Letter?> LockedAsync(this EventsDb db, Id<Letter> id, CancellationToken ct) =>
        db.Letters.FromSql($"SELECT * FROM events.outbox WHERE id = {id.Value} FOR UPDATE").SingleOrDefaultAsync(ct);
}
