using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>One invitation with everything that happened to it.</summary>
public sealed record InvitationTimeline(Invitation Invitation, Person Person, Dialogue Dialogue, IReadOnlyList<Letter> Letters, IReadOnlyList<ConsentEvent> Consents)
{
    public required IReadOnlyList<TimelineEntry> Entries { get; init; }
    public required IReadOnlyList<Reminder> Reminders { get; init; }

    /// <summary>Who was proposed instead, newest first.</summary>
    public required IReadOnlyList<SubstituteProposal> Substitutes { get; init; }

    /// <summary>Who came into this place, and whose place this is: the chain from the first invitee to the last.</summary>
    public required IReadOnlyList<ChainLink> Chain { get; init; }
    public required IReadOnlyList<PersonalLink> Links { get; init; }
}

/// <summary>One of a chain of substitutes.</summary>
public sealed record ChainLink(Id<Invitation> Id, string Name, InvitationState State);

public static class InvitationTimelineQuery
{
    public static async Task<InvitationTimeline?> TimelineAsync(this EventsDb db, Id<Invitation> id, CancellationToken ct)
    {
        var found = await (from invitation in db.Invitations
                           join person in db.People on invitation.PersonId equals person.Id
                           join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
                           where invitation.Id == id
                           select new { invitation, person, dialogue }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var letters = await db.Letters.AsNoTracking().Where(l => l.InvitationId == id).OrderByDescending(l => l.CreatedAt).ToListAsync(ct);
        return new(found.invitation, found.person, found.dialogue, letters, await db.LedgerAsync(found.person.Id, found.dialogue.Id, ct))
        {
            Entries = await db.Timeline.AsNoTracking().Where(e => e.InvitationId == id || (e.PersonId == found.person.Id && e.InvitationId == null)).OrderByDescending(e => e.At).Take(500).ToListAsync(ct),
            Reminders = await db.Reminders.AsNoTracking().Where(r => r.InvitationId == id).OrderBy(r => r.DueAt).ToListAsync(ct),
            Substitutes = await db.SubstituteProposals.AsNoTracking().Where(s => s.InvitationId == id).OrderByDescending(s => s.ProposedAt).ToListAsync(ct),
            Chain = await db.ChainAsync(found.invitation.Id, ct),
            Links = await db.PersonalLinks.AsNoTracking().Where(l => l.InvitationId == id && l.RevokedAt == null).OrderByDescending(l => l.CreatedAt).ToListAsync(ct),
        };
    }

    /// <summary>From the first invitee of a place to the last; just this one where nobody was substituted.</summary>
    private static async Task<IReadOnlyList<ChainLink>> ChainAsync(this EventsDb db, Id<Invitation> id, CancellationToken ct)
    {
        var ids = await db.Database.SqlQuery<Guid>($"""
            WITH RECURSIVE up AS (
                SELECT id, substitute_for, 0 AS step FROM events.invitations WHERE id = {id.Value}
                UNION ALL SELECT i.id, i.substitute_for, up.step - 1 FROM events.invitations i JOIN up ON i.id = up.substitute_for WHERE up.step > -20),
            down AS (
                SELECT id, 0 AS step FROM events.invitations WHERE id = {id.Value}
                UNION ALL SELECT i.id, down.step + 1 FROM events.invitations i JOIN down ON i.substitute_for = down.id WHERE down.step < 20)
            SELECT id AS "Value" FROM (SELECT id, step FROM up UNION SELECT id, step FROM down) chain ORDER BY step
            """).ToListAsync(ct);
        if (ids.Count == 1) return [];
        var wanted = ids.ConvertAll(g => new Id<Invitation>(g));
        var people = await (from invitation in db.Invitations.AsNoTracking()
                            join person in db.People on invitation.PersonId equals person.Id
                            where wanted.Contains(invitation.Id)
                            select new { invitation.Id, person.GivenName, person.FamilyName, invitation.State }).ToListAsync(ct);
        return [.. people.OrderBy(p => wanted.IndexOf(p.Id)).Select(p => new ChainLink(p.Id, $"{p.GivenName} {p.FamilyName}".Trim(), p.State))];
    }
}
