using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Bounces;

/// <summary>Writes down that a letter came back: one row for each envelope, and never more about the person than that the address is bad.</summary>
internal sealed class BounceLedger(WorkerDb database, TimeProvider clock)
{
    /// <returns>
    /// False for an envelope that is not ours, or not any more: the letter went to another address meanwhile. Null while nobody has noted yet how its
    /// sending ended, which somebody will: the report is read again then.
    /// </returns>
    public async Task<bool?> RecordAsync(BounceReport report, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var letter = (await db.Letters.FromSql($"SELECT * FROM events.outbox WHERE return_id = {report.ReturnId} FOR UPDATE").ToListAsync(ct)).FirstOrDefault();
        if (letter is { State: LetterState.InFlight }) return null;
        // Before it was ever handed over nobody can know its envelope: such a report is made up.
        if (letter is not { State: LetterState.Sent or LetterState.Unknown or LetterState.Bounced }) return false;
        if (await db.Bounces.SingleOrDefaultAsync(b => b.ReturnId == report.ReturnId, ct) is { } known) known.Add(report.Kind, report.Status);
        else _ = db.Add(Bounce.Of(letter, report.Kind, report.Status, now));
        if (report.Kind == BounceKind.Hard) letter.Bounced(report.Status);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
