using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>A rung of the ladder: who will not come, and who of the same group would be next in the same role. Next is null when nobody of the group is left, or the role has no seat.</summary>
/// <param name="RoleIsFull">Every seat of the role is held or asked for again: by who waited, or by who was invited meanwhile.</param>
public sealed record Rung(Invitation Gone, Person Who, Person? Next, bool RoleIsFull);

public static class LadderQuery
{
    /// <summary>
    /// For everybody who declined, or whose time to answer or offer ran out, and for whom no substitute is in view: the next person of the
    /// same group who is not invited and may be, first those who read the same language, then those who are longest in the directory. Whoever
    /// of the group was invited in that role after somebody had gone has taken that rung, and nobody is proposed for it again, except a substitute, who
    /// is in one person's place and in nobody else's; nor is anybody whom
    /// the preview would refuse for want of a seat. As many queries for many as for one. Only a proposal; nothing is ever sent by it.
    /// </summary>
    public static async Task<IReadOnlyList<Rung>> LadderAsync(this EventsDb db, Dialogue dialogue, DateTimeOffset now, CancellationToken ct)
    {
        var ends = dialogue.AnswersEnd;
        bool late = now >= ends;
        var gone = await (from invitation in db.Invitations.AsNoTracking()
                          join person in db.People on invitation.PersonId equals person.Id
                          where invitation.DialogueId == dialogue.Id
                              && (invitation.State == InvitationState.Declined || invitation.State == InvitationState.Lapsed
                                  || (late && invitation.InvitedAt < ends && (invitation.State == InvitationState.Invited || invitation.State == InvitationState.Undecided)))
                              && !db.SubstituteProposals.Any(s => s.InvitationId == invitation.Id && (s.State == SubstituteState.Proposed || s.State == SubstituteState.Approved))
                          orderby invitation.AnsweredAt ?? invitation.InvitedAt, invitation.Id
                          select new { invitation, person }).ToListAsync(ct);
        var replaced = await db.ReplacedAsync(dialogue, [.. gone.Select(g => (g.invitation, g.person.Group))], ct);
        // As many rungs as a page holds, of those that are still empty.
        gone = [.. gone.Where(g => !replaced.Contains(g.invitation.Id)).Take(200)];
        var next = await db.FreeAsync(dialogue, [.. gone.Select(g => g.person.Group).Distinct()], gone.Count, ct);
        var places = await db.PlacesAsync(dialogue.Id, ct);
        var left = (await db.SeatCountsAsync(places, now, ct)).ToDictionary(s => s.Role, s => places.MayOverbook ? null : s.LeftToInvite);
        var rungs = new List<Rung>();
        foreach (var g in gone)
        {
            var same = next.Where(p => p.Group == g.person.Group).ToList();
            bool full = left[g.invitation.Role] is <= 0;
            var chosen = full ? null : same.Find(p => p.Language == g.person.Language) ?? same.FirstOrDefault();
            if (chosen is not null && next.Remove(chosen)) left[g.invitation.Role]--;
            rungs.Add(new(g.invitation, g.person, chosen, full));
        }

        return rungs;
    }

    /// <summary>Each later invitation within the group and role takes one rung, the oldest first.</summary>
    private static async Task<IReadOnlySet<Id<Invitation>>> ReplacedAsync(this EventsDb db, Dialogue dialogue, IReadOnlyList<(Invitation Invitation, StakeholderGroup Group)> gone, CancellationToken ct)
    {
        var replaced = new HashSet<Id<Invitation>>();
        if (gone.Count == 0) return replaced;
        var ids = gone.Select(g => g.Invitation.Id).ToList();
        var lapsed = await db.Timeline.Where(e => e.Kind == TimelineKind.Lapsed && e.InvitationId != null && ids.Contains(e.InvitationId.Value))
            .GroupBy(e => e.InvitationId!.Value).Select(g => new { g.Key, At = g.Max(e => e.At) }).ToDictionaryAsync(g => g.Key, g => g.At, ct);
        var when = gone.ToDictionary(g => g.Invitation.Id, g => GoneAt(g.Invitation, dialogue, lapsed));
        var since = when.Values.Min();
        var later = (await (from invitation in db.Invitations
                            join person in db.People on invitation.PersonId equals person.Id
                            where invitation.DialogueId == dialogue.Id && invitation.InvitedAt > since && invitation.State != InvitationState.Withdrawn && invitation.SubstituteFor == null
                            orderby invitation.InvitedAt
                            select new { invitation.Id, invitation.InvitedAt, invitation.Role, person.Group }).AsNoTracking().ToListAsync(ct)).ToList();
        foreach (var (invitation, group) in gone.OrderBy(g => when[g.Invitation.Id]))
        {
            var at = when[invitation.Id];
            if (later.Find(l => l.Group == group && l.Role == invitation.Role && l.InvitedAt > at && l.Id != invitation.Id) is not { } taker) continue;
            _ = later.Remove(taker);
            _ = replaced.Add(invitation.Id);
        }

        return replaced;
    }

    /// <summary>When it was clear: with the answer, when the offer ran out, or when the last day to answer was over where the dialogue is.</summary>
    private static DateTimeOffset GoneAt(Invitation invitation, Dialogue dialogue, IReadOnlyDictionary<Id<Invitation>, DateTimeOffset> lapsed) =>
        invitation.State == InvitationState.Declined && invitation.AnsweredAt is { } answered ? answered
        : invitation.State == InvitationState.Lapsed && lapsed.TryGetValue(invitation.Id, out var at) ? at
        : dialogue.AnswersEnd;

    /// <summary>Composable: those who are not invited to the dialogue yet and want to be written to.</summary>
    internal static IQueryable<Person> MayBeInvited(this EventsDb db, IQueryable<Person> people, Dialogue dialogue) =>
        people.Where(p => p.RestrictedAt == null && p.ObjectedAt == null && !db.OptOuts.Any(o => o.PersonId == p.Id) && !db.Invitations.Any(i => i.DialogueId == dialogue.Id && i.PersonId == p.Id));

    /// <summary>Of each group and language as many as are gone: so nobody's next is hidden behind a larger group, and no list is longer than it need be.</summary>
    private static async Task<List<Person>> FreeAsync(this EventsDb db, Dialogue dialogue, StakeholderGroup[] groups, int most, CancellationToken ct)
    {
        var free = db.MayBeInvited(db.People.AsNoTracking().Where(p => groups.Contains(p.Group)), dialogue);
        var found = await free.Select(p => new { p.Group, p.Language }).Distinct()
            .SelectMany(of => free.Where(p => p.Group == of.Group && p.Language == of.Language).OrderBy(p => p.CreatedAt).ThenBy(p => p.FamilyName).ThenBy(p => p.Id).Take(most)).ToListAsync(ct);
        return [.. found.OrderBy(p => p.CreatedAt).ThenBy(p => p.FamilyName, StringComparer.Ordinal).ThenBy(p => p.Id.Value)];
    }
}
