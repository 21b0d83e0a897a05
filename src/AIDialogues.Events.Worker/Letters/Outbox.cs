using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Calendars;
using AIDialogues.Events.Data.Rights;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>A letter taken for one attempt, with the tokens that only this attempt's message will carry.</summary>
/// <param name="Organisation">Who invites.</param>
/// <param name="Link">The personal link; null where the letter has none.</param>
internal sealed record ClaimedLetter(Letter Letter, string Organisation, Id<PersonalLink>? Link, string Token, string? OptOutToken)
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
            await using var db = database.Open();
            await using var transaction = await BeginAsync(db, ct);
            var (claimed, hasDropped) = await TakeAsync(db, clock.GetUtcNow(), ct);
            await WriteAsync(db, transaction, ct);
            if (!hasDropped) return claimed;
        }
    }

    /// <summary>The last look before DATA: why the letter must not leave after all, or null. Synchronous, because MailKit asks in the middle of its own conversation.</summary>
    public string? WhyNot(ClaimedLetter claimed)
    {
        var letter = claimed.Letter;
        using var db = database.Open();
        var held = db.Letters.Where(l => l.Id == letter.Id && l.State == LetterState.InFlight && l.Fence == letter.Fence);
        // Somebody was erased meanwhile, or another worker has it: then it is not ours to send.
        return db.WithStandings(held, clock.GetUtcNow()).SingleOrDefault() is { } found
            ? letter.WhyNot(found.Standing) ?? (letter.IsMisaddressed(found.Standing) ? Letter.AddressCorrected : null)
            : "Not sent: the letter is no longer in flight.";
    }

    /// <returns>False when the claim is no longer the newest: another has spoken meanwhile.</returns>
    public async Task<bool> SettleAsync(ClaimedLetter claimed, SendOutcome outcome, CancellationToken ct)
    {
        await using var db = database.Open();
        await using var transaction = await BeginAsync(db, ct);
        if (!await NoteAsync(db, claimed, outcome, clock.GetUtcNow(), ct)) return false;
        await WriteAsync(db, transaction, ct);
        return true;
    }

    /// <summary>Notes how one letter ended and takes the next, as <see cref="SettleAsync"/> and <see cref="ClaimAsync"/> do, with one flush to disk instead of two.</summary>
    /// <returns>Nothing next also when the next could not be taken: what is known of the first one is kept whatever is wrong with the second.</returns>
    public async Task<(bool IsSettled, ClaimedLetter? Next)> SettleAndClaimAsync(ClaimedLetter claimed, SendOutcome outcome, CancellationToken ct)
    {
        try
        {
            var now = clock.GetUtcNow();
            await using var db = database.Open();
            await using var transaction = await BeginAsync(db, ct);
            bool isSettled = await NoteAsync(db, claimed, outcome, now, ct);
            // A pace that was just learnt, or a letter that did not leave, decides about the next one too.
            if (outcome.Result != SendResult.Sent) _ = await db.SaveChangesAsync(ct);
            var (next, _) = await TakeAsync(db, now, ct);
            await WriteAsync(db, transaction, ct);
            return (isSettled, next);
        }
        catch (Exception)
        {
            return (await SettleAsync(claimed, outcome, CancellationToken.None), null);
        }
    }

    /// <summary>Letters whose worker has gone: nobody can know whether the server has them, so a person decides.</summary>
    public async Task<int> ReclaimAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        await using var transaction = await BeginAsync(db, ct);
        var expired = await db.Letters.FromSql(
            $"SELECT * FROM events.outbox WHERE state = 'InFlight' AND lease_until < {now} LIMIT 500 FOR UPDATE SKIP LOCKED").ToListAsync(ct);
        foreach (var letter in expired)
        {
            letter.LostTrack("The sending was broken off; the mail server may have the letter or not.");
            _ = db.Add(Delivery.Of(letter, now));
        }

        await WriteAsync(db, transaction, ct);
        return expired.Count;
    }

    // Whatever fails, all of a step is taken back; a savepoint around each save would only cost two more turns to the database.
    private static async Task<IDbContextTransaction> BeginAsync(EventsDb db, CancellationToken ct)
    {
        db.Database.AutoSavepointsEnabled = false;
        return await db.Database.BeginTransactionAsync(ct);
    }

    private static async Task WriteAsync(EventsDb db, IDbContextTransaction transaction, CancellationToken ct)
    {
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Empties letters with a code whose time is over, and lets those that wait leave no more.</summary>
    /// <returns>How many.</returns>
    public async Task<int> EmptyOldCodesAsync(CancellationToken ct)
    {
        await using var db = database.Open();
        return await db.EmptyOldCodesAsync(clock.GetUtcNow(), ct);
    }

    /// <summary>Takes or drops the next letter in the caller's transaction; the caller saves.</summary>
    private async Task<(ClaimedLetter? Claimed, bool HasDropped)> TakeAsync(EventsDb db, DateTimeOffset now, CancellationToken ct)
    {
        if (await NextAsync(db, now, ct) is not var (letter, standing, isDoorClosed, isPaced)) return (null, false);
        ClaimedLetter? claimed = null;
        var reason = letter.WhyNot(standing);
        if (reason is not null)
        {
            letter.Drop(reason);
            _ = db.Add(Delivery.Of(letter, now));
        }
        else if (!isPaced || await MailPace.TryTakeAsync(db, mail.PerMinute, now, ct))
        {
            if (letter.IsMisaddressed(standing)) letter.GoTo(standing.Address);
            if (letter is { Kind: LetterKind.CalledOff, Calendar: null }) await db.CarryCancellationAsync(letter, mail.Organiser, now, ct);
            letter.Claim(now);
            claimed = WithLinks(db, letter, standing.Organisation, isDoorClosed, now);
        }

        return (claimed, reason is not null);
    }

    /// <summary>Notes how a letter under this claim ended, in the caller's transaction; the caller saves.</summary>
    /// <returns>False when there is a newer claim: then nothing is noted.</returns>
    private static async Task<bool> NoteAsync(EventsDb db, ClaimedLetter claimed, SendOutcome outcome, DateTimeOffset now, CancellationToken ct)
    {
        if (await HeldAsync(db, claimed.Letter, ct) is not { } letter) return false;
        switch (outcome.Result)
        {
            case SendResult.Sent: letter.HandedOver(outcome.Words, now); break;
            case SendResult.Deferred: letter.Deferred(outcome.Words, now); break;
            case SendResult.Limited: letter.Limited(outcome.Words, await MailPace.LimitedAsync(db, now, ct)); break;
            case SendResult.Refused: letter.Refused(outcome.Words); break;
            case SendResult.Readdressed: letter.Readdressed(now); break;
            case SendResult.NotWanted: letter.Drop(outcome.Words); break;
            default: letter.LostTrack(outcome.Words); break;
        }

        // A link that certainly reached nobody opens nothing.
        if (outcome.Result is not (SendResult.Sent or SendResult.Lost) && claimed.Link is { } link)
            (await db.PersonalLinks.SingleAsync(l => l.Id == link, ct)).Revoke(now);
        _ = db.Add(Delivery.Of(letter, now));
        // Its wave was paused while it was in the air: it waits with the others, for a pause that came first or for one that waits for this row.
        if (letter is { State: LetterState.Retry, WaveId: { } wave } && await db.Waves.AnyAsync(w => w.Id == wave && w.State == WaveState.Paused, ct)) letter.Pause();
        return true;
    }

    /// <summary>The next letter, its row locked, with all that decides about it: one question to the database.</summary>
    private async Task<(Letter Letter, LetterStanding Standing, bool IsDoorClosed, bool IsPaced)?> NextAsync(EventsDb db, DateTimeOffset now, CancellationToken ct)
    {
        var due = db.Letters.FromSql(
            $"""
            SELECT * FROM events.outbox WHERE state IN ('Queued', 'Retry') AND not_before <= {now}
            ORDER BY urgent DESC, not_before LIMIT 1 FOR UPDATE SKIP LOCKED
            """);
        var found = await db.WithStandings(due, now)
            .Select(one => new { one, IsPaced = db.MailLines.Any(l => l.LearntPerMinute != null || l.ClosedUntil != null) }).SingleOrDefaultAsync(ct);
        return found is null ? null : (found.one.Letter, found.one.Standing, found.one.IsDoorClosed, mail.PerMinute is not null || found.IsPaced);
    }

    /// <summary>The row of a letter under this claim, locked; null when there is a newer claim, or the letter is nobody's to speak of any more.</summary>
    private static async Task<Letter?> HeldAsync(EventsDb db, Letter letter, CancellationToken ct) => (await db.Letters.FromSql(
        $"SELECT * FROM events.outbox WHERE id = {letter.Id.Value} AND fence = {letter.Fence} AND state = 'InFlight' FOR UPDATE").ToListAsync(ct)).SingleOrDefault();

    private static ClaimedLetter WithLinks(EventsDb db, Letter letter, string organisation, bool isDoorClosed, DateTimeOffset now)
    {
        string? optOut = null;
        if (letter.Kind.OffersOptOut())
        {
            var (way, secret) = OptOutLink.For(letter.PersonId, now);
            _ = db.Add(way);
            optOut = secret;
        }

        if (!letter.Kind.CarriesLink()) return new(letter, organisation, null, "", optOut);
        var (link, token) = PersonalLink.For(letter.InvitationId, now);
        // Its reader closed every link: the words stay as they were, and their address opens nothing.
        if (isDoorClosed) link.Revoke(now);
        _ = db.Add(link);
        return new(letter, organisation, link.Id, token, optOut);
    }
}
