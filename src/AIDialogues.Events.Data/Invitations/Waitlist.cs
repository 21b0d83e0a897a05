using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>Gives free seats to those who wait: an offer with an end, a letter that says so, and then the next.</summary>
public static class Waitlist
{
    /// <summary>Ends the offers of a dialogue whose time is over and makes the next ones.</summary>
    public static async Task TurnAsync(this EventsDb db, Id<Dialogue> id, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.TakeTurnAsync(id, ct);
        foreach (var offered in await db.Invitations.Where(i => i.DialogueId == id && i.State == InvitationState.Offered && i.OfferedUntil <= now).ToListAsync(ct))
        {
            if (offered.Lapse(now)) _ = db.Add(TimelineEntry.Of(offered, TimelineKind.Lapsed, TimelineActor.Clock, now));
        }

        _ = await db.SaveChangesAsync(ct);
        await db.OfferFreeSeatsAsync(await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == id, ct), now, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Only for who has passed the turnstile. Saves what it offers.</summary>
    internal static async Task OfferFreeSeatsAsync(this EventsDb db, Dialogue dialogue, DateTimeOffset now, CancellationToken ct)
    {
        if (dialogue.CancelledAt is not null || now >= dialogue.BeginsAt) return;
        var waiting = await db.Invitations.Where(i => i.DialogueId == dialogue.Id && i.State == InvitationState.Waitlisted
            && db.People.Any(p => p.Id == i.PersonId && p.RestrictedAt == null && p.ObjectedAt == null)).ToListAsync(ct);
        if (waiting.Count == 0) return;
        var places = await db.Places.AsNoTracking().FirstOrDefaultAsync(p => p.DialogueId == dialogue.Id, ct) ?? Places.Of(dialogue.Id);
        foreach (var seats in await db.SeatCountsAsync(places, now, ct))
        {
            int free = seats.Seats is { } all ? Math.Max(0, all - seats.Held) : int.MaxValue;
            foreach (var next in places.InTurn(waiting.Where(i => i.Role == seats.Role)).Take(free)) await db.OfferAsync(next, dialogue, places, now, ct);
        }

        _ = await db.SaveChangesAsync(ct);
    }

    private static async Task OfferAsync(this EventsDb db, Invitation next, Dialogue dialogue, Places places, DateTimeOffset now, CancellationToken ct)
    {
        var until = now.AddHours(places.OfferHours);
        if (next.Offer(until < dialogue.BeginsAt ? until : dialogue.BeginsAt) is not null) return;
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == next.PersonId, ct);
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == dialogue.SeriesId, ct);
        _ = db.Add(TimelineEntry.Of(next, TimelineKind.Offered, TimelineActor.Clock, now));
        _ = db.Add(Letter.Queue(next, person, LetterKind.Offer, StandingLetters.Of(LetterKind.Offer, person, dialogue, series, next.OfferedUntil, neutral: places.NeutralLetters), now));
    }
}
