using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Where somebody stands with one dialogue, as the board's tabs have it.</summary>
public enum BoardTab
{
    All,
    NotInvited,
    Waiting,
    Accepted,
    Undecided,
    Declined,

    /// <summary>Waits for a seat, or one is kept for them.</summary>
    Waitlisted,
    ToVerify,
    Withdrawn,
    NotDelivered,
}

/// <summary>One person on the board; without an invitation when not yet invited, with the state of their last letter.</summary>
public sealed record BoardRow(Person Person, Invitation? Invitation, Letter? LastLetter);

public sealed record BoardCount(StakeholderGroup Group, InvitationState? State, int Count, int ToVerify = 0);

/// <summary>Counts are of everybody; rows are of the tab and the filter.</summary>
public sealed record InvitationBoard(IReadOnlyList<BoardRow> Rows, int Count, IReadOnlyList<BoardCount> Counts, int NotDelivered)
{
    public int Of(BoardTab tab) => tab switch
    {
        BoardTab.All => Counts.Sum(c => c.Count),
        BoardTab.NotInvited => Sum(null),
        BoardTab.Waiting => Sum(InvitationState.Invited),
        BoardTab.Accepted => Sum(InvitationState.Accepted),
        BoardTab.Declined => Sum(InvitationState.Declined),
        BoardTab.Undecided => Sum(InvitationState.Undecided),
        BoardTab.Waitlisted => Sum(InvitationState.Waitlisted) + Sum(InvitationState.Offered) + Sum(InvitationState.Lapsed),
        BoardTab.ToVerify => Counts.Sum(c => c.ToVerify),
        BoardTab.Withdrawn => Sum(InvitationState.Withdrawn),
        _ => NotDelivered,
    };

    public int Of(StakeholderGroup group, InvitationState? state) => Counts.Where(c => c.Group == group && c.State == state).Sum(c => c.Count);

    private int Sum(InvitationState? state) => Counts.Where(c => c.State == state).Sum(c => c.Count);
}

public static class InvitationBoardQuery
{
    public static async Task<InvitationBoard> InvitationBoardAsync(this EventsDb db, Id<Dialogue> dialogue, BoardTab tab, PeopleFilter filter, int page, int size, CancellationToken ct, Segment? segment = null)
    {
        var counts = await (from person in db.People
                            join invitation in db.Invitations.Where(i => i.DialogueId == dialogue) on person.Id equals invitation.PersonId into invitations
                            from invitation in invitations.DefaultIfEmpty()
                            group invitation by new { person.Group, State = (InvitationState?)invitation!.State } into grouped
                            select new { grouped.Key.Group, grouped.Key.State, Count = grouped.Count(), ToVerify = grouped.Count(i => i!.ToVerify) }).ToListAsync(ct);
        int undelivered = await db.NotDelivered(dialogue).CountAsync(ct);
        var rows = db.Of(db.Rows(dialogue, filter, segment), dialogue, tab);
        var found = await rows.OrderBy(r => r.Person.FamilyName).ThenBy(r => r.Person.GivenName).ThenBy(r => r.Person.Id).Skip((page - 1) * size).Take(size)
            .ToListAsync(ct);
        var letters = await db.LastLettersAsync([.. found.Select(r => r.Invitation?.Id).OfType<Id<Invitation>>()], ct);
        return new(
            [.. found.Select(r => new BoardRow(r.Person, r.Invitation, r.Invitation is { } i ? letters.GetValueOrDefault(i.Id) : null))], await rows.CountAsync(ct),
            [.. counts.Select(c => new BoardCount(c.Group, c.State, c.Count, c.ToVerify))], undelivered);
    }

    /// <summary>Everybody not yet invited who matches; one more than <paramref name="most"/> tells that there are more.</summary>
    public static async Task<IReadOnlyList<Id<Person>>> NotInvitedAsync(this EventsDb db, Id<Dialogue> dialogue, PeopleFilter filter, int most, CancellationToken ct, Segment? segment = null) =>
        await db.Of(db.Rows(dialogue, filter, segment), dialogue, BoardTab.NotInvited).OrderBy(r => r.Person.FamilyName).Select(r => r.Person.Id).Take(most + 1).ToListAsync(ct);

