using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Tokens;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Web.Tokens;

/// <summary>
/// Destroys the private keys of every dialogue that is over, or that is no more: after that not even we can make a token. The keys of a day
/// that was put off are taken until its new end; those of one that was put forward stay until its old end, because a date may be mistyped.
/// </summary>
internal sealed partial class IssuingEnds(IServiceScopeFactory scopes, IssuingKeys keys, TimeProvider clock, ILogger<IssuingEnds> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns once the work has begun: work that is stopped before that is cancelled and not ended, which a host may call a fault.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await _begun.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _begun.SetResult();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DestroyDueAsync(stoppingToken);
                await Task.Delay(Every, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception away) when (away is NpgsqlException or IOException or UnauthorizedAccessException or InvalidOperationException { InnerException: NpgsqlException })
            {
                Failed(log, away.GetType().Name);
                await Task.Delay(Every, clock, CancellationToken.None).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public async Task DestroyDueAsync(CancellationToken ct)
    {
        Id<Dialogue>[] held = [.. keys.Dialogues()];
        if (held.Length == 0) return;
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<EventsDb>();
        var dialogues = await db.Dialogues.AsNoTracking().Where(d => held.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        var now = clock.GetUtcNow();
        foreach (var id in held.Where(id => !dialogues.TryGetValue(id, out var dialogue) || now >= dialogue.SurelyOver(Issuing.ObjectionsAfterTheDay))) keys.Destroy(id);
        foreach (var key in await db.PublishedKeys.Where(k => held.Contains(k.DialogueId)).ToListAsync(ct))
            if (dialogues.TryGetValue(key.DialogueId, out var day) && now < day.EndsAt) key.ClosesAt = Issuing.ClosesAt(day, TokenPurposes.Read(key.Purpose));
        _ = await db.SaveChangesAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Issuing keys could not be looked through ({Problem}); it is tried again.")]
    private static partial void Failed(ILogger logger, string problem);
}
