using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;

namespace AIDialogues.Events.Worker.Publications;

/// <summary>Lets the numbers of the public pages follow, where enough people stand behind the change.</summary>
internal sealed class PublicFiguresJob(WorkerDb database, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.PublicFigures, ct);
        if (turn is null) return;
        await using var db = database.Open();
        await db.FollowPublicFiguresAsync(clock.GetUtcNow(), ct);
    }
}
