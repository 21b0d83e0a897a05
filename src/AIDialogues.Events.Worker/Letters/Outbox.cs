using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>A letter taken for one attempt, with the tokens that only this attempt's message will carry.</summary>
/// <param name="Link">The personal link; null where the letter has none.</param>
internal sealed record ClaimedLetter(Letter Letter, Id<PersonalLink>? Link, string Token, string? OptOutToken)
{
    /// <summary>A record would print its tokens.</summary>
    public override string ToString() => Letter.Id.ToString();
}

/// <summary>
/// The table of waiting letters. A claim is committed before a byte leaves, and only who holds the newest claim may say how it ended:
/// so a letter is handed over at most once by itself, whoever dies when.
/// </summary>
internal sealed class Outbox(WorkerDb database, MailOptions mail, TimeProvider clock)
{
    private const string NoLongerWanted = "Not sent: the invitation was answered or withdrawn meanwhile.";
    private const string NotAsShown = "Not sent: the letter is not the one that was shown and queued.";

    /// <summary>How many letters are due, counted up to <paramref name="most"/>.</summary>
    public async Task<int> DueAsync(int most, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        return await db.Letters.Where(l => (l.State == LetterState.Queued || l.State == LetterState.Retry) && l.NotBefore <= now).OrderBy(l => l.NotBefore).Take(most).CountAsync(ct);
    }

