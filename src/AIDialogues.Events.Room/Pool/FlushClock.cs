namespace AIDialogues.Events.Room.Pool;

/// <summary>Flushes at fixed times of the clock (…:00, :10, :20), so that the time of a batch says nothing about its points; and once more at shutdown.</summary>
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
        while (!limit.IsCancellationRequested && !await TryAllAsync(limit.Token))
            await Task.Delay(TimeSpan.FromMilliseconds(250), time, CancellationToken.None);
    }

    private async Task<bool> TryAllAsync(CancellationToken ct)
    {
        try
        {
            return await waiting.FlushAllAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
