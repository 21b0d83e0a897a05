using AIDialogues.Events.Data.Dialogues;
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
        var standing = (await db.WithStandings(db.Letters.Where(l => l.Id == id), now).SingleAsync(ct)).Standing;
        var contradiction = await db.ContradictionAsync(letter.Kind, [letter.InvitationId], ct);
        if (letter.WhyNotAgain(standing, contradiction, now) is { } unwanted) return (letter, unwanted);
        if ((await db.SayingWhatTheDayWasAsync([letter], ct)).Count > 0) return (letter, LetterRefusals.SaysWhatTheDayWas);
        // None: an erased person, whose letters are dropped and cannot go again.
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == letter.PersonId, ct);
        if (letter.SendAgain(now, person) is { } refusal) return (letter, refusal);
        // It may have arrived after all, or at a mailbox that is no longer theirs: the new letter's link is the only one.
        if (letter.Kind.CarriesLink()) await db.CloseDoorsAsync([letter.InvitationId], now, ct);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (letter, null);
    }

    /// <summary>The same for letters of one kind whose rows are locked, leaving out those that may not go: as many questions for five hundred as for one.</summary>
    /// <returns>How many go again; refused where none does because all say what the day was.</returns>
    internal static async Task<Result<int>> SendAgainAsync(this EventsDb db, LetterKind kind, IReadOnlyList<Letter> letters, DateTimeOffset now, CancellationToken ct)
    {
        var (invitations, people) = (letters.Select(l => l.InvitationId).ToList(), letters.Select(l => l.PersonId).ToList());
        var standings = await db.LetterStandings(now).Where(s => invitations.Contains(s.InvitationId)).ToDictionaryAsync(s => s.InvitationId, ct);
        var contradicted = (await db.Contradicting(kind, invitations).Select(l => l.InvitationId).ToListAsync(ct)).ToHashSet();
        var readers = await db.People.AsNoTracking().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var old = (await db.SayingWhatTheDayWasAsync(letters, ct)).ToHashSet();
        bool MayGo(Letter letter) => !old.Contains(letter.Id) && !contradicted.Contains(letter.InvitationId) && letter.WhyNotAgain(standings[letter.InvitationId], contradiction: null, now) is null && letter.SendAgain(now, readers.GetValueOrDefault(letter.PersonId)) is null;
        var again = letters.Where(MayGo).Select(l => l.InvitationId).ToList();
        if (again.Count == 0 && old.Count > 0) return LetterRefusals.TheySayWhatTheDayWas;
        // A letter without a link brings no new door, so the old ones stay.
        var doors = kind.CarriesLink() ? again : [];
        await db.CloseDoorsAsync(doors, now, ct);
        _ = await db.SaveChangesAsync(ct);
        return again.Count;
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

    /// <summary>Closes the links that an earlier letter brought, and says so in the timeline of whoever had one.</summary>
    private static async Task CloseDoorsAsync(this EventsDb db, IReadOnlyCollection<Id<Invitation>> invitations, DateTimeOffset now, CancellationToken ct)
    {
        var links = await db.PersonalLinks.Where(l => invitations.Contains(l.InvitationId) && l.RevokedAt == null && l.Purpose == LinkPurpose.Answer).ToListAsync(ct);
        links.ForEach(l => l.Revoke(now));
        var closed = links.Select(l => l.InvitationId).Distinct().ToList();
        foreach (var invitation in await db.Invitations.AsNoTracking().Where(i => closed.Contains(i.Id)).ToListAsync(ct))
            _ = db.Add(TimelineEntry.Of(invitation, TimelineKind.LinksRevoked, TimelineActor.Organiser, now));
    }

    /// <summary>What speaks against it, what concerns the reader first.</summary>
    private static Refusal? WhyNotAgain(this Letter letter, LetterStanding standing, Refusal? contradiction, DateTimeOffset now) =>
        standing.Silences(letter.Kind) ? LetterRefusals.ReaderWantsNone
        : standing.RoundIsOver ? ObjectionRefusals.AsksNobody
        : standing.Invitation == InvitationState.Withdrawn && letter.WhyNot(standing) is not null ? InvitationRefusals.Withdrawn
        : contradiction is not null ? contradiction
        // It speaks of a day that is not held any more, or was.
        : standing.DayIsOff && letter.Kind.Contradicts(LetterKind.CalledOff) ? InvitationRefusals.DialogueCancelled
        : standing.DayIsOver && letter.Kind.AsksToCome() ? InvitationRefusals.DialogueOver
        : letter.WhyNot(standing, now) is not null ? LetterRefusals.Overtaken
        : null;

    /// <summary>With its row locked: of two who press at once, the second sees what the first did.</summary>
    private static Task<Letter?> LockedAsync(this EventsDb db, Id<Letter> id, CancellationToken ct) =>
        db.Letters.FromSql($"SELECT * FROM events.outbox WHERE id = {id.Value} FOR UPDATE").SingleOrDefaultAsync(ct);
}
