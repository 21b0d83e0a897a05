using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Calendars;

/// <summary>A person's own accepted days, for a download or for a calendar that asks by itself.</summary>
public static class CalendarQuery
{
    private const int MostDays = 200;

    public static async Task<IReadOnlyList<CalendarDay>> CalendarDaysAsync(this EventsDb db, BehindLink link, CancellationToken ct)
    {
        var accepted = link.Days.Where(d => d.Invitation.State == InvitationState.Accepted).ToList();
        var ids = accepted.ConvertAll(d => d.Invitation.Id);
        var told = await db.CalendarEntries.AsNoTracking().Where(e => ids.Contains(e.InvitationId)).ToDictionaryAsync(e => e.InvitationId, e => e.Sequence, ct);
        return [.. accepted.Select(d => CalendarDay.Of(
            d.Invitation, link.Person, d.Dialogue, link.Series, d.Places.NeutralTitle, new("", ""), Math.Max(0, told.GetValueOrDefault(d.Invitation.Id))))];
    }

    /// <summary>
    /// Every day of the series that its owner accepted: those that are over stay, and those that are off, or that they are no longer expected at, are
    /// cancelled, as they were last told. Null for an address that was never made or is closed, or whose owner is known no more: all the same to whoever asks.
    /// </summary>
    public static async Task<IReadOnlyList<CalendarDay>?> CalendarFeedAsync(this EventsDb db, string token, CancellationToken ct)
    {
        if (token.Length is 0 or > 100 || !token.All(char.IsAscii)) return null;
        byte[] hash = PersonalLink.HashOf(token);
        // Only whose it is and of which series: the day it was made for may be long over.
        var owner = await (from link in db.PersonalLinks
                           join invitation in db.Invitations on link.InvitationId equals invitation.Id
                           join person in db.People on invitation.PersonId equals person.Id
                           join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
                           join series in db.Series on dialogue.SeriesId equals series.Id
                           where link.TokenSha256 == hash && link.Purpose == LinkPurpose.CalendarFeed && link.RevokedAt == null
                           select new { person, series }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (owner is null) return null;
        var days = await (from invitation in db.Invitations
                          join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
                          join entry in db.CalendarEntries on invitation.Id equals entry.InvitationId into entries
                          from entry in entries.DefaultIfEmpty()
                          join places in db.Places on dialogue.Id equals places.DialogueId into all
                          from places in all.DefaultIfEmpty()
                          where invitation.PersonId == owner.person.Id && dialogue.SeriesId == owner.series.Id && (invitation.State == InvitationState.Accepted || entry != null)
                          orderby dialogue.Day descending, dialogue.Begins descending, dialogue.Id
                          select new { invitation, dialogue, entry, places }).Take(MostDays).AsNoTracking().ToListAsync(ct);
        return [.. days.Select(d => Day(d.invitation, d.dialogue, d.entry, d.places))];

        CalendarDay Day(Invitation invitation, Dialogue dialogue, CalendarEntry? entry, Places? places)
        {
            bool comes = invitation.State == InvitationState.Accepted && dialogue.CancelledAt is null;
            // A cancellation that no letter told yet is a step further than what was told.
            int sequence = Math.Max(0, entry?.Sequence ?? 0) + (!comes && entry is { Cancelled: false } ? 1 : 0);
            var day = CalendarDay.Of(invitation, owner.person, dialogue, owner.series, places?.NeutralTitle ?? false, new("", ""), sequence);
            return comes ? day : (entry is null ? day : day.AsTold(entry.Facts)) with { IsCancelled = true };
        }
    }

    /// <summary>The calendar addresses of a person for one series that work; from whichever of their invitations one was made, there is one at a time.</summary>
    public static IQueryable<PersonalLink> CalendarAddresses(this EventsDb db, Id<Person> person, Id<Series> series) =>
        db.PersonalLinks.Where(l => l.Purpose == LinkPurpose.CalendarFeed && l.RevokedAt == null
            && db.Invitations.Any(i => i.Id == l.InvitationId && i.PersonId == person && db.Dialogues.Any(d => d.Id == i.DialogueId && d.SeriesId == series)));
}
