using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Calendars;

/// <summary>
/// Keeps people's calendars right: what should be in them is compared with what they were last told, and the difference is a letter. So
/// it does not matter who changed what, or how often before we looked.
/// </summary>
public static class CalendarTelling
{
    /// <summary>Another whenever a row is that a calendar of a coming day hangs on. It is made of versions alone: nobody's data are read for it.</summary>
    public static Task<string> CalendarVersionAsync(this EventsDb db, DateTimeOffset now, CancellationToken ct) => db.Database.SqlQuery<string>($"""
        SELECT count(*) || ':' || count(o.id) || ':' || coalesce(md5(string_agg(concat_ws('.', i.xmin, d.xmin, p.xmin, s.xmin, coalesce(e.xmin::text, '-'), coalesce(l.xmin::text, '-'), coalesce(d.change_held_until > {now}, false), coalesce(s.title_held_until > {now}, false)), ',' ORDER BY i.id)), '') AS "Value"
        FROM events.invitations i JOIN events.dialogues d ON d.id = i.dialogue_id JOIN events.people p ON p.id = i.person_id JOIN events.series s ON s.id = d.series_id
        LEFT JOIN events.calendar_entries e ON e.invitation_id = i.id LEFT JOIN events.places l ON l.dialogue_id = d.id
        LEFT JOIN events.outbox o ON o.invitation_id = i.id AND o.kind = 'CalledOff' AND o.state IN ('Queued', 'Retry', 'Paused', 'InFlight')
        WHERE d.day >= {DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1)} AND (i.state = 'Accepted' OR NOT e.cancelled)
        """).SingleAsync(ct);

    /// <summary>Invitations whose calendar may be wrong: accepted ones, and those that a calendar still holds.</summary>
    public static async Task<IReadOnlyList<Id<Invitation>>> ToldOrToTellAsync(this EventsDb db, DateTimeOffset now, CancellationToken ct)
    {
        var yesterday = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        var candidates = await (from invitation in db.Invitations
                                join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
                                join person in db.People on invitation.PersonId equals person.Id
                                join series in db.Series on dialogue.SeriesId equals series.Id
                                join entry in db.CalendarEntries on invitation.Id equals entry.InvitationId into entries
                                from entry in entries.DefaultIfEmpty()
                                join places in db.Places on dialogue.Id equals places.DialogueId into all
                                from places in all.DefaultIfEmpty()
                                where dialogue.Day >= yesterday && (invitation.State == InvitationState.Accepted || (entry != null && !entry.Cancelled))
                                    && !db.LettersCallingOff().Any(l => l.InvitationId == invitation.Id)
                                orderby invitation.Id
                                select new { invitation, dialogue, person, series, entry, places }).AsNoTracking().ToListAsync(ct);
        return [.. candidates.Where(c => Due(c.entry ?? CalendarEntry.Of(c.invitation), c.invitation, c.person, c.dialogue, c.series, Day(c.invitation, c.person, c.dialogue, c.series, c.places), now) is not null)
            .Select(c => c.invitation.Id).Take(1000)];
    }

