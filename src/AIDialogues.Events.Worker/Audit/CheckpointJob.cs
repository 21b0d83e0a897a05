using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;

namespace AIDialogues.Events.Worker.Audit;

/// <summary>Every hour: verifies the chain, signs where it stands, keeps the checkpoint in a file and sends it out. A chain that does not hold is not signed.</summary>
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
        long before = checkpoints.Read() is [.., var last] ? last.Size : 0;
        if (checkpoints.Sign(settings.Origin, verdict) is { } note) await mail.SendAsync(note, await DirectorySteps.SinceAsync(database.Source, before, ct), ct);
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
