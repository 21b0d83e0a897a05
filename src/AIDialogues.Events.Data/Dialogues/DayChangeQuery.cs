using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Dialogues;

/// <summary>A wave whose letters wait while it is paused.</summary>
public sealed record WaitingWave(Id<Wave> Id, int Number, LetterKind Kind, int Letters);

/// <summary>What became of a change to a day: whom calendars tell of it, whom nothing told yet, and which letters wait.</summary>
/// <param name="Calendars">How many have the day in a calendar that we keep right; they get a letter whenever it would show something else.</param>
/// <param name="IsNeutral">Calendars show neither title nor place of this day.</param>
/// <param name="Unaware">How many may come, know the day as it was, and are told by no letter.</param>
/// <param name="Loose">How many letters of no wave wait and say what the day was.</param>
public sealed record DayChange(Dialogue Day, bool IsHeld, bool IsNeutral, int Calendars, int Unaware, int Loose, IReadOnlyList<WaitingWave> Waiting);

public static class DayChangeQuery
{
    public static async Task<DayChange> DayChangeAsync(this EventsDb db, Dialogue dialogue, DateTimeOffset now, CancellationToken ct)
    {
        if (dialogue.CancelledAt is not null || now >= dialogue.EndsAt) return new(dialogue, IsHeld: false, IsNeutral: false, 0, 0, 0, []);
        var waiting = await db.Waves.Where(w => w.DialogueId == dialogue.Id && w.State == WaveState.Paused)
            .Select(w => new WaitingWave(w.Id, w.Number, w.Kind, db.Letters.Count(l => l.WaveId == w.Id && l.State == LetterState.Paused)))
            .ToListAsync(ct);
        bool neutral = await db.IsNeutralAsync(dialogue, ct);
        // Under a neutral title calendars show neither another title nor another place, so nothing about those is told, or held.
        bool isHeld = now < dialogue.ChangeHeldUntil && (dialogue.ChangedFrom is not { } was || was.ShowsOtherwise(dialogue.Facts, neutral));
        return new(dialogue, isHeld, neutral, await db.InCalendars().CountAsync(i => i.DialogueId == dialogue.Id, ct), (await db.UnawareAsync(dialogue, neutral, ct)).Count, await db.LooseAsync(dialogue, ct), [.. waiting.Where(w => w.Letters > 0).OrderBy(w => w.Number)]);
    }

    /// <summary>Of those who accepted and have their day in a calendar.</summary>
    private static IQueryable<Invitation> InCalendars(this EventsDb db) => db.Invitations
        .Where(i => i.State == InvitationState.Accepted && db.CalendarEntries.Any(e => e.InvitationId == i.Id && !e.Cancelled));

    /// <summary>How many people have a coming day of a series in a calendar that shows its title.</summary>
    /// <param name="neutral">Instead of it, one that shows only the organisation's name.</param>
    public static Task<int> InCalendarsAsync(this EventsDb db, Id<Series> series, DateTimeOffset now, CancellationToken ct, bool neutral = false)
    {
        var yesterday = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        var days = db.Dialogues.Where(d => d.SeriesId == series && d.Day >= yesterday && d.CancelledAt == null && db.Places.Any(p => p.DialogueId == d.Id && p.NeutralTitle) == neutral);
        return db.InCalendars().Where(i => days.Any(d => d.Id == i.DialogueId)).Select(i => i.PersonId).Distinct().CountAsync(ct);
    }

    /// <summary>
    /// Who may come, may be written to, and knows the day as it was: what it was when they were last asked or written to would lead them elsewhere. Of whom a
    /// wave's invitation still waits is not among them, because its words can still be changed; nor is who accepted, where their calendar tells them.
    /// </summary>
    public static async Task<IReadOnlyList<Id<Person>>> UnawareAsync(this EventsDb db, Dialogue dialogue, CancellationToken ct) =>
        await db.UnawareAsync(dialogue, await db.IsNeutralAsync(dialogue, ct), ct);

