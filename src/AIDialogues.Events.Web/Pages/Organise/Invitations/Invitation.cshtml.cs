using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
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

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAnswerAsync(Guid id, bool accepts, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        var invitation = await db.Invitations.SingleAsync(i => i.Id == Invitation.Id, ct);
        if (accepts && await db.RefusesRuleAsync(invitation, clock.GetUtcNow(), ct)) return Refuse(ConsentRefusals.RuleRefused);
        if (invitation.Answer(accepts, Timeline.Dialogue, clock.GetUtcNow()) is { } refusal) return Refuse(refusal);
        if (await SaveAsync(db, ct) is { } conflict) return Refuse(conflict);
        Said = accepts ? texts["{0} is down as accepting.", Timeline.Person.Name] : texts["{0} is down as declining.", Timeline.Person.Name];
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        try
        {
            _ = await db.WithdrawAsync(new(id), clock.GetUtcNow(), ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refuse(Violations.ChangedMeanwhile);
        }

        Said = texts["The invitation of {0} is withdrawn; its links no longer work.", Timeline.Person.Name];
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid id, Guid letter, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct) || !Timeline.Letters.Any(l => l.Id.Value == letter)) return NotFound();
        var (_, refusal) = await db.SendAgainAsync(new(letter), clock.GetUtcNow(), ct);
        if (refusal is not null) return Refuse(refusal);
        Said = texts["The letter to {0} is in the queue again.", Timeline.Person.Name];
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.TimelineAsync(new(id), ct) is not { } timeline) return false;
        Timeline = timeline;
        return true;
    }
}
