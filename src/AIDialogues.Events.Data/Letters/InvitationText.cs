using AIDialogues.Events.Data.Calendars;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>The invitation's letter to one person, outside a wave.</summary>
public static class InvitationText
{
    private const string Replaced = "Not sent: a letter with a new link replaced it.";

    internal static Task<Result<RenderedLetter>> InvitationTextAsync(this EventsDb db, Person person, Dialogue dialogue, CancellationToken ct) =>
        db.LetterTextAsync(LetterKind.Invitation, person, dialogue, ct);

    /// <summary>
    /// Closes every link to an invitation's pages, keeps back an invitation that still waits, and writes a letter with a new one, for somebody who lost theirs or passed it on. The address of their
    /// calendar stays: it opens none of these pages, and holds the other days of the series too. Once there is no day to come to, the letter speaks of what
    /// they said, and leaves only while a link would open that.
    /// </summary>
    /// <param name="passedOn">Somebody else had the link, and may have made themselves that address with it: it is closed too.</param>
    public static async Task<Result<Invitation>> RenewLinkAsync(this EventsDb db, Id<Invitation> id, DateTimeOffset now, CancellationToken ct, bool passedOn = false)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        // Its day before it, as everybody who changes one; without its key, or a worker that makes a link for a letter and this would wait for each other.
        _ = await db.TakeTurnAsync(await db.Invitations.Where(i => i.Id == id).Select(i => i.DialogueId).SingleAsync(ct), ct);
        var invitation = await db.Invitations.FromSql($"SELECT *, xmin FROM events.invitations WHERE id = {id.Value} FOR NO KEY UPDATE").SingleAsync(ct);
        if (invitation.State == InvitationState.Withdrawn) return InvitationRefusals.Withdrawn;
        var dialogue = await db.Dialogues.AsNoTracking().Include(d => d.Sessions).SingleAsync(d => d.Id == invitation.DialogueId, ct);
        bool isPast = now >= dialogue.EndsAt;
        if (isPast && now >= PersonalLinkQuery.OpensUntil(dialogue, await db.LedgerAsync(invitation.PersonId, dialogue.Id, ct), now)) return InvitationRefusals.DialogueOver;
        var kind = isPast ? LetterKind.OwnPage : LetterKind.Invitation;
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == invitation.PersonId, ct);
        // Before the old links are closed: who gets no new one keeps theirs, and with it the way to their rights.
        var standing = await db.LetterStandings(now).SingleAsync(s => s.InvitationId == id, ct);
        if (standing.DayIsOff && !isPast) return InvitationRefusals.DialogueCancelled;
        if (standing.Silences(kind)) return LetterRefusals.ReaderWantsNone;
        if ((isPast ? await db.OwnPageTextAsync(person, dialogue, ct) : await db.InvitationTextAsync(person, dialogue, ct)).Refused(out var refusal, out var text)) return refusal;
        foreach (var waiting in await db.LockWaitingAsync([id], ct))
            if (waiting.Kind == LetterKind.Invitation) waiting.Drop(Replaced);
        await db.RevokeLinksAsync(id, now, ct, LinkPurpose.Answer);
        if (passedOn)
            foreach (var address in await db.CalendarAddresses(person.Id, dialogue.SeriesId).ToListAsync(ct)) address.Revoke(now);
        db.AddRange(Letter.Queue(invitation, person, kind, text, now), TimelineEntry.Of(invitation, TimelineKind.LinksRevoked, TimelineActor.Organiser, now));
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return invitation;
    }

    private static async Task<Result<RenderedLetter>> OwnPageTextAsync(this EventsDb db, Person person, Dialogue dialogue, CancellationToken ct) => StandingLetters.Of(
        LetterKind.OwnPage, person, dialogue, await db.Series.AsNoTracking().SingleAsync(s => s.Id == dialogue.SeriesId, ct), neutral: await db.BeginsNeutrallyAsync(dialogue.Id, ct));
}
