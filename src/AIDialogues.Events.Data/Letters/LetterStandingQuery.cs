using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>A letter, and everything outside it that decides whether it may still leave.</summary>
public sealed record StandingLetter
{
    public required Letter Letter { get; init; }
    public required LetterStanding OfInvitation { get; init; }
    public required bool RoundIsOver { get; init; }

    /// <summary>The links were closed, and nothing has asked the reader anything since: what waits, or is only about their calendar, opens no new door.</summary>
    public required bool IsDoorClosed { get; init; }

    public LetterStanding Standing => OfInvitation with { RoundIsOver = RoundIsOver };
}

public static class LetterStandingQuery
{
    /// <summary>Each letter with all that decides about it, what only it is about included.</summary>
    public static IQueryable<StandingLetter> WithStandings(this EventsDb db, IQueryable<Letter> letters, DateTimeOffset now) =>
        from letter in letters
        join standing in db.LetterStandings(now) on letter.InvitationId equals standing.InvitationId
        select new StandingLetter
        {
            Letter = letter,
            OfInvitation = standing,
            RoundIsOver = letter.RoundId != null && !db.RoundsThatAsk(now).Any(round => round.Id == letter.RoundId),
            // The letter that brings a new link after a closing carries the same moment or a later one.
            IsDoorClosed = db.Timeline.Any(closing => closing.InvitationId == letter.InvitationId && closing.Kind == TimelineKind.LinksRevoked
                && !db.Letters.Any(l => l.InvitationId == letter.InvitationId && l.QueuedAt >= closing.At && l.State != LetterState.Dropped
                    && (l.Kind == LetterKind.Invitation || l.Kind == LetterKind.Reminder || l.Kind == LetterKind.Offer || l.Kind == LetterKind.News || l.Kind == LetterKind.DraftToRead))),
        };

    /// <summary>Whether the newest letter that invited somebody left before an hour and did not come back, as far as is known; also where there was none, because they were asked in another way.</summary>
    public static async Task<bool> HasInvitationLeftAsync(this EventsDb db, Id<Invitation> id, DateTimeOffset before, CancellationToken ct)
    {
        var newest = await db.Letters.Where(l => l.InvitationId == id && l.Kind == LetterKind.Invitation).OrderByDescending(l => l.QueuedAt).ThenBy(l => l.Id)
            .Select(l => new { l.State, At = l.SentAt ?? l.QueuedAt }).FirstOrDefaultAsync(ct);
        return newest is null || (newest.State is LetterState.Sent or LetterState.Unknown && newest.At < before);
    }

    /// <summary>What decides about the letters of each invitation, also of those whose people are shown nowhere any more.</summary>
    public static IQueryable<LetterStanding> LetterStandings(this EventsDb db, DateTimeOffset now) =>
        from invitation in db.Invitations.IgnoreQueryFilters()
        join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
        join series in db.Series on dialogue.SeriesId equals series.Id
        join person in db.People on invitation.PersonId equals person.Id
        select new LetterStanding
        {
            InvitationId = invitation.Id,
            Invitation = invitation.State,
            AnsweredAt = invitation.AnsweredAt,
            At = now,
            Day = dialogue.Day,
            Ends = dialogue.Ends,
            Zone = dialogue.Zone,
            InvitedAt = invitation.InvitedAt,
            Organisation = series.Organisation,
            Address = person.Email,
            ReaderIsErased = person.ErasedAt != null,
            ReaderWantsNone = person.RestrictedAt != null || person.ObjectedAt != null,
            ReaderOptedOut = db.OptOuts.Any(o => o.PersonId == person.Id),
            DayIsOff = dialogue.CancelledAt != null || db.Letters.Any(l => l.InvitationId == invitation.Id && l.Kind == LetterKind.CalledOff && l.State != LetterState.Dropped),
        };
}
