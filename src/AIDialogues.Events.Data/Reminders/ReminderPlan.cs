using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Reminders;

/// <summary>The reminders of a dialogue as rows, laid out ahead and put right whenever a date, a rule or a person's zone is another.</summary>
public static class ReminderPlan
{
    /// <summary>
    /// Adds what is missing, moves what is due at another hour and takes away what was planned for a date that is no more. What was sent,
    /// missed or held back stays as it is, so a changed day does not remind anybody twice of the same date.
    /// </summary>
    public static async Task PlanAsync(this EventsDb db, Dialogue dialogue, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        // Two workers that plan the same rows in two orders would wait for each other.
        _ = await db.TakeTurnAsync(dialogue.Id, ct);
        var open = dialogue.CancelledAt is not null ? [] : await (from invitation in db.Invitations.AsNoTracking()
                          join person in db.People on invitation.PersonId equals person.Id
                          where invitation.DialogueId == dialogue.Id && (invitation.State == InvitationState.Invited || invitation.State == InvitationState.Undecided)
                              && person.RestrictedAt == null && person.ObjectedAt == null
                          select new { invitation, person.Zone }).ToListAsync(ct);
        var rows = await (from reminder in db.Reminders
                          join invitation in db.Invitations on reminder.InvitationId equals invitation.Id
                          where invitation.DialogueId == dialogue.Id && reminder.DaysBefore >= 0
                          select reminder).ToListAsync(ct);
        var planned = rows.ToDictionary(r => (r.InvitationId, r.DaysBefore, r.AnswerBy));
        var wanted = open.SelectMany(o => ReminderRule.For(o.invitation, dialogue, o.Zone).Select(due => (o.invitation, due))).ToList();
        foreach (var (invitation, due) in wanted)
        {
            if (!planned.Remove((invitation.Id, due.DaysBefore, due.AnswerBy), out var row)) _ = db.Add(Reminder.Planned(invitation, due));
            else if (row.State == ReminderState.Scheduled && row.DueAt != due.At) row.Move(due.At);
        }

        var openIds = open.ConvertAll(o => o.invitation.Id).ToHashSet();
        db.RemoveRange(planned.Values.Where(r => r.State == ReminderState.Scheduled && openIds.Contains(r.InvitationId)));
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// A reminder of the rule whose hour has come, for one worker alone until the end of its transaction, with every other of its invitation:
    /// nobody can remind by hand in between. Null: another worker has settled it, or it was put off.
    /// </summary>
    public static async Task<(Reminder Due, IReadOnlyList<Reminder> Others)?> TakeDueAsync(this EventsDb db, Id<Reminder> id, DateTimeOffset now, CancellationToken ct)
    {
        var dialogue = await (from reminder in db.Reminders
                              join invitation in db.Invitations on reminder.InvitationId equals invitation.Id
                              where reminder.Id == id
                              select (Id<Dialogue>?)invitation.DialogueId).SingleOrDefaultAsync(ct);
        if (dialogue is not { } day) return null;
        _ = await db.TakeTurnAsync(day, ct);
        var due = (await db.Reminders.FromSql($"SELECT * FROM events.reminders WHERE id = {id.Value} AND state = 'Scheduled' FOR UPDATE SKIP LOCKED").ToListAsync(ct)).FirstOrDefault();
        if (due is null || due.DueAt > now) return null;
        return (due, await db.Reminders.AsNoTracking().Where(r => r.InvitationId == due.InvitationId && r.Id != id).ToListAsync(ct));
    }

    /// <summary>Every reminder of these invitations.</summary>
    internal static async Task<ILookup<Id<Invitation>, Reminder>> RemindersOfAsync(this EventsDb db, IReadOnlyCollection<Id<Invitation>> invitations, CancellationToken ct) =>
        (await db.Reminders.AsNoTracking().Where(r => invitations.Contains(r.InvitationId)).ToListAsync(ct)).ToLookup(r => r.InvitationId);

    /// <summary>An organiser reminds one person now: the reminder and its letter are one transaction.</summary>
    public static async Task<Refusal?> RemindNowAsync(this EventsDb db, Id<Invitation> id, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        // Two clicks, a wave and the rule take turns on the day, and whoever comes second finds the first one's reminder.
        _ = await db.TakeTurnAsync(await db.Invitations.Where(i => i.Id == id).Select(i => i.DialogueId).SingleAsync(ct), ct);
        var invitation = await db.Invitations.FromSql($"SELECT *, xmin FROM events.invitations WHERE id = {id.Value} FOR UPDATE").AsNoTracking().SingleAsync(ct);
        var dialogue = await db.Dialogues.AsNoTracking().Include(d => d.Sessions).SingleAsync(d => d.Id == invitation.DialogueId, ct);
        var standing = await db.LetterStandings(now).SingleAsync(s => s.InvitationId == id, ct);
        if (standing.DayIsOff) return InvitationRefusals.DialogueCancelled;
        if (now >= dialogue.EndsAt) return InvitationRefusals.DialogueOver;
        var before = await db.Reminders.AsNoTracking().Where(r => r.InvitationId == id).ToListAsync(ct);
        if (Reminder.ByHand(invitation, dialogue, before, now).Refused(out var refusal, out var reminder)) return refusal;
        if (standing.Silences(LetterKind.Reminder)) return ReminderRefusals.NotWanted;
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == invitation.PersonId, ct);
        if ((await db.ReminderTextAsync(person, dialogue, ct)).Refused(out var empty, out var text)) return empty;
        db.AddRange(reminder, Letter.Queue(invitation, person, LetterKind.Reminder, text, now));
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>An organiser wants reminders for this person, or none.</summary>
    public static async Task AllowRemindersAsync(this EventsDb db, Id<Invitation> id, bool wanted, DateTimeOffset now, CancellationToken ct)
    {
        var invitation = await db.Invitations.SingleAsync(i => i.Id == id, ct);
        if (invitation.NoReminders != wanted) return;
        invitation.Remind(wanted);
        foreach (var reminder in await db.Reminders.Where(r => r.InvitationId == id && r.DueAt > now).ToListAsync(ct)) reminder.Allow(wanted);
        _ = db.Add(TimelineEntry.Of(invitation, wanted ? TimelineKind.RemindersAllowed : TimelineKind.RemindersStopped, TimelineActor.Organiser, now));
        _ = await db.SaveChangesAsync(ct);
    }

    /// <summary>The words of a reminder: the dialogue's own template in the person's language, else the product's.</summary>
    public static Task<Result<RenderedLetter>> ReminderTextAsync(this EventsDb db, Person person, Dialogue dialogue, CancellationToken ct) =>
        db.LetterTextAsync(LetterKind.Reminder, person, dialogue, ct);
}
