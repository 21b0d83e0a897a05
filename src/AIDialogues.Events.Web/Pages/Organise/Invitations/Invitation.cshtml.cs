using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Reminders;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>One invitation: everything that happened to it, and what an organiser may do about it.</summary>
public sealed class OneInvitationModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    public InvitationTimeline Timeline { get; private set; } = null!;

    public Invitation Invitation => Timeline.Invitation;

    public AnswerSource Source { get; private set; } = AnswerSource.Telephone;

    public string Note { get; private set; } = "";

    private DateTimeOffset Now => clock.GetUtcNow();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAnswerAsync(Guid id, bool accepts, bool undecided, string? note, CancellationToken ct, AnswerSource source = AnswerSource.Telephone)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        (Source, Note) = (source == AnswerSource.Link ? AnswerSource.Telephone : source, note ?? "");
        var kind = undecided ? AnswerKind.Undecided : accepts ? AnswerKind.Accept : AnswerKind.Decline;
        if ((await db.AnswerAsync(Invitation.Id, new(kind, Source: Source, Note: Note), Now, ct)).Refused(out var refusal, out var answered)) return Refuse(refusal);
        string name = Timeline.Person.Name;
        return Done(id, answered.State switch
        {
            InvitationState.Accepted => texts["{0} is down as accepting.", name],
            InvitationState.Waitlisted => texts["All seats are held; {0} waits for one.", name],
            InvitationState.Undecided => texts["{0} is down as undecided.", name],
            _ => texts["{0} is down as declining.", name],
        });
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if ((await db.WithdrawAsync(Invitation.Id, Now, ct)).Refused(out var refusal, out _)) return Refuse(refusal);
        return Done(id, texts["The invitation of {0} is withdrawn; its links no longer work.", Timeline.Person.Name]);
    }

    public Task<IActionResult> OnPostVerifyAsync(Guid id, CancellationToken ct) => ChangeAsync(id, TimelineKind.Verified, i => i.Verify(), texts["Noted: the answer is meant."], ct);

    public async Task<IActionResult> OnPostRoleAsync(Guid id, InvitationRole role, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        return (await db.InviteAsAsync(Invitation.Id, role, Now, ct)).Refused(out var refusal, out _) ? Refuse(refusal) : Done(id, texts["Saved."]);
    }

    public async Task<IActionResult> OnPostZoneAsync(Guid id, string? zone, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        var person = await db.People.SingleAsync(p => p.Id == Invitation.PersonId, ct);
        if (person.LiveIn(zone) is { } refusal) return Refuse(refusal, "zone");
        return await SaveAsync(db, ct) is { } lost ? Refuse(lost) : Done(id, texts["Saved."]);
    }

    public async Task<IActionResult> OnPostRemindAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        return await db.RemindNowAsync(Invitation.Id, Now, ct) is { } refusal ? Refuse(refusal) : Done(id, texts["A reminder to {0} is on its way.", Timeline.Person.Name]);
    }

    public async Task<IActionResult> OnPostRemindersAsync(Guid id, bool wanted, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        await db.AllowRemindersAsync(Invitation.Id, wanted, Now, ct);
        return Done(id, texts["Saved."]);
    }

    /// <param name="passedOn">Somebody else had the old link.</param>
    public async Task<IActionResult> OnPostRenewAsync(Guid id, bool passedOn, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if ((await db.RenewLinkAsync(Invitation.Id, Now, ct, passedOn)).Refused(out var refusal, out _)) return Refuse(refusal);
        return Done(id, passedOn
            ? texts["A letter with a new link to {0} is on its way; the old ones and the address of their calendar no longer work.", Timeline.Person.Name]
            : texts["A letter with a new link to {0} is on its way; the old ones no longer work.", Timeline.Person.Name]);
    }

    public async Task<IActionResult> OnPostCloseAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        await db.RevokeLinksAsync(Invitation.Id, Now, ct);
        _ = db.Add(TimelineEntry.Of(Invitation, TimelineKind.LinksRevoked, TimelineActor.Organiser, Now));
        _ = await db.SaveChangesAsync(ct);
        return Done(id, texts["The links of {0} no longer work.", Timeline.Person.Name]);
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid id, Guid letter, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct) || !Timeline.Letters.Any(l => l.Id.Value == letter)) return NotFound();
        var (_, refusal) = await db.SendAgainAsync(new(letter), Now, ct);
        return refusal is not null ? Refuse(refusal) : Done(id, texts["The letter to {0} is in the queue again.", Timeline.Person.Name]);
    }

    private async Task<IActionResult> ChangeAsync(Guid id, TimelineKind kind, Action<Invitation> change, string said, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        Refusal? Change(Invitation invitation, Dialogue dialogue)
        {
            change(invitation);
            _ = db.Add(TimelineEntry.Of(invitation, kind, TimelineActor.Organiser, Now));
            return null;
        }

        return (await db.ChangeAsync(Invitation.Id, Change, Now, ct)).Refused(out var refusal, out _) ? Refuse(refusal) : Done(id, said);
    }

    private RedirectToPageResult Done(Guid id, string said)
    {
        Said = said;
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.TimelineAsync(new(id), ct) is not { } timeline) return false;
        Timeline = timeline;
        return true;
    }
}
