using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Dialogues;

/// <summary>A wave whose letters wait while it is paused.</summary>
public sealed record WaitingWave(Id<Wave> Id, int Number, LetterKind Kind, int Letters);

/// <summary>What became of a change to a day: whom calendars tell of it, whom nothing told yet, and which letters wait.</summary>
/// <param name="Calendars">How many have the day in a calendar that we keep right; they get a letter whenever it would show something else.</param>
/// <param name="Unaware">How many may come, know the day as it was, and are told by no letter.</param>
public sealed record DayChange(Dialogue Day, bool IsHeld, int Calendars, int Unaware, IReadOnlyList<WaitingWave> Waiting);

public static class DayChangeQuery
{
    public static async Task<DayChange> DayChangeAsync(this EventsDb db, Dialogue dialogue, DateTimeOffset now, CancellationToken ct)
    {
        if (dialogue.CancelledAt is not null || now >= dialogue.EndsAt) return new(dialogue, false, 0, 0, []);
        var waiting = await db.Waves.Where(w => w.DialogueId == dialogue.Id && w.State == WaveState.Paused)
            .Select(w => new WaitingWave(w.Id, w.Number, w.Kind, db.Letters.Count(l => l.WaveId == w.Id && l.State == LetterState.Paused)))
            .ToListAsync(ct);
        bool isHeld = now < dialogue.ChangeHeldUntil && await db.CalendarsShowAsync(dialogue, ct);
        return new(dialogue, isHeld, await db.InCalendars(dialogue.Id).CountAsync(ct), dialogue.ChangedAt is null ? 0 : await (await db.UnawareAsync(dialogue, ct)).CountAsync(ct), [.. waiting.Where(w => w.Letters > 0).OrderBy(w => w.Number)]);
    }

    /// <summary>Who accepted and has the day in a calendar.</summary>
    public static IQueryable<Invitation> InCalendars(this EventsDb db, Id<Dialogue> dialogue) => db.Invitations
        .Where(i => i.DialogueId == dialogue && i.State == InvitationState.Accepted && db.CalendarEntries.Any(e => e.InvitationId == i.Id && !e.Cancelled));

    /// <summary>How many people have a coming day of a series in a calendar that shows its title.</summary>
    public static Task<int> InCalendarsAsync(this EventsDb db, Id<Series> series, DateTimeOffset now, CancellationToken ct)
    {
        var yesterday = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        return db.Dialogues.Where(d => d.SeriesId == series && d.Day >= yesterday && d.CancelledAt == null && !db.Places.Any(p => p.DialogueId == d.Id && p.NeutralTitle))
            .SelectMany(d => db.Invitations.Where(i => i.DialogueId == d.Id && i.State == InvitationState.Accepted && db.CalendarEntries.Any(e => e.InvitationId == i.Id && !e.Cancelled)))
            .Select(i => i.PersonId).Distinct().CountAsync(ct);
    }

    /// <summary>
    /// Who may come and knows the day as it was before its last change: asked before it, and not written to since. Whose invitation still waits is not
    /// among them, because its words can still be changed; nor is who accepted, where their calendar tells them.
    /// </summary>
    public static async Task<IQueryable<Invitation>> UnawareAsync(this EventsDb db, Dialogue dialogue, CancellationToken ct)
    {
        var invitations = db.WhoMayCome(dialogue.Id);
        if (dialogue is not { ChangedAt: { } changed, ChangedFrom: { } was } || !was.Misleads(dialogue.Facts)) return invitations.Where(i => false);
        if (await db.CalendarsShowAsync(dialogue, ct)) invitations = invitations.Where(i => i.State != InvitationState.Accepted);
        return invitations.Where(i => i.InvitedAt < changed
            && !db.Letters.Any(l => l.InvitationId == i.Id && (l.Kind == LetterKind.Invitation || l.Kind == LetterKind.Reminder || l.Kind == LetterKind.News || l.Kind == LetterKind.Offer)
                && l.State != LetterState.Dropped
                && (l.CreatedAt >= changed || db.Set<WaveText>().Any(t => t.WaveId == l.WaveId && t.Version == l.WaveVersion && t.WrittenAt >= changed)))
            && !db.Letters.Any(l => l.InvitationId == i.Id && l.Kind == LetterKind.Invitation
                && (l.State == LetterState.Queued || l.State == LetterState.Retry || l.State == LetterState.Paused || l.State == LetterState.InFlight)));
    }

    /// <summary>Whether a calendar shows the last change; under a neutral title it shows neither another title nor another place.</summary>
    private static async Task<bool> CalendarsShowAsync(this EventsDb db, Dialogue dialogue, CancellationToken ct) =>
        dialogue.ChangedFrom is not { } was || was.ShowsOtherwise(dialogue.Facts, await db.Places.AnyAsync(p => p.DialogueId == dialogue.Id && p.NeutralTitle, ct));
}
