using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Reminders;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Reminders;

/// <summary>
/// Plans reminders ahead and sends those that are due, once for each rule: the reminder's row is locked and settled in the transaction
/// that writes its letter, so two workers at the same moment make one letter.
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
        await PlanAsync(now, ct);
        int written = 0;
        foreach (var reminder in await DueAsync(now, ct))
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                if (await SettleAsync(reminder, now, ct)) written++;
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                // One that cannot be settled, whatever is wrong with it, must not keep the others waiting.
                CannotRemind(reminder.Value, exception.InnerException?.GetType().Name ?? exception.GetType().Name);
            }
        }

        return written;
    }

    private async Task PlanAsync(DateTimeOffset now, CancellationToken ct)
    {
        List<Dialogue> coming;
        var yesterday = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        await using (var db = database.Open()) coming = await db.Dialogues.AsNoTracking().Where(d => d.Day >= yesterday).ToListAsync(ct);
        foreach (var dialogue in coming.Where(d => now < d.EndsAt))
        {
            await using var db = database.Open();
            await db.PlanAsync(dialogue, ct);
        }
    }

    private async Task<IReadOnlyList<Id<Reminder>>> DueAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = database.Open();
        return await db.Reminders.Where(r => r.State == ReminderState.Scheduled && r.DueAt <= now).OrderBy(r => r.DueAt).ThenBy(r => r.Id).Select(r => r.Id).Take(5000).ToListAsync(ct);
    }

    private async Task<bool> SettleAsync(Id<Reminder> id, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.TakeDueAsync(id, now, ct) is not (var reminder, var others)) return false;
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == reminder.InvitationId, ct);
        // Asked as for the letter itself, so that nothing is noted as sent that would be dropped on the way; also of somebody who is shown nowhere any more.
        var standing = await db.LetterStandings(now).SingleAsync(s => s.InvitationId == invitation.Id, ct);
        // Nobody is reminded of a letter that had not left by then, or that came back: such a reminder is missed.
        if (now - reminder.DueAt <= ReminderRule.StaleAfter && !await db.HasInvitationLeftAsync(invitation.Id, reminder.DueAt, ct)) return false;
        reminder.Settle(invitation, mayWrite: !standing.DayIsOff && !standing.Silences(LetterKind.Reminder), others, now, standing.DayIsOver);
        if (reminder.State == ReminderState.Sent)
        {
            var person = await db.People.IgnoreQueryFilters().AsNoTracking().SingleAsync(p => p.Id == invitation.PersonId, ct);
            var dialogue = await db.Dialogues.AsNoTracking().Include(d => d.Sessions).SingleAsync(d => d.Id == invitation.DialogueId, ct);
            if ((await db.ReminderTextAsync(person, dialogue, ct)).Refused(out var refusal, out var text))
            {
                // Tried again each minute until it is stale: an organiser may correct the template meanwhile.
                CannotWrite(dialogue.Id.Value, refusal.Code);
                return false;
            }

            _ = db.Add(Letter.Queue(invitation, person, LetterKind.Reminder, text, now));
        }

        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return reminder.State == ReminderState.Sent;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reminder {Reminder} could not be written: {Fault}")]
    private partial void CannotRemind(Guid reminder, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reminders of dialogue {Dialogue} cannot be written: {Code}")]
    private partial void CannotWrite(Guid dialogue, string code);
}