    /// <summary>Composable: who stands there with a dialogue, as its board counts them.</summary>
    internal static IQueryable<Id<Person>> StandingAt(this EventsDb db, Id<Dialogue> dialogue, BoardTab tab) =>
        db.Of(db.Rows(dialogue, new PeopleFilter()), dialogue, tab).Select(r => r.Person.Id);

    /// <summary>For the rows of one page only: asked for with the rows, the newest letter of every invitation of the day would be looked for.</summary>
    private static async Task<Dictionary<Id<Invitation>, Letter>> LastLettersAsync(this EventsDb db, Id<Invitation>[] invitations, CancellationToken ct)
    {
        var letters = await db.Letters.AsNoTracking()
            .Where(l => invitations.Contains(l.InvitationId) && !db.Letters.Any(later => later.InvitationId == l.InvitationId && later.CreatedAt > l.CreatedAt)).OrderBy(l => l.Id).ToListAsync(ct);
        return letters.DistinctBy(l => l.InvitationId).ToDictionary(l => l.InvitationId);
    }

    private sealed class Row
    {
        public required Person Person { get; init; }
        public Invitation? Invitation { get; init; }
    }

    /// <param name="segment">Only who is in it now; null: everybody.</param>
    private static IQueryable<Row> Rows(this EventsDb db, Id<Dialogue> dialogue, PeopleFilter filter, Segment? segment = null) =>
        from person in (segment is null ? db.Matching(filter) : db.Matching(filter).Where(p => db.InSegment(segment).Contains(p.Id))).AsNoTracking()
        join invitation in db.Invitations.Where(i => i.DialogueId == dialogue) on person.Id equals invitation.PersonId into invitations
        from invitation in invitations.DefaultIfEmpty()
        select new Row { Person = person, Invitation = invitation };

    /// <summary>Invitations whose newest letter did not arrive: from the few such letters, not from all invitations.</summary>
    private static IQueryable<Id<Invitation>> NotDelivered(this EventsDb db, Id<Dialogue> dialogue) =>
        from letter in db.Letters
        join invitation in db.Invitations on letter.InvitationId equals invitation.Id
        where invitation.DialogueId == dialogue && (letter.State == LetterState.Failed || letter.State == LetterState.Unknown || letter.State == LetterState.Bounced)
            && !db.Letters.Any(later => later.InvitationId == letter.InvitationId && later.CreatedAt > letter.CreatedAt)
        select letter.InvitationId;

    private static IQueryable<Row> Of(this EventsDb db, IQueryable<Row> rows, Id<Dialogue> dialogue, BoardTab tab) => tab switch
    {
        BoardTab.NotInvited => rows.Where(r => r.Invitation == null),
        BoardTab.Waiting => rows.Where(r => r.Invitation!.State == InvitationState.Invited),
        BoardTab.Accepted => rows.Where(r => r.Invitation!.State == InvitationState.Accepted),
        BoardTab.Declined => rows.Where(r => r.Invitation!.State == InvitationState.Declined),
        BoardTab.Withdrawn => rows.Where(r => r.Invitation!.State == InvitationState.Withdrawn),
        BoardTab.Undecided => rows.Where(r => r.Invitation!.State == InvitationState.Undecided),
        BoardTab.Waitlisted => rows.Where(r => r.Invitation!.State == InvitationState.Waitlisted || r.Invitation.State == InvitationState.Offered || r.Invitation.State == InvitationState.Lapsed),
        BoardTab.ToVerify => rows.Where(r => r.Invitation!.ToVerify),
        BoardTab.NotDelivered => rows.Where(r => db.NotDelivered(dialogue).Contains(r.Invitation!.Id)),
        _ => rows,
    };
}
