using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>Wakes the sending; which letters go, and that each goes once, is the outbox's matter.</summary>
internal sealed class SendLettersJob(WorkerDb database, OutboxDrain drain)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.Letters, ct);
        if (turn is not null) _ = await drain.RunAsync(ct);
    }
}
