using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>How the seats of one role stand. Held: accepted, or kept for somebody it was offered to. Asked: invited and not yet answered, while there is time to.</summary>
public sealed record SeatCount(InvitationRole Role, int? Seats, int Held, int Asked, int Waiting)
{
    public bool HasFree => Seats is not { } seats || Held < seats;

    /// <summary>How many more may be invited when invited and accepted together fill the seats; null: as many as wanted.</summary>
    public int? LeftToInvite => Seats is { } seats ? Math.Max(0, seats - Held - Asked) : null;

    /// <summary>
    /// The one rule of who may still be asked in this role, by a wave, singly or in somebody's place: invited and accepted together fill
    /// the seats, unless more are wanted. True only for who has passed the turnstile.
    /// </summary>
    public Refusal? WhyNotAsk(int more, bool mayOverbook) => !mayOverbook && LeftToInvite is { } left && more > left ? PlacesRefusals.TooFewSeats(left) : null;
}

public static class Seats
{
    /// <summary>
    /// The turnstile of a dialogue: whoever counts seats to take one passes it first, one after the other, until the end of their
    /// transaction. Without it two would count the same free seat (a test shows it).
    /// </summary>
    public static Task<int> TakeTurnAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.dialogues WHERE id = {dialogue.Value} FOR NO KEY UPDATE", ct);

    public static async Task<Places> PlacesAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct) =>
        await db.Places.FirstOrDefaultAsync(p => p.DialogueId == dialogue, ct) ?? Places.Of(dialogue);

    /// <summary>
    /// All roles in one query. Who was asked in time and let the last day to answer pass is not asked any more: the ladder proposes somebody else,
    /// and a late yes counts what is left like every other.
    /// </summary>
    public static async Task<IReadOnlyList<SeatCount>> SeatCountsAsync(this EventsDb db, Places places, DateTimeOffset now, CancellationToken ct)
    {
        var ends = (await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == places.DialogueId, ct)).AnswersEnd;
        bool late = now >= ends;
        var counts = await db.Invitations.Where(i => i.DialogueId == places.DialogueId).Select(i => new
        {
            i.Role,
            i.State,
            i.OfferedUntil,
            i.InvitedAt,
            MayBeOffered = db.People.Any(p => p.Id == i.PersonId && p.RestrictedAt == null && p.ObjectedAt == null),
        }).GroupBy(i => i.Role).Select(g => new
        {
            Role = g.Key,
            Held = g.Count(i => i.State == InvitationState.Accepted || (i.State == InvitationState.Offered && i.OfferedUntil > now)),
            Asked = g.Count(i => (i.State == InvitationState.Invited || i.State == InvitationState.Undecided) && !(late && i.InvitedAt < ends)),
            // Whoever waits and cannot be offered anything keeps nobody else from a free seat.
            Waiting = g.Count(i => i.State == InvitationState.Waitlisted && i.MayBeOffered),
        }).ToListAsync(ct);
        return [.. from role in Enum.GetValues<InvitationRole>()
                   let count = counts.Find(c => c.Role == role)
                   select new SeatCount(role, places.SeatsOf(role), count?.Held ?? 0, count?.Asked ?? 0, count?.Waiting ?? 0)];
    }

    /// <summary>Whether somebody who was asked, or comes, may do so in another role. Only for who has passed the turnstile.</summary>
    internal static async Task<Refusal?> MayBecomeAsync(this EventsDb db, Invitation invitation, InvitationRole role, DateTimeOffset now, CancellationToken ct)
    {
        var places = await db.Places.AsNoTracking().FirstOrDefaultAsync(p => p.DialogueId == invitation.DialogueId, ct);
        if (role == invitation.Role || places?.SeatsOf(role) is null) return null;
        var seats = (await db.SeatCountsAsync(places, now, ct))[(int)role];
        return invitation.State switch
        {
            InvitationState.Accepted or InvitationState.Offered when !seats.HasFree => PlacesRefusals.RoleFull,
            InvitationState.Invited or InvitationState.Undecided when seats.WhyNotAsk(1, places.MayOverbook) is not null => PlacesRefusals.RoleFull,
            _ => null,
        };
    }

    /// <summary>Whether as many more may be invited in this role.</summary>
    public static async Task<Refusal?> MayInviteAsync(this EventsDb db, Id<Dialogue> dialogue, InvitationRole role, int more, DateTimeOffset now, CancellationToken ct)
    {
        var places = await db.Places.AsNoTracking().FirstOrDefaultAsync(p => p.DialogueId == dialogue, ct);
        if (places?.SeatsOf(role) is null) return null;
        return (await db.SeatCountsAsync(places, now, ct))[(int)role].WhyNotAsk(more, places.MayOverbook);
    }
}
