using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>A proposal with the person who made it.</summary>
public sealed record ProposedSubstitute(SubstituteProposal Proposal, Invitation Invitation, Person By);

/// <summary>Somebody else for somebody who cannot come: proposed by the invitee, decided by an organiser, invited like everybody.</summary>
public sealed class Substitutes(EventsDb db, TimeProvider clock)
{
    /// <summary>Takes the invitee's word, which is also their own "no".</summary>
    public async Task<Result<SubstituteProposal>> ProposeAsync(Id<Invitation> id, string? name, string? contact, string? reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        SubstituteProposal? proposal = null;
        async Task<Refusal?> ProposeAsync(Invitation invitation, Dialogue dialogue)
        {
            if (SubstituteProposal.Of(invitation, name, contact, reason, now).Refused(out var no, out proposal)) return no;
            // Also who had declined before: there is nothing left to come to.
            if (dialogue.CancelledAt is not null) return InvitationRefusals.DialogueCancelled;
            if (now >= dialogue.EndsAt) return InvitationRefusals.DialogueOver;
            bool declined = invitation.State == InvitationState.Declined;
            var answer = await db.AsItCameAsync(invitation, dialogue, new(AnswerKind.Decline), now, ct);
            if (!declined && invitation.Answer(answer, dialogue, seatFree: true, now) is { } refusal) return refusal;
            if (!declined) _ = db.Add(TimelineEntry.Of(invitation, TimelineKind.Declined, TimelineActor.Invitee, now, AnswerSource.Link));
            db.AddRange(proposal, TimelineEntry.Of(invitation, TimelineKind.SubstituteProposed, TimelineActor.Invitee, now));
            return null;
        }

        if ((await db.InTurnAsync(id, ProposeAsync, now, ct)).Refused(out var refusal, out _)) return refusal;
        return proposal!;
    }

    public async Task<IReadOnlyList<ProposedSubstitute>> OfAsync(Id<Dialogue> dialogue, CancellationToken ct) =>
        await (from proposal in db.SubstituteProposals.AsNoTracking()
               join invitation in db.Invitations on proposal.InvitationId equals invitation.Id
               join person in db.People on invitation.PersonId equals person.Id
               where invitation.DialogueId == dialogue
               orderby proposal.State == SubstituteState.Proposed descending, proposal.ProposedAt
               select new ProposedSubstitute(proposal, invitation, person)).Take(200).ToListAsync(ct);

    /// <summary>
    /// Invites the substitute as what they are: a person of their own, with their own letter and link. Of the one before they get the
    /// role and nothing else; what that person allowed is not theirs.
    /// </summary>
    public async Task<Result<Invitation>> ApproveAsync(Id<SubstituteProposal> id, PersonDetails details, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var before = await (from p in db.SubstituteProposals join i in db.Invitations on p.InvitationId equals i.Id where p.Id == id select i).SingleAsync(ct);
        _ = await db.TakeTurnAsync(before.DialogueId, ct);
        // Its role, too, may be another since it was read.
        await db.Entry(before).ReloadAsync(ct);
        var proposal = await db.SubstituteProposals.SingleAsync(p => p.Id == id, ct);
        await db.Entry(proposal).ReloadAsync(ct);
        if (proposal.State is SubstituteState.Proposed or SubstituteState.Overtaken && before.State != InvitationState.Declined) return SubstituteRefusals.NotDeclined;
        if (proposal.Decide(approved: true, now) is { } decided) return decided;
        if ((await FindOrAddAsync(details, now, ct)).Refused(out var wrong, out var person)) return wrong;
        if (!person.MayBeWrittenTo) return ReminderRefusals.NotWanted;
        if (await db.OptOuts.AnyAsync(o => o.PersonId == person.Id, ct)) return LetterRefusals.ReaderWantsNone;
        var had = await db.Invitations.AsNoTracking().SingleOrDefaultAsync(i => i.DialogueId == before.DialogueId && i.PersonId == person.Id, ct);
        if (had is { State: not InvitationState.Withdrawn }) return SubstituteRefusals.AlreadyInvited;
        var dialogue = await db.Dialogues.AsNoTracking().Include(d => d.Sessions).SingleAsync(d => d.Id == before.DialogueId, ct);
        if (dialogue.CancelledAt is not null) return InvitationRefusals.DialogueCancelled;
        if (now >= dialogue.EndsAt) return InvitationRefusals.DialogueOver;
        // The seat that was given up may be offered to, or taken by, somebody who waited.
        if (await db.MayInviteAsync(dialogue.Id, before.Role, 1, now, ct) is not null) return SubstituteRefusals.NoSeat;
        if ((await db.InvitationTextAsync(person, dialogue, ct)).Refused(out var empty, out var text)) return empty;
        // Withdrawn is not for ever: the same row is open again, without the answer and the links of then.
        var again = await db.InviteAgainAsync(had is null ? [] : [had.Id], before.Role, now, ct);
        var invitation = had is null ? Invitation.Of(person, dialogue, now, before.Role) : again[had.Id];
        invitation.StandInFor(before);
        if (had is null) _ = db.Add(invitation);
        db.AddRange(Letter.Queue(invitation, person, LetterKind.Invitation, text, now),
            TimelineEntry.Of(before, TimelineKind.SubstituteApproved, TimelineActor.Organiser, now), TimelineEntry.Of(invitation, TimelineKind.InvitedInstead, TimelineActor.Organiser, now));
        try
        {
            _ = await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.Refusal() is { } lost)
        {
            db.ChangeTracker.Clear();
            return lost;
        }

        await transaction.CommitAsync(ct);
        return invitation;
    }

    public async Task<Refusal?> RefuseAsync(Id<SubstituteProposal> id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var proposal = await db.SubstituteProposals.FromSql($"SELECT * FROM events.substitute_proposals WHERE id = {id.Value} FOR UPDATE").SingleAsync(ct);
        if (proposal.Decide(approved: false, now) is { } decided) return decided;
        var invitation = await db.Invitations.AsNoTracking().SingleAsync(i => i.Id == proposal.InvitationId, ct);
        _ = db.Add(TimelineEntry.Of(invitation, TimelineKind.SubstituteRefused, TimelineActor.Organiser, now));
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private async Task<Result<Person>> FindOrAddAsync(PersonDetails details, DateTimeOffset now, CancellationToken ct)
    {
        if (Person.New(details, now).Refused(out var refusal, out var person)) return refusal;
        if (await db.People.FirstOrDefaultAsync(p => p.Email == person.Email, ct) is { } known) return known;
        _ = db.Add(person);
        return person;
    }
}
