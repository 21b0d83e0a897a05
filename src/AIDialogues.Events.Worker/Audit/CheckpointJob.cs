using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;

namespace AIDialogues.Events.Worker.Audit;

/// <summary>
/// Every hour: verifies the chain, signs where it stands, keeps the checkpoint in a file and sends it out, also to whom an earlier letter did
/// not reach. A chain that does not hold is not signed.
/// </summary>
internal sealed class CheckpointJob(WorkerDb database, Checkpoints checkpoints, AuditSettings settings, CheckpointMail mail, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.Checkpoints, ct);
        if (turn is null) return;
        var verdict = await VerifyAuditJob.VerifyAsync(database, checkpoints, ct);
        if (!verdict.Holds) checkpoints.Say(clock.GetUtcNow(), verdict.Problem);
        else await SignAsync(verdict, ct);
    }

    private async Task SignAsync(AuditVerdict verdict, CancellationToken ct)
    {
        _ = checkpoints.Sign(settings.Origin, verdict);
        var signed = checkpoints.Read();
        if (signed is not [.., var last] || settings.Readers.Count == 0) return;
        var mailed = checkpoints.Mailed();
        // Whoever is named for the first time hears of what came since the checkpoint before; kept, so that no lost letter shortens that.
        foreach (var reader in settings.Readers) _ = mailed.TryAdd(reader.Address, signed is [.., var before, _] ? before.Size : 0);
        checkpoints.KeepMailed(mailed);
        var letters = new List<CheckpointLetter>();
        foreach (var reader in settings.Readers.Where(r => mailed[r.Address] != last.Size))
            letters.Add(new(reader, await DirectorySteps.SinceAsync(database.Source, mailed[reader.Address], ct)));
        await mail.SendAsync(checkpoints.LastNote()!, letters, reader =>
        {
            mailed[reader.Address] = last.Size;
            checkpoints.KeepMailed(mailed);
        }, ct);
    }
}

/// <summary>Every night, and whenever a checkpoint finds something: what it finds stands on every organiser's page until it is mended.</summary>
internal sealed class VerifyAuditJob(WorkerDb database, Checkpoints checkpoints, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken ct) => checkpoints.Say(clock.GetUtcNow(), (await VerifyAsync(database, checkpoints, ct)).Problem);

    public static async Task<AuditVerdict> VerifyAsync(WorkerDb database, Checkpoints checkpoints, CancellationToken ct)
    {
        try
        {
            return await AuditVerification.VerifyAsync(database.Source, checkpoints.Read(), ct);
        }
        catch (InvalidDataException wrong)
        {
            return new(0, [], wrong.Message);
        }
    }
}
