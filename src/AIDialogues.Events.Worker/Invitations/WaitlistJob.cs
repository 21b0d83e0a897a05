using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Invitations;

/// <summary>Ends offers whose time is over and offers the seats to the next who wait; one dialogue after the other, each in its turn.</summary>
internal sealed class WaitlistJob(WorkerDb database, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.Waitlists, ct);
        if (turn is not null) await TurnAsync(ct);
    }

    internal async Task TurnAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        var dialogues = await db.Invitations
            .Where(i => i.State == InvitationState.Waitlisted || (i.State == InvitationState.Offered && i.OfferedUntil <= now))
            .Select(i => i.DialogueId).Distinct().Take(500).ToListAsync(ct);
        foreach (var dialogue in dialogues)
        {
            await using var step = database.Open();
            await step.TurnAsync(dialogue, now, ct);
        }
    }
}
