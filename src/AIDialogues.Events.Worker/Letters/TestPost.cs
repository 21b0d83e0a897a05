using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>Sends test letters, at once and before all others: somebody sits and waits for them.</summary>
internal sealed class TestPost(WorkerDb database, MailOptions mail, Uri site, TimeProvider clock)
{
    private const int AtOnce = 20;

    /// <returns>Why the mail server takes none; null when it does, or when there is none to send.</returns>
    public async Task<string?> SendAsync(CancellationToken ct)
    {
        await using var db = database.Open();
        if (!await db.TestLetters.AnyAsync(l => l.State == LetterState.Queued, ct)) return null;
        await using var connection = new MailConnection(mail, site.Host, clock);
        if (await connection.ProblemAsync(ct) is { } problem) return problem;
        foreach (var letter in await ClaimAsync(ct))
        {
            var outcome = await connection.SendAsync(LetterMessage.Compose(letter, site, mail.FromOf(letter.Organisation), clock.GetUtcNow()), mail.From, () => null);
            letter.Settle(outcome.Result == SendResult.Sent ? LetterState.Sent : LetterState.Failed, outcome.Words);
            await using var settled = database.Open();
            _ = settled.Update(letter);
            _ = await settled.SaveChangesAsync(CancellationToken.None);
        }

        return null;
    }

    private async Task<IReadOnlyList<TestLetter>> ClaimAsync(CancellationToken ct)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var letters = await db.TestLetters.FromSql(
            $"SELECT * FROM events.test_letters WHERE state = 'Queued' ORDER BY created_at LIMIT {AtOnce} FOR UPDATE SKIP LOCKED").ToListAsync(ct);
        letters.ForEach(l => l.Claim());
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return letters;
    }
}
