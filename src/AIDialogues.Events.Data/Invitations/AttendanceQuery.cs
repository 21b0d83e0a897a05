using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>How many were invited (and not withdrawn), what they answered, and who is here.</summary>
public sealed record Attendance(int Invited, int Accepted, int Declined, int NoAnswer, int Present)
{
    public static readonly Attendance Nobody = new(0, 0, 0, 0, 0);
}

public static class AttendanceQuery
{
    public static async Task<Attendance> AttendanceAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct) =>
        (await db.AttendanceAsync([dialogue], ct)).GetValueOrDefault(dialogue, Attendance.Nobody);

    /// <summary>How many people each series invited, whoever was invited to several days once; a series without invitations is missing.</summary>
    public static Task<Dictionary<Id<Series>, int>> PeopleInvitedAsync(this EventsDb db, IReadOnlyList<Id<Series>> series, CancellationToken ct) =>
        (from invitation in db.Invitations
         join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
         where series.Contains(dialogue.SeriesId) && invitation.State != InvitationState.Withdrawn
         select new { dialogue.SeriesId, invitation.PersonId }).Distinct().GroupBy(i => i.SeriesId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>For several dialogues at once, in one query; a dialogue without invitations is missing.</summary>
    public static async Task<Dictionary<Id<Dialogue>, Attendance>> AttendanceAsync(this EventsDb db, IReadOnlyList<Id<Dialogue>> dialogues, CancellationToken ct) =>
        await db.Invitations.Where(i => dialogues.Contains(i.DialogueId) && i.State != InvitationState.Withdrawn)
            .GroupBy(i => i.DialogueId)
            .Select(g => new
            {
                g.Key,
                Invited = g.Count(),
                Accepted = g.Count(i => i.State == InvitationState.Accepted),
                Declined = g.Count(i => i.State == InvitationState.Declined),
                NoAnswer = g.Count(i => i.State == InvitationState.Invited || i.State == InvitationState.Undecided),
                Present = g.Count(i => i.CheckedInAt != null),
            })
            .ToDictionaryAsync(g => g.Key, g => new Attendance(g.Invited, g.Accepted, g.Declined, g.NoAnswer, g.Present), ct);
}