    /// <param name="neutral">Whether calendars show neither title nor place.</param>
    private static async Task<IReadOnlyList<Id<Person>>> UnawareAsync(this EventsDb db, Dialogue dialogue, bool neutral, CancellationToken ct)
    {
        if (dialogue.Past.Count == 0) return [];
        var people = await db.WhoMayCome(dialogue.Id).Where(i => db.People.Any(p => p.Id == i.PersonId && p.RestrictedAt == null && p.ObjectedAt == null))
            .OrderBy(i => i.PersonId).Select(i => new { i.Id, i.PersonId, i.InvitedAt, Accepted = i.State == InvitationState.Accepted }).ToListAsync(ct);
        // What failed or came back told nobody.
        var letters = (await db.LettersSaying(dialogue).Where(l => l.State != LetterState.Dropped && l.State != LetterState.Failed && l.State != LetterState.Bounced)
            .Select(l => new
            {
                l.InvitationId,
                l.CreatedAt,
                Rewritten = db.Set<WaveText>().Where(t => t.WaveId == l.WaveId && t.Version == l.WaveVersion).Max(t => (DateTimeOffset?)t.WrittenAt),
                Waits = l.Kind == LetterKind.Invitation && l.WaveId != null
                    && (l.State == LetterState.Queued || l.State == LetterState.Retry || l.State == LetterState.Paused || l.State == LetterState.InFlight),
            }).ToListAsync(ct)).ToLookup(l => l.InvitationId);
        return [.. people.Where(p => !letters[p.Id].Any(l => l.Waits)
            && dialogue.KnownSince(letters[p.Id].SelectMany(l => (DateTimeOffset[])[l.CreatedAt, l.Rewritten ?? l.CreatedAt]).Append(p.InvitedAt).Max(), p.Accepted ? neutral : null).Misleads(dialogue.Facts))
            .Select(p => p.PersonId)];
    }

    /// <summary>What the waiting letters of a wave say the day is, where that would lead their readers elsewhere; null where they say it as it is.</summary>
    public static async Task<DayFacts?> MisleadingAsync(this EventsDb db, Wave wave, Dialogue dialogue, CancellationToken ct)
    {
        if (dialogue.Past.Count == 0 || dialogue.CancelledAt is not null) return null;
        var written = await db.LettersSaying(dialogue).Where(l => l.WaveId == wave.Id && l.State == LetterState.Paused).Select(l => new { l.CreatedAt, l.WaveVersion }).Distinct().ToListAsync(ct);
        return written.Select(l => dialogue.SaidIn(l.CreatedAt, wave.Texts.Where(t => t.Version == l.WaveVersion).Select(t => t.WrittenAt))).FirstOrDefault(said => said.Misleads(dialogue.Facts));
    }

    /// <summary>How many letters of no wave still wait and say what the day was: nothing rewrites them.</summary>
    private static async Task<int> LooseAsync(this EventsDb db, Dialogue dialogue, CancellationToken ct)
    {
        if (dialogue.Past.Count == 0) return 0;
        var written = await db.LettersSaying(dialogue).Where(l => l.WaveId == null && (l.State == LetterState.Queued || l.State == LetterState.Retry || l.State == LetterState.Paused)).Select(l => l.CreatedAt).ToListAsync(ct);
        return written.Count(at => dialogue.KnownSince(at).Misleads(dialogue.Facts));
    }

    /// <summary>Those of the letters that ask to come at another time or to another place than their day has now.</summary>
    internal static async Task<IReadOnlyList<Id<Letter>>> SayingWhatTheDayWasAsync(this EventsDb db, IReadOnlyCollection<Letter> letters, CancellationToken ct)
    {
        var asking = letters.Where(l => l.Kind.AsksToCome()).ToList();
        var invitations = asking.ConvertAll(l => l.InvitationId);
        var days = await (from invitation in db.Invitations.IgnoreQueryFilters()
                          where invitations.Contains(invitation.Id)
                          join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
                          select new { invitation.Id, dialogue }).AsNoTracking().ToDictionaryAsync(d => d.Id, d => d.dialogue, ct);
        var waves = asking.Select(l => l.WaveId).OfType<Id<Wave>>().Distinct().ToList();
        var texts = (await db.Set<WaveText>().Where(t => waves.Contains(t.WaveId)).Select(t => new { t.WaveId, t.Version, t.WrittenAt }).ToListAsync(ct)).ToLookup(t => (t.WaveId, t.Version), t => t.WrittenAt);
        return [.. from letter in asking
                   let day = days[letter.InvitationId]
                   let written = letter.WaveId is { } wave ? texts[(wave, letter.WaveVersion)] : []
                   where day.SaidIn(letter.CreatedAt, written).Misleads(day.Facts)
                   select letter.Id];
    }

    /// <summary>What a letter says the day is: as it was when its words were written, or written anew.</summary>
    private static DayFacts SaidIn(this Dialogue dialogue, DateTimeOffset createdAt, IEnumerable<DateTimeOffset> rewritten) => dialogue.KnownSince(rewritten.Append(createdAt).Max());

    /// <summary>Letters that say when and where a day is to whoever is asked to come.</summary>
    private static IQueryable<Letter> LettersSaying(this EventsDb db, Dialogue dialogue) => db.Letters.Where(l =>
        (l.Kind == LetterKind.Invitation || l.Kind == LetterKind.Reminder || l.Kind == LetterKind.News || l.Kind == LetterKind.Offer)
        && db.Invitations.Any(i => i.Id == l.InvitationId && i.DialogueId == dialogue.Id));

    private static Task<bool> IsNeutralAsync(this EventsDb db, Dialogue dialogue, CancellationToken ct) => db.Places.AnyAsync(p => p.DialogueId == dialogue.Id && p.NeutralTitle, ct);
}
