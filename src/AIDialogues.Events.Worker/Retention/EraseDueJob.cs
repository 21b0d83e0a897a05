using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Retention;

/// <summary>Does the erasures whose three days are over.</summary>
internal sealed partial class EraseDueJob(WorkerDb database, KeyStore keys, TimeProvider clock, ILogger<EraseDueJob> log)
{
    public static PersonErasure Erasing(EventsDb db, KeyStore keys, TimeProvider clock) => new(db, keys, new AuditLog(db, keys, clock), clock);

    public async Task RunAsync(CancellationToken ct)
    {
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.Retention, ct);
        if (turn is null) return;
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        var due = await db.PlannedErasures.Where(e => e.DoneAt == null && e.CancelledAt == null && e.DueAt <= now).Select(e => e.PersonId).Take(500).ToListAsync(ct);
        foreach (var person in due) await Erasing(db, keys, clock).EraseAsync(person.Value, "the person's request", ct);
        if (due.Count > 0) Erased(due.Count);
        // After every erasure, whoever did it: of the night, of the list at the start.
        await db.MarkAnewAsync(now, ct);
    }

    /// <summary>Before the schedule begins: whoever stands on the list of the erased stays erased.</summary>
    public async Task ReapplyAsync(CancellationToken ct)
    {
        await using var db = database.Open();
        int again = await Erasing(db, keys, clock).ReapplyAsync(ct);
        if (again > 0) ErasedAgain(again);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} people were erased as they asked")]
    private partial void Erased(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An older state of the database came back: {Count} people were erased again")]
    private partial void ErasedAgain(int count);
}
