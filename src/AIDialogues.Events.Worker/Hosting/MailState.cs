using AIDialogues.Events.Worker.Letters;

namespace AIDialogues.Events.Worker.Hosting;

/// <summary>Asks the mail server whether it takes letters, by connecting as the sending does; its last answer is good for a short while.</summary>
internal sealed class MailState(MailOptions options, Uri site, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim asking = new(1);
    private DateTimeOffset askedAt = DateTimeOffset.MinValue;
    private string? problem;

    /// <summary>Null when letters can leave, else one sentence.</summary>
    public async Task<string?> ProblemAsync(CancellationToken ct)
    {
        await asking.WaitAsync(ct);
        try
        {
            if (clock.GetUtcNow() - askedAt < GoodFor) return problem;
            problem = await AskAsync(options, site, clock, ct);
            askedAt = clock.GetUtcNow();
            return problem;
        }
        finally
        {
            _ = asking.Release();
        }
    }

    public static async Task<string?> AskAsync(MailOptions options, Uri site, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = new MailConnection(options, site.Host, clock);
        return await connection.ProblemAsync(ct);
    }

    public void Dispose() => asking.Dispose();
}
