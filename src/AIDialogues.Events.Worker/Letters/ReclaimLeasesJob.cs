namespace AIDialogues.Events.Worker.Letters;

/// <summary>Marks letters whose worker has gone as unknown, and takes away codes whose time is over.</summary>
internal sealed class ReclaimLeasesJob(Outbox outbox)
{
    public async Task RunAsync(CancellationToken ct)
    {
        _ = await outbox.ReclaimAsync(ct);
        _ = await outbox.EmptyOldCodesAsync(ct);
    }
}
