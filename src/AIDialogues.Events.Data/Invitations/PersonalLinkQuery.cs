using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>What stands behind a personal link: the invitee's own things and nobody else's.</summary>
public sealed record BehindLink(Invitation Invitation, Person Person, Dialogue Dialogue, Series Series, IReadOnlyList<ConsentEvent> Ledger)
{
    /// <summary>The link itself; its hash, its purpose and the day of its last use.</summary>
    public required PersonalLink Link { get; init; }

    /// <summary>Every day of the series that this person is invited to and that takes place, in order; the link's own among them.</summary>
    public required IReadOnlyList<InvitedDay> Days { get; init; }

    /// <summary>Their days that were called off: there is nothing to answer, but what was said for them stays theirs to read and to take back.</summary>
    public required IReadOnlyList<InvitedDay> CalledOff { get; init; }

    /// <summary>Whether the day looked at was called off.</summary>
    public bool IsCalledOff => Dialogue.CancelledAt is not null;

    /// <summary>Whether its month after the day is over: what was said can be read and taken back, nothing else is opened.</summary>
    public required bool IsOver { get; init; }

    /// <summary>From when on the link opens nothing.</summary>
    public required DateTimeOffset OpensUntil { get; init; }

    /// <summary>Whether there is something to answer; else the link opens what its invitee said and what is held of them, and no more.</summary>
    public bool TakesAnswers => !IsCalledOff && !IsOver;

    /// <summary>Whether the day that the link was sent for was called off, from whichever day one looks.</summary>
    public bool OwnDayIsOff => CalledOff.Any(d => d.Invitation.Id == Link.InvitationId);

    /// <summary>The same link, looked at from another of its days.</summary>
    public BehindLink About(InvitedDay day, IReadOnlyList<ConsentEvent> ledger) => this with { Invitation = day.Invitation, Dialogue = day.Dialogue, Ledger = ledger };
}

/// <summary>One day that a person is invited to, and how its seats are given.</summary>
public sealed record InvitedDay(Invitation Invitation, Dialogue Dialogue, Places Places, SubstituteProposal? Substitute);

public static class PersonalLinkQuery
{
    /// <summary>So long after the day a link still opens everything. What was said it opens for longer, while a yes stands.</summary>
    public static readonly TimeSpan OpenAfterTheDay = TimeSpan.FromDays(30);

    /// <summary>
    /// Null for a link that was never made, is revoked, is for something else, is over, or belongs to a withdrawn invitation: all the same to
    /// whoever asks. The link of a day that was called off, or of one a month ago for which a yes stands, opens what its invitee said and what is held
    /// of them, and no more.
    /// </summary>
    public static async Task<BehindLink?> BehindLinkAsync(this EventsDb db, string token, DateTimeOffset now, CancellationToken ct, LinkPurpose purpose = LinkPurpose.Answer)
    {
        if (token.Length is 0 or > 100 || !token.All(char.IsAscii)) return null;
        byte[] hash = PersonalLink.HashOf(token);
        var found = await (from link in db.PersonalLinks
                           join invitation in db.Invitations on link.InvitationId equals invitation.Id
                           join person in db.People on invitation.PersonId equals person.Id
                           where link.TokenSha256 == hash && link.Purpose == purpose && link.RevokedAt == null && invitation.State != InvitationState.Withdrawn
                           select new { link, invitation, person }).FirstOrDefaultAsync(ct);
        if (found is null) return null;
        var dialogue = await db.Dialogues.Include(d => d.Rooms).Include(d => d.Sessions).FirstAsync(d => d.Id == found.invitation.DialogueId, ct);
        var ledger = await db.LedgerAsync(found.person.Id, dialogue.Id, ct);
        var until = OpensUntil(dialogue, ledger, now);
        if (now >= until) return null;
        var series = await db.Series.FirstAsync(s => s.Id == dialogue.SeriesId, ct);
        var days = (await db.DaysAsync(found.person.Id, series.Id, ct)).ToLookup(d => d.Dialogue.CancelledAt is null);
        return new(found.invitation, found.person, dialogue, series, ledger) { Link = found.link, IsOver = now >= dialogue.EndsAt + OpenAfterTheDay, OpensUntil = until, Days = [.. days[true]], CalledOff = [.. days[false]] };
    }

    /// <summary>
    /// A month after the day, and longer while any yes of the person for that day stands: what was given by this link is taken back by it. A month
    /// after the last word too, so that whoever takes their last yes back can still read its receipt. The purge counts alike.
    /// </summary>
    public static DateTimeOffset OpensUntil(Dialogue dialogue, IReadOnlyCollection<ConsentEvent> ledger, DateTimeOffset now)
    {
        DateTimeOffset[] ends =
        [
            dialogue.EndsAt + OpenAfterTheDay,
            .. ledger.Where(l => l.Purpose != ConsentPurpose.AttendUnderRule && l.State != ConsentState.Requested).Select(l => l.At + OpenAfterTheDay),
            new Choices(ledger, now).StandsUntil ?? DateTimeOffset.MinValue,
        ];
        return ends.Max();
    }

    /// <summary>What the link shows of one of its days; the link's own where none is named, null for a day that is not the invitee's.</summary>
    public static async Task<BehindLink?> AboutAsync(this EventsDb db, BehindLink link, Guid? invitation, CancellationToken ct)
    {
        if (invitation is not { } id || id == link.Invitation.Id.Value) return link;
        return link.Days.Concat(link.CalledOff).FirstOrDefault(d => d.Invitation.Id.Value == id) is { } day ? link.About(day, await db.LedgerAsync(link.Person.Id, day.Dialogue.Id, ct)) : null;
    }

    /// <summary>Closes links of an invitation, all or those of one purpose.</summary>
    public static async Task RevokeLinksAsync(this EventsDb db, Id<Invitation> invitation, DateTimeOffset now, CancellationToken ct, LinkPurpose? purpose = null)
    {
        foreach (var link in await db.PersonalLinks.Where(l => l.InvitationId == invitation && l.RevokedAt == null && (purpose == null || l.Purpose == purpose)).ToListAsync(ct)) link.Revoke(now);
    }

    // One query, however many days: a personal page costs the same for a series of one day and of three.
    private static async Task<IReadOnlyList<InvitedDay>> DaysAsync(this EventsDb db, Id<Person> person, Id<Series> series, CancellationToken ct)
    {
        var days = await (from invitation in db.Invitations
                          join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
                          join places in db.Places on dialogue.Id equals places.DialogueId into all
                          from places in all.DefaultIfEmpty()
                          from substitute in db.SubstituteProposals.Where(s => s.InvitationId == invitation.Id).OrderByDescending(s => s.ProposedAt).Take(1).DefaultIfEmpty()
                          where invitation.PersonId == person && dialogue.SeriesId == series && invitation.State != InvitationState.Withdrawn
                          orderby dialogue.Day, dialogue.Begins, dialogue.Id
                          select new { invitation, dialogue, places, substitute }).Take(50).AsNoTracking().ToListAsync(ct);
        return [.. days.Select(d => new InvitedDay(d.invitation, d.dialogue, d.places ?? Places.Of(d.dialogue.Id), d.substitute))];
    }
}
