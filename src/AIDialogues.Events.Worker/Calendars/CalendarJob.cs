using AIDialogues.Events.Data.Calendars;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using AIDialogues.Events.Worker.Letters;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Calendars;

/// <summary>Tells calendars what they should hold: once for each change, with a number that only rises.</summary>
internal sealed partial class CalendarJob(WorkerDb database, MailOptions mail, TimeProvider clock, ILogger<CalendarJob> log)
{
    /// <summary>How everything stood when there was last nothing to tell: while it stands so, one question is enough.</summary>
    private string? _nothingToTell;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.Calendars, ct);
        if (turn is not null) _ = await TellAsync(ct);
    }

    /// <returns>How many letters were written.</returns>
    internal async Task<int> TellAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        int written = 0;
        await using var db = database.Open();
        string version = await db.CalendarVersionAsync(now, ct);
        if (version == _nothingToTell) return 0;
        var due = await db.ToldOrToTellAsync(now, ct);
        // Only a look that found nothing need not be repeated; what could not be told is tried again.
        _nothingToTell = due.Count == 0 ? version : null;
        foreach (var invitation in due)
        {
            ct.ThrowIfCancellationRequested();
            await using var step = database.Open();
            try
            {
                if (await step.TellAsync(invitation, mail.Organiser, now, ct)) written++;
            }
            catch (DbUpdateException exception)
            {
                // One that cannot be written must not keep the others waiting; the next run looks again.
                CannotTell(invitation.Value, exception.InnerException?.GetType().Name ?? exception.GetType().Name);
            }
        }

        return written;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The calendar of invitation {Invitation} could not be told: {Fault}")]
    private partial void CannotTell(Guid invitation, string fault);
}
