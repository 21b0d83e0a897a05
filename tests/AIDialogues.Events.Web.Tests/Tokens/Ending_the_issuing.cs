using AIDialogues.Events.Web.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Tokens;

/// <summary>A host that stops must end this work and not break it off: what is cancelled is logged as a fault by a host that is only disposed of.</summary>
public sealed class Ending_the_issuing : IDisposable
{
    private const int Most = 5000;

    private readonly string _empty = Directory.CreateTempSubdirectory("aide-issuing-").FullName;

    public void Dispose() => Directory.Delete(_empty, recursive: true);

    [Fact]
    public async Task It_ends_in_order_however_soon_the_host_stops()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        int tries = 0;
        // First what happens without waiting for the beginning: sooner or later a stop comes before it.
        for (var status = TaskStatus.RanToCompletion; status != TaskStatus.Canceled; tries++)
        {
            Assert.True(tries < Most, "It was never stopped before it began.");
            using var naive = new StoppedBeforeItBegins();
            status = await StoppedAtOnceAsync(naive);
        }

        for (int i = 0; i < tries * 10 && i < Most; i++)
        {
            using var ends = new IssuingEnds(services.GetRequiredService<IServiceScopeFactory>(), new IssuingKeys(_empty), TimeProvider.System, NullLogger<IssuingEnds>.Instance);
            Assert.Equal(TaskStatus.RanToCompletion, await StoppedAtOnceAsync(ends));
        }
    }

    private static async Task<TaskStatus> StoppedAtOnceAsync(BackgroundService service)
    {
        await service.StartAsync(CancellationToken.None);
        await service.StopAsync(CancellationToken.None);
        return service.ExecuteTask!.Status;
    }

    /// <summary>The same care within the work, and none for its beginning.</summary>
    private sealed class StoppedBeforeItBegins : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
        }
    }
}
