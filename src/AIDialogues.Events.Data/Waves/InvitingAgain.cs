using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Invitations that an organiser took back, and a wave or a substitute’s place makes again; whoever changes them has passed the turnstile.</summary>
public static class InvitingAgain
{
    /// <summary>Makes withdrawn invitations open again. Links of the first time stay closed, and letters of it that have not left stay here. The caller saves.</summary>
    internal static async Task<IReadOnlyDictionary<Id<Invitation>, Invitation>> InviteAgainAsync(this EventsDb db, IReadOnlyCollection<Id<Invitation>> withdrawn, InvitationRole role, DateTimeOffset now, CancellationToken ct)
    {
        if (withdrawn.Count == 0) return new Dictionary<Id<Invitation>, Invitation>();
        var invitations = await db.Invitations.Where(i => withdrawn.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var told = (await db.Timeline.Where(e => e.Kind == TimelineKind.Invited && e.InvitationId != null && withdrawn.Contains(e.InvitationId.Value)).Select(e => e.InvitationId!.Value).ToListAsync(ct)).ToHashSet();
        foreach (var invitation in invitations.Values)
        {
            if (!told.Contains(invitation.Id)) _ = db.Add(TimelineEntry.Of(invitation, TimelineKind.Invited, TimelineActor.Organiser, invitation.InvitedAt));
            invitation.InviteAgain(role, now);
            _ = db.Add(TimelineEntry.Of(invitation, TimelineKind.InvitedAgain, TimelineActor.Organiser, now));
        }

        foreach (var link in await db.PersonalLinks.Where(l => withdrawn.Contains(l.InvitationId) && l.Purpose == LinkPurpose.Answer && l.RevokedAt == null).ToListAsync(ct)) link.Revoke(now);
        foreach (var letter in await db.LockWaitingAsync(withdrawn, ct))
        {
            // But that a calendar is to forget the day: it holds the answer from before.
            if (letter.Kind.CarriesLink()) letter.Drop("Not sent: the invitation was answered or withdrawn meanwhile.");
        }

        return invitations;
    }

    /// <summary>Of a wave that was taken back: whom it had invited again is as withdrawn as before, unless they have answered on another day's page.</summary>
    internal static async Task TakeBackAgainAsync(this EventsDb db, Wave wave, IReadOnlyCollection<Id<Invitation>> held, DateTimeOffset now, CancellationToken ct)
    {
        var again = await db.Timeline.AsNoTracking().Where(e => e.Kind == TimelineKind.InvitedAgain && e.At == wave.SentAt && e.InvitationId != null && held.Contains(e.InvitationId.Value))
            .Select(e => e.InvitationId!.Value).ToListAsync(ct);
        if (again.Count == 0) return;
        var before = await db.Timeline.Where(e => (e.Kind == TimelineKind.Invited || e.Kind == TimelineKind.InvitedAgain) && e.At < wave.SentAt && e.InvitationId != null && again.Contains(e.InvitationId.Value))
            .GroupBy(e => e.InvitationId!.Value).Select(g => new { g.Key, At = g.Max(e => e.At) }).ToDictionaryAsync(g => g.Key, g => g.At, ct);
        foreach (var invitation in await db.Invitations.Where(i => again.Contains(i.Id) && i.State == InvitationState.Invited).ToListAsync(ct))
        {
            invitation.TakeBackAgain(before[invitation.Id]);
            _ = db.Add(TimelineEntry.Of(invitation, TimelineKind.Withdrawn, TimelineActor.Organiser, now));
        }

        _ = await db.SaveChangesAsync(ct);
    }

    /// <summary>Those of the people whose invitation to the dialogue is not withdrawn.</summary>
    public static async Task<IReadOnlyList<Id<Person>>> WithoutWithdrawnAsync(this EventsDb db, Id<Dialogue> dialogue, IReadOnlyList<Id<Person>> people, CancellationToken ct)
    {
        var withdrawn = await db.Invitations.Where(i => i.DialogueId == dialogue && i.State == InvitationState.Withdrawn && people.Contains(i.PersonId)).Select(i => i.PersonId).ToListAsync(ct);
        return [.. people.Except(withdrawn)];
    }
}