    /// <summary>
    /// Takes the next letter that is due, urgent ones first, and drops those on the way that nobody wants any more; null when none is left,
    /// or when the mail server is to be given time.
    /// </summary>
    public async Task<ClaimedLetter?> ClaimAsync(CancellationToken ct)
    {
        while (true)
        {
            var now = clock.GetUtcNow();
            await using var db = database.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await NextAsync(db, now, ct) is not var (letter, standing, isPaced)) return null;
            if (Reason(letter, standing) is { } reason)
            {
                letter.Drop(reason);
                _ = db.Add(Delivery.Of(letter, now));
                _ = await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                continue;
            }

            ClaimedLetter? claimed = null;
            if ((mail.PerMinute is null && !isPaced) || await MailPace.TryTakeAsync(db, mail.PerMinute, now, ct))
            {
                letter.Claim(now);
                claimed = WithLinks(db, letter, now);
            }

            _ = await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return claimed;
        }
    }

    /// <summary>The last look before DATA. Synchronous, because MailKit asks in the middle of its own conversation.</summary>
    public bool IsStillWanted(ClaimedLetter claimed)
    {
        using var db = database.Open();
        // Somebody asked to be forgotten meanwhile: their letter is no longer in flight.
        var held = db.Letters.Where(l => l.Id == claimed.Letter.Id && l.State == LetterState.InFlight && l.Fence == claimed.Letter.Fence);
        return LookAt(db, held).SingleOrDefault() is { } look && Reason(claimed.Letter, look.Standing) is null;
    }

    /// <returns>False when the claim is no longer the newest: another has spoken meanwhile.</returns>
    public async Task<bool> SettleAsync(ClaimedLetter claimed, SendOutcome outcome, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var letter = claimed.Letter;
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await HoldsAsync(db, letter, ct)) return false;
        _ = db.Attach(letter);
        switch (outcome.Result)
        {
            case SendResult.Sent: letter.HandedOver(outcome.Words, now); break;
            case SendResult.Deferred: letter.Deferred(outcome.Words, now); break;
            case SendResult.Limited: letter.Limited(outcome.Words, await MailPace.LimitedAsync(db, now, ct)); break;
            case SendResult.Refused: letter.Refused(outcome.Words); break;
            case SendResult.NotWanted: letter.Drop(Reason(letter, (await LookAt(db, db.Letters.Where(l => l.Id == letter.Id)).SingleAsync(ct)).Standing) ?? NoLongerWanted); break;
            default: letter.LostTrack(outcome.Words); break;
        }

        // A link that certainly reached nobody opens nothing.
        if (outcome.Result is not (SendResult.Sent or SendResult.Lost) && claimed.Link is { } link)
            (await db.PersonalLinks.SingleAsync(l => l.Id == link, ct)).Revoke(now);
        _ = db.Add(Delivery.Of(letter, now));
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Letters whose worker has gone: nobody can know whether the server has them, so a person decides.</summary>
    public async Task<int> ReclaimAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var expired = await db.Letters.FromSql(
            $"SELECT * FROM events.outbox WHERE state = 'InFlight' AND lease_until < {now} LIMIT 500 FOR UPDATE SKIP LOCKED").ToListAsync(ct);
        foreach (var letter in expired)
        {
            letter.LostTrack("The sending was broken off; the mail server may have the letter or not.");
            _ = db.Add(Delivery.Of(letter, now));
        }

        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return expired.Count;
    }

    /// <summary>What decides whether a letter is still wanted.</summary>
    /// <param name="IsThere">False for a person who was erased.</param>
    /// <param name="IsReserved">Its reader restricted the use of their data, or objected to it.</param>
    private sealed record LetterStanding(InvitationState Invitation, bool IsThere, bool IsReserved, bool OptedOut, bool CalledOff);

    /// <param name="IsPaced">The mail server's limit is known, so one must be waited for.</param>
    private sealed record Look(Letter Letter, LetterStanding Standing, bool IsPaced);

    /// <summary>Letters with all that decides about them, in one question to the database: the same at the claim and just before the words go out.</summary>
    private static IQueryable<Look> LookAt(EventsDb db, IQueryable<Letter> letters) =>
        from letter in letters
        join invitation in db.Invitations on letter.InvitationId equals invitation.Id
        select new Look(letter, new LetterStanding(
            invitation.State,
            db.People.Any(p => p.Id == letter.PersonId),
            db.People.Any(p => p.Id == letter.PersonId && (p.RestrictedAt != null || p.ObjectedAt != null)),
            db.OptOuts.Any(o => o.PersonId == letter.PersonId),
            db.Dialogues.Any(d => d.Id == invitation.DialogueId && d.CancelledAt != null)
                || db.Letters.Any(l => l.InvitationId == invitation.Id && l.Kind == LetterKind.CalledOff && l.State != LetterState.Dropped)),
            db.MailLines.Any(l => l.LearntPerMinute != null || l.ClosedUntil != null));

    /// <summary>Why a letter must not leave; null when it may.</summary>
    private static string? Reason(Letter letter, LetterStanding standing) =>
        !standing.IsThere ? "Not sent: its reader is no longer in the directory."
        : !letter.IsAsShown ? NotAsShown
        : !letter.IsStillWanted(standing.Invitation) ? NoLongerWanted
        : standing.IsReserved && !letter.Kind.IsOwed() ? "Not sent: its reader restricted the use of their data, or objected to it."
        : standing.OptedOut && letter.Kind.OffersOptOut() ? "Not sent: its reader asked not to be invited again."
        : standing.CalledOff && letter.Kind.Contradicts(LetterKind.CalledOff) ? "Not sent: the day was called off."
        : null;

    /// <summary>The next letter, its row locked.</summary>
    private static Task<Look?> NextAsync(EventsDb db, DateTimeOffset now, CancellationToken ct)
    {
        var due = db.Letters.FromSql(
            $"""
            SELECT * FROM events.outbox WHERE state IN ('Queued', 'Retry') AND not_before <= {now}
            ORDER BY urgent DESC, not_before LIMIT 1 FOR UPDATE SKIP LOCKED
            """);
        return LookAt(db, due).SingleOrDefaultAsync(ct);
    }

    /// <summary>Locks the row of a letter under this claim; false when there is a newer one, or the letter is nobody's to speak of any more.</summary>
    private static async Task<bool> HoldsAsync(EventsDb db, Letter letter, CancellationToken ct) => (await db.Database.SqlQuery<int>(
        $"SELECT 1 AS \"Value\" FROM events.outbox WHERE id = {letter.Id.Value} AND fence = {letter.Fence} AND state = 'InFlight' FOR UPDATE").ToListAsync(ct)).Count == 1;

    private static ClaimedLetter WithLinks(EventsDb db, Letter letter, DateTimeOffset now)
    {
        string? optOut = null;
        if (letter.Kind.OffersOptOut())
        {
            var (way, secret) = OptOutLink.For(letter.PersonId, now);
            _ = db.Add(way);
            optOut = secret;
        }

        if (!letter.Kind.CarriesLink()) return new(letter, null, "", optOut);
        var (link, token) = PersonalLink.For(letter.InvitationId, now);
        _ = db.Add(link);
        return new(letter, link.Id, token, optOut);
    }
}
