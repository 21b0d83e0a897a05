using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>How many were invited (and not withdrawn), what they answered, and who is here.</summary>
public sealed record Attendance(int Invited, int Accepted, int Declined, int NoAnswer, int Present)
{
    public static readonly Attendance Nobody = new(0, 0, 0, 0, 0);
}

/// <summary>Numbers that are left of what participants needed.</summary>
public sealed record KeptNeeds(int Diet, int Access);

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

    /// <summary>
    /// For several dialogues at once, in two queries; a dialogue to which nobody was ever invited is missing. What the night took away a month
    /// after the day (that somebody came, an invitation that was never answered) is counted as it was written down then.
    /// </summary>
    public static async Task<Dictionary<Id<Dialogue>, Attendance>> AttendanceAsync(this EventsDb db, IReadOnlyList<Id<Dialogue>> dialogues, CancellationToken ct)
    {
        var attendance = await db.StillThereAsync(dialogues, ct);
        Guid[] ids = [.. dialogues.Select(d => d.Value)];
        var kept = await db.Database.SqlQuery<Kept>($"""
            SELECT dialogue_id AS dialogue, coalesce(sum(count) FILTER (WHERE what = 'unanswered'), 0)::int AS unanswered, coalesce(sum(count) FILTER (WHERE what = 'attended'), 0)::int AS attended
            FROM events.kept_counts WHERE dialogue_id = ANY({ids}) AND what IN ('unanswered', 'attended') GROUP BY dialogue_id
            """).ToListAsync(ct);
        foreach (var (dialogue, unanswered, attended) in kept)
        {
            var there = attendance.GetValueOrDefault(new(dialogue), Attendance.Nobody);
            attendance[new(dialogue)] = there with { Invited = there.Invited + unanswered, NoAnswer = there.NoAnswer + unanswered, Present = there.Present + attended };
        }

        return attendance;
    }

    /// <summary>How many of those who came had told what they eat and how they get about; null until it was counted, a week after the day.</summary>
    public static async Task<KeptNeeds?> KeptNeedsAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct) => (await db.Database.SqlQuery<KeptNeeds>($"""
        SELECT coalesce(sum(count) FILTER (WHERE what = 'diet'), 0)::int AS diet, coalesce(sum(count) FILTER (WHERE what = 'access'), 0)::int AS access
        FROM events.kept_counts WHERE dialogue_id = {dialogue.Value} AND what IN ('diet', 'access') HAVING count(*) > 0
        """).ToListAsync(ct)).FirstOrDefault();

    private sealed record Kept(Guid Dialogue, int Unanswered, int Attended);

    private static async Task<Dictionary<Id<Dialogue>, Attendance>> StillThereAsync(this EventsDb db, IReadOnlyList<Id<Dialogue>> dialogues, CancellationToken ct) =>
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
