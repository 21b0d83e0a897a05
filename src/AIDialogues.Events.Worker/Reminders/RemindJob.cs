using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Worker.Reminders;

/// <summary>
/// Reminds who has not answered, once for each rule: the reminder's row and its letter are one transaction, and the row is unique, so
/// two workers at the same moment make one letter.
/// </summary>
internal sealed partial class RemindJob(WorkerDb database, TimeProvider clock, ILogger<RemindJob> log)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.Reminders, ct);
        if (turn is not null) _ = await RemindAsync(ct);
    }

    /// <returns>How many letters were written.</returns>
    internal async Task<int> RemindAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        int written = 0;
        foreach (var (dialogue, due) in await DueAsync(now, ct))
        {
            foreach (var invitation in await UnremindedAsync(dialogue, due, ct))
            {
                ct.ThrowIfCancellationRequested();
                try
                {
                    if (await RemindAsync(invitation, dialogue, due, now, ct)) written++;
                }
                catch (DbUpdateException exception)
                {
                    // One that cannot be written must not keep the others waiting.
                    CannotRemind(invitation.Value, exception.InnerException?.GetType().Name ?? exception.GetType().Name);
                }
            }
        }

        return written;
    }

    private async Task<IReadOnlyList<(Dialogue Dialogue, DueReminder Due)>> DueAsync(DateTimeOffset now, CancellationToken ct)
    {
        var yesterday = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        await using var db = database.Open();
        var coming = await db.Dialogues.AsNoTracking().Include(d => d.Sessions).Where(d => d.Day >= yesterday).ToListAsync(ct);
        return [.. coming.Where(d => now < d.EndsAt).SelectMany(d => ReminderRule.Of(d).Where(due => due.At <= now).Select(due => (d, due)))];
    }

    private async Task<IReadOnlyList<Id<Invitation>>> UnremindedAsync(Dialogue dialogue, DueReminder due, CancellationToken ct)
    {
        await using var db = database.Open();
        return await db.Invitations
            .Where(i => i.DialogueId == dialogue.Id && i.State == InvitationState.Invited && i.InvitedAt < due.At)
            .Where(i => !db.Reminders.Any(r => r.InvitationId == i.Id && r.DaysBefore == due.DaysBefore && r.AnswerBy == due.AnswerBy))
            .OrderBy(i => i.Id).Select(i => i.Id).Take(1000).ToListAsync(ct);
    }

    private async Task<bool> RemindAsync(Id<Invitation> id, Dialogue dialogue, DueReminder due, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = database.Open();
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == id, ct);
        if (!ReminderRule.DueFor(invitation, dialogue, now).Contains(due)) return false;
        bool missed = due.IsStale(now);
        if (!missed)
        {
            var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == invitation.PersonId, ct);
            if ((await ReminderLetter.RenderAsync(db, person, dialogue, ct)).Refused(out var refusal, out var text))
            {
                // Tried again each minute until it is stale: an organiser may correct the template meanwhile.
                CannotWrite(dialogue.Id.Value, refusal.Code);
                return false;
            }

            _ = db.Add(Letter.Queue(invitation, person, LetterKind.Reminder, text, now));
        }

        _ = db.Add(Reminder.Of(invitation, due, missed));
        try
        {
            _ = await db.SaveChangesAsync(ct);
            return !missed;
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another worker wrote this reminder, and its letter.
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The reminder of invitation {Invitation} could not be written: {Fault}")]
    private partial void CannotRemind(Guid invitation, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reminders of dialogue {Dialogue} cannot be written: {Code}")]
    private partial void CannotWrite(Guid dialogue, string code);
}
