using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;

namespace AIDialogues.Events.Worker.Bounces;

/// <summary>Wakes the reading of bounces; without a mailbox there is nothing to wake.</summary>
internal sealed class ReadBouncesJob(WorkerDb database, IServiceProvider services)
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (services.GetService<BounceMailbox>() is not { } mailbox) return;
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.Bounces, ct);
        if (turn is not null) _ = await mailbox.ReadAsync(ct);
    }
}
