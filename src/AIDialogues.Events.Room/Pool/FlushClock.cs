namespace AIDialogues.Events.Room.Pool;

/// <summary>Flushes at fixed times of the clock (…:00, :10, :20), so that the time of a batch says nothing about its points; and once more at shutdown, by the same rule: fewer than k are not written, since their devices still hold them.</summary>
internal sealed class FlushClock(WaitingPoints waiting, TimeProvider time, TimeSpan every) : BackgroundService
{
    /// <summary>How long shutdown tries; the devices still hold what could not be written.</summary>
    public static readonly TimeSpan LastTry = TimeSpan.FromSeconds(10);

    public static TimeSpan UntilNext(DateTimeOffset now, TimeSpan every) =>
        every - TimeSpan.FromTicks(now.UtcTicks % every.Ticks);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(UntilNext(time.GetUtcNow(), every), time, stoppingToken);
            _ = await waiting.FlushDueAsync(stoppingToken);
        }
    }

    /// <summary>The host stops the web server first: what arrives here is complete.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = new CancellationTokenSource(LastTry, time);
        while (!limit.IsCancellationRequested && !await TryAsync(limit.Token))
            await Task.Delay(TimeSpan.FromMilliseconds(250), time, CancellationToken.None);
    }

    private async Task<bool> TryAsync(CancellationToken ct)
    {
        try
        {
            return await waiting.FlushDueAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
