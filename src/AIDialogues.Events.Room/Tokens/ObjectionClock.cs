using AIDialogues.Events.Room.Pool;

namespace AIDialogues.Events.Room.Tokens;

/// <summary>Looks at the fixed times of the clock whether a round of objections has ended.</summary>
internal sealed class ObjectionClock(WaitingObjections waiting, TimeProvider time, TimeSpan every) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(FlushClock.UntilNext(time.GetUtcNow(), every), time, stoppingToken);
            _ = await waiting.FlushDueAsync(stoppingToken);
        }
    }
}
