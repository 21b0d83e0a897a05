using System.Data.Common;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
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
        List<Id<PlannedErasure>> due;
        await using (var db = database.Open())
            due = await db.PlannedErasures.Where(e => e.DoneAt == null && e.CancelledAt == null && e.DueAt <= now).OrderBy(e => e.DueAt).Select(e => e.Id).Take(500).ToListAsync(ct);
        int erased = 0;
        foreach (var wish in due) erased += await EraseAsync(wish, ct) ? 1 : 0;
        if (erased > 0) Erased(erased);
        // After every erasure, whoever did it: of the night, of the list at the start.
        await using var anew = database.Open();
        await anew.MarkAnewAsync(now, ct);
    }

    /// <summary>One that cannot be done keeps nobody else waiting; it is tried again at the next turn.</summary>
    private async Task<bool> EraseAsync(Id<PlannedErasure> wish, CancellationToken ct)
    {
        try
        {
            await using var db = database.Open();
            return await Erasing(db, keys, clock).EraseDueAsync(wish, "the person's request", ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested && failure is DbException or DbUpdateException or IOException)
        {
            // What failed may quote a row: its kind is told, its words are not.
            NotErased(wish.Value, failure.GetType().Name, (failure as DbException)?.SqlState ?? "-");
            return false;
        }
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The erasure {Wish} could not be done and is tried again: {Kind} {State}")]
    private partial void NotErased(Guid wish, string kind, string state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An older state of the database came back: {Count} people were erased again")]
    private partial void ErasedAgain(int count);
}
