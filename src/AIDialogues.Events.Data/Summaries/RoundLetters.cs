using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Summaries;

/// <summary>
/// The letters that tell of a round of objections. Who gets one follows from the desk alone, never from tokens or from what was said, and all say
/// the same: having got one tells nothing about anybody.
/// </summary>
public static class RoundLetters
{
    /// <summary>Until when somebody who was there can still read a draft behind a personal link; null when every day was called off.</summary>
    public static async Task<DateTimeOffset?> ReadableUntilAsync(this EventsDb db, InScope scope, CancellationToken ct)
    {
        var days = await db.Dialogues.AsNoTracking().Where(d => scope.Days.Contains(d.Id) && d.CancelledAt == null).ToListAsync(ct);
        return days.Count == 0 ? null : days.Max(PageCloses);
    }

    /// <summary>Whether anybody can read a draft behind a personal link now, and whether on a day of theirs so many hold tokens that Room takes any.</summary>
    public static async Task<(bool CanRead, bool CanObject)> WhoCanAnswerAsync(this EventsDb db, InScope scope, DateTimeOffset now, CancellationToken ct)
    {
        var days = await db.Dialogues.AsNoTracking().Where(d => scope.Days.Contains(d.Id) && d.CancelledAt == null).ToListAsync(ct);
        var open = days.FindAll(d => now < PageCloses(d)).ConvertAll(d => d.Id);
        var read = await db.Invitations.Where(i => i.CheckedInAt != null && open.Contains(i.DialogueId)).Select(i => i.DialogueId).Distinct().ToListAsync(ct);
        return (read.Count > 0, await db.PublishedKeys.AnyAsync(k => read.Contains(k.DialogueId) && k.SessionId == null && k.EnoughHolders && k.ClosesAt > now, ct));
    }

    private static DateTimeOffset PageCloses(Dialogue day) => day.EndsAt + PersonalLinkQuery.OpenAfterTheDay;

    /// <summary>The draft is taken back while people may be asked about it.</summary>
    public static async Task EndAskingAsync(this EventsDb db, Summary summary, DateTimeOffset now, CancellationToken ct) =>
        (await db.ObjectionRounds.FirstOrDefaultAsync(r => r.SummaryId == summary.Id && r.HandledAt == null, ct))?.TakenBack(now);

    /// <summary>
    /// Adds, to be saved with the round, one letter to each person who was checked in on one of the days, may be written to, and whose page still
    /// opens. Who was at several days gets the link of the last.
    /// </summary>
    /// <returns>How many.</returns>
    public static async Task<int> TellOfRoundAsync(this EventsDb db, ObjectionRound round, InScope scope, DateTimeOffset now, CancellationToken ct)
    {
        var there = await (from invitation in db.Invitations.AsNoTracking()
                           join person in db.People.AsNoTracking() on invitation.PersonId equals person.Id
                           join standing in db.LetterStandings(now) on invitation.Id equals standing.InvitationId
                           where invitation.CheckedInAt != null && scope.Days.Contains(invitation.DialogueId)
                           select new { invitation, person, standing }).ToListAsync(ct);
        var days = await db.Dialogues.AsNoTracking().Include(d => d.Sessions).Where(d => scope.Days.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        var neutral = await db.Places.Where(p => scope.Days.Contains(p.DialogueId) && p.NeutralLetters).Select(p => p.DialogueId).ToListAsync(ct);
        var letters = (from one in there
                       let day = days[one.invitation.DialogueId]
                       let pageCloses = PageCloses(day)
                       where now < pageCloses && day.CancelledAt is null
                       let until = round.ClosesAt < pageCloses ? round.ClosesAt : pageCloses
                       let words = StandingLetters.Of(LetterKind.DraftToRead, one.person, day, scope.Series, until, scope.Title, neutral: neutral.Contains(day.Id))
                       let letter = Letter.Queue(one.invitation, one.person, LetterKind.DraftToRead, words, now).Telling(round)
                       where letter.WhyNot(one.standing) is null
                       orderby day.BeginsAt descending, one.invitation.Id.Value
                       select letter).DistinctBy(l => l.PersonId).ToList();
        db.AddRange(letters);
        return letters.Count;
    }
}
