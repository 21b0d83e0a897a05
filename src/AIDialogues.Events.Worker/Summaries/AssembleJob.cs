using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Summaries;

/// <summary>
/// Drafts the summaries that were asked for, one after the other. One that breaks goes behind the others and is given up after a few
/// tries; one that a killed worker left half way is taken up again, because only whoever has the turn can be at it.
/// </summary>
internal sealed partial class AssembleJob(WorkerDb database, SummaryAssembler assembler, ILogger<AssembleJob> log)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.Summaries, ct);
        if (turn is null) return;
        var tried = new List<Id<Summary>>();
        while (await TakeAsync(tried, ct) is { } taken)
        {
            tried.Add(taken);
            try
            {
                await assembler.AssembleAsync(taken, ct);
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                // The kind of error only: its message may quote what was said.
                LogBroken(taken.Value, exception.GetType().Name);
                await LeaveAsync(taken, s => s.Break(), ct);
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                // An orderly restart, and the few moments that are left for it.
                await LeaveAsync(taken, s => s.GiveBack(), CancellationToken.None);
                throw;
            }
        }
    }

    private async Task<Id<Summary>?> TakeAsync(List<Id<Summary>> tried, CancellationToken ct)
    {
        await using var db = database.Open();
        var waiting = await db.Summaries
            .Where(s => (s.State == SummaryState.Requested || s.State == SummaryState.Assembling) && !tried.Contains(s.Id))
            .OrderBy(s => s.Attempts).ThenBy(s => s.RequestedAt).ThenBy(s => s.Id).FirstOrDefaultAsync(ct);
        if (waiting is null) return null;
        // Killed over it again and again: the summary, not the worker, may be what is wrong.
        if (waiting.Attempts >= Summary.MostAttempts) waiting.Break();
        else waiting.Take();
        try
        {
            _ = await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Cancelled or asked for anew in this moment: looked at again.
            return await TakeAsync(tried, ct);
        }

        if (waiting.State == SummaryState.Assembling) return waiting.Id;
        tried.Add(waiting.Id);
        return await TakeAsync(tried, ct);
    }

    private async Task LeaveAsync(Id<Summary> id, Action<Summary> leave, CancellationToken ct)
    {
        await using var db = database.Open();
        if (await db.Summaries.FirstOrDefaultAsync(s => s.Id == id && s.State == SummaryState.Assembling, ct) is not { } summary) return;
        leave(summary);
        try
        {
            _ = await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody cancelled it meanwhile, which is as good.
        }
    }

    [LoggerMessage(LogLevel.Error, "Summary {Summary} could not be assembled: {Error}.")]
    private partial void LogBroken(Guid summary, string error);
}
