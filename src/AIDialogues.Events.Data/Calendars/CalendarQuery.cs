using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Calendars;

/// <summary>A person's own accepted days, for a download or for a calendar that asks by itself.</summary>
public static class CalendarQuery
{
    public static async Task<IReadOnlyList<CalendarDay>> CalendarDaysAsync(this EventsDb db, BehindLink link, CancellationToken ct)
    {
        var accepted = link.Days.Where(d => d.Invitation.State == InvitationState.Accepted).ToList();
        var ids = accepted.ConvertAll(d => d.Invitation.Id);
        var told = await db.CalendarEntries.AsNoTracking().Where(e => ids.Contains(e.InvitationId)).ToDictionaryAsync(e => e.InvitationId, e => e.Sequence, ct);
        return [.. accepted.Select(d => CalendarDay.Of(
            d.Invitation, link.Person, d.Dialogue, link.Series, d.Places.NeutralTitle, new("", ""), Math.Max(0, told.GetValueOrDefault(d.Invitation.Id))))];
    }
}
