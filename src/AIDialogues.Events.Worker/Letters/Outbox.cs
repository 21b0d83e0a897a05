using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>A letter taken for one attempt, with the token that only this attempt's message will carry.</summary>
internal sealed record ClaimedLetter(Letter Letter, Id<PersonalLink> Link, string Token)
{
    /// <summary>A record would print its token.</summary>
    public override string ToString() => Letter.Id.ToString();
}

/// <summary>
/// The table of waiting letters. A claim is committed before a byte leaves, and only who holds the newest claim may say how it ended:
/// so a letter is handed over at most once by itself, whoever dies when.
/// </summary>
internal sealed class Outbox(WorkerDb database, TimeProvider clock)
{
    public async Task<bool> HasDueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        return await db.Letters.AnyAsync(l => (l.State == LetterState.Queued || l.State == LetterState.Retry) && l.NotBefore <= now, ct);
    }

    /// <summary>Takes the next letter that is due, and drops those on the way that nobody wants any more; null when none is left.</summary>
    public async Task<ClaimedLetter?> ClaimAsync(CancellationToken ct)
    {
        while (true)
        {
            var now = clock.GetUtcNow();
            await using var db = database.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var letter = (await db.Letters.FromSql(
                $"""
                SELECT * FROM events.outbox WHERE state IN ('Queued', 'Retry') AND not_before <= {now}
                ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED
                """).ToListAsync(ct)).FirstOrDefault();
            if (letter is null) return null;

            var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == letter.InvitationId, ct);
            var (link, token) = PersonalLink.For(invitation.Id, now);
            bool wanted = letter.IsStillWanted(invitation.State);
            if (wanted)
            {
                letter.Claim(now);
                _ = db.Add(link);
            }
            else
            {
                letter.Drop(NoLongerWanted);
            }

            _ = await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            if (wanted) return new ClaimedLetter(letter, link.Id, token);
        }
    }

    /// <summary>The last look before DATA. Synchronous, because MailKit asks in the middle of its own conversation.</summary>
    public bool IsStillWanted(ClaimedLetter claimed)
    {
        using var db = database.Open();
        // Somebody asked to be forgotten meanwhile: their letter is no longer in flight.
        if (!db.Letters.Any(l => l.Id == claimed.Letter.Id && l.State == LetterState.InFlight && l.Fence == claimed.Letter.Fence)) return false;
        var state = db.Invitations.Where(i => i.Id == claimed.Letter.InvitationId).Select(i => i.State).Single();
        return claimed.Letter.IsStillWanted(state);
    }

    /// <returns>False when the claim is no longer the newest: another has spoken meanwhile.</returns>
    public async Task<bool> SettleAsync(ClaimedLetter claimed, SendOutcome outcome, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var letter = (await db.Letters.FromSql($"SELECT * FROM events.outbox WHERE id = {claimed.Letter.Id.Value} FOR UPDATE").ToListAsync(ct)).FirstOrDefault();
        if (letter is not { State: LetterState.InFlight } || letter.Fence != claimed.Letter.Fence) return false;

        switch (outcome.Result)
        {
            case SendResult.Sent: letter.HandedOver(outcome.Words, now); break;
            case SendResult.Deferred: letter.Deferred(outcome.Words, now); break;
            case SendResult.Refused: letter.Refused(outcome.Words); break;
            case SendResult.NotWanted: letter.Drop(NoLongerWanted); break;
            default: letter.LostTrack(outcome.Words); break;
        }

        // A link that certainly reached nobody opens nothing.
        if (outcome.Result is SendResult.Deferred or SendResult.Refused or SendResult.NotWanted)
            (await db.PersonalLinks.SingleAsync(l => l.Id == claimed.Link, ct)).Revoke(now);
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
        foreach (var letter in expired) letter.LostTrack("The sending was broken off; the mail server may have the letter or not.");
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return expired.Count;
    }

    private const string NoLongerWanted = "Not sent: the invitation was answered or withdrawn meanwhile.";
}