    /// <summary>Writes what one calendar should be told, if anything still; the entry and the letter are one transaction.</summary>
    /// <returns>Whether a letter was written.</returns>
    public static async Task<bool> TellAsync(this EventsDb db, Id<Invitation> id, CalendarPerson organiser, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        // Shared with answers: nobody changes it between the look and the letter.
        var invitation = await db.Invitations.FromSql($"SELECT *, xmin FROM events.invitations WHERE id = {id.Value} FOR NO KEY UPDATE").AsNoTracking().SingleAsync(ct);
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == invitation.PersonId, ct);
        var dialogue = await db.Dialogues.AsNoTracking().Include(d => d.Sessions).SingleAsync(d => d.Id == invitation.DialogueId, ct);
        // After the day was read: who sees that it is off sees the letters that say so too.
        if (await db.LettersCallingOff().AnyAsync(l => l.InvitationId == id, ct)) return false;
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == dialogue.SeriesId, ct);
        var places = await db.Places.AsNoTracking().FirstOrDefaultAsync(p => p.DialogueId == dialogue.Id, ct);
        var entry = await db.CalendarEntries.FirstOrDefaultAsync(e => e.InvitationId == id, ct);
        if (entry is null) _ = db.Add(entry = CalendarEntry.Of(invitation));
        var day = Day(invitation, person, dialogue, series, places) with { Organiser = Inviting(series, organiser) };
        if (Due(entry, invitation, person, dialogue, series, day, now) is not { } kind) return false;
        var difference = kind == LetterKind.Change ? Difference(entry, dialogue, series, day) : null;
        bool cancelled = kind == LetterKind.Cancellation;
        string file = CalendarFile.Of(day with { Sequence = entry.Tell(day.Facts, cancelled, now) }, cancelled ? CalendarMethod.Cancel : CalendarMethod.Request, now);
        _ = db.Add(Letter.Queue(invitation, person, kind, StandingLetters.Of(kind, person, dialogue, series, invitation: invitation.State, neutral: places?.NeutralLetters ?? false, difference: difference), now).Carrying(file));
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>
    /// Gives a letter that calls the day off the file that takes it out of its reader's calendar, where the calendar holds it. At the moment the letter is
    /// taken to be sent, since until then all of it may be taken back; in the caller's transaction, and the caller saves.
    /// </summary>
    public static async Task CarryCancellationAsync(this EventsDb db, Letter letter, CalendarPerson organiser, DateTimeOffset now, CancellationToken ct)
    {
        // No lock: who tells calendars is silent while this letter waits, and whoever merges people takes invitations before letters.
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == letter.InvitationId, ct);
        if (await db.CalendarEntries.FirstOrDefaultAsync(e => e.InvitationId == invitation.Id && !e.Cancelled, ct) is not { } entry) return;
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == invitation.PersonId, ct);
        var dialogue = await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == invitation.DialogueId, ct);
        if (dialogue.CancelledAt is null) return;
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == dialogue.SeriesId, ct);
        var places = await db.Places.AsNoTracking().FirstOrDefaultAsync(p => p.DialogueId == dialogue.Id, ct);
        var day = Day(invitation, person, dialogue, series, places) with { Organiser = Inviting(series, organiser) };
        _ = letter.Carrying(CalendarFile.Of(day with { Sequence = entry.Tell(day.Facts, cancelled: true, now) }, CalendarMethod.Cancel, now));
    }

    /// <summary>Letters that will tell by themselves that the day is off, or are still held and may be taken back; until then no calendar hears of it.</summary>
    private static IQueryable<Letter> LettersCallingOff(this EventsDb db) => db.Letters.Where(l => l.Kind == LetterKind.CalledOff
        && (l.State == LetterState.Queued || l.State == LetterState.Retry || l.State == LetterState.Paused || l.State == LetterState.InFlight));

    private static CalendarPerson Inviting(Series series, CalendarPerson organiser) => series.Organisation.Length == 0 ? organiser : organiser with { Name = series.Organisation };

    /// <summary>What there is to tell, if it may be told to this person. Once a day is over, it stays in the calendar as it was.</summary>
    private static LetterKind? Due(CalendarEntry entry, Invitation invitation, Person person, Dialogue dialogue, Series series, CalendarDay day, DateTimeOffset now)
    {
        if (now >= dialogue.EndsAt) return null;
        bool comes = invitation.State == InvitationState.Accepted && dialogue.CancelledAt is null;
        if (entry.Due(comes, day.Facts) is not { } kind || !person.MayGet(kind, invitation.State)) return null;
        return kind == LetterKind.Change && Difference(entry, dialogue, series, day) is { } difference && !IsToldNow(difference, dialogue, series, day, now) ? null : kind;
    }

    /// <summary>What about the day is another waits while it may still be set back, and so does another name of the organisation; a corrected address needs its entry at once; a title in another language needs none.</summary>
    private static bool IsToldNow(DayDifference difference, Dialogue dialogue, Series series, CalendarDay day, DateTimeOffset now) => difference.IsNone
        ? difference.Told.Address != day.Invitee.Address || (CalendarDay.IsNeutral(difference.Told.Title, series) != CalendarDay.IsNeutral(day.Title, series) && !(now < series.TitleHeldUntil))
        : !(now < dialogue.ChangeHeldUntil || now < series.TitleHeldUntil);

    private static DayDifference? Difference(CalendarEntry entry, Dialogue dialogue, Series series, CalendarDay day) =>
        ToldDay.Read(entry.Facts) is { } told ? DayDifference.Between(told, dialogue, series, CalendarDay.IsNeutral(day.Title, series)) : null;

    private static CalendarDay Day(Invitation invitation, Person person, Dialogue dialogue, Series series, Places? places) =>
        CalendarDay.Of(invitation, person, dialogue, series, places?.NeutralTitle ?? false, new("", ""), sequence: 0);
}
