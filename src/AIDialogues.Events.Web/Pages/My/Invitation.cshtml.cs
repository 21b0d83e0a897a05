using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Consents;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.My;
using AIDialogues.Events.Web.Texts;
using AIDialogues.Events.Web.Tokens;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AIDialogues.Events.Web.Pages;

/// <summary>
/// What an expert sees behind the personal link: each day of the series, one tap to answer, each consent on its own. Looking changes
/// nothing; a dead link and a made-up one are the same page.
/// </summary>
public sealed class MyInvitationModel(EventsDb db, TimeProvider clock, SiteOptions site, T texts) : MyPage(db, clock, texts)
{
    public ConsentSection Consents { get; private set; } = null!;

    public IReadOnlyList<DraftToRead> Drafts { get; private set; } = [];

    public bool MayHaveTokens { get; private set; }

    /// <summary>For the device to get its tokens, or to end what was broken off; null where none are made.</summary>
    public TokensOnDevice? Tokens { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        return await ShowAsync(ct) ? WithTokens() : await OffOrGoneAsync(ct);
    }

    // On a day that was called off there is nothing to answer; what was said for it stays in its owner's hands, and whoever said nothing is told that it is off.
    private async Task<IActionResult> OffOrGoneAsync(CancellationToken ct) =>
        await Db.BehindEvenIfOffAsync(HttpContext, Handle, ct) is { } off ? Redirect(At(off.Ledger.Count == 0 ? "/off" : "/consents")) : Gone();

    /// <summary>For a page that was left open: a day that was called off meanwhile says so, whichever of the invitee's days it is.</summary>
    private async Task<IActionResult> NotAskedAsync(Guid? day, CancellationToken ct)
    {
        if (Link is null) return await OffOrGoneAsync(ct);
        if (!Link.CalledOff.Any(d => d.Invitation.Id.Value == day)) return Gone();
        Said = Texts["This day does not take place"] + ".";
        return Redirect(At());
    }

    public async Task<IActionResult> OnPostAnswerAsync(Guid? day, string? answer, CancellationToken ct)
    {
        if (!await ShowAsync(ct) || Day(day) is not { } one) return await NotAskedAsync(day, ct);
        AnswerKind? kind = answer switch { "accept" => AnswerKind.Accept, "decline" => AnswerKind.Decline, "undecided" => AnswerKind.Undecided, _ => null };
        if (kind is null) return BadRequest();
        if ((await Db.AnswerAsync(one.Invitation.Id, new(kind.Value), Now, ct)).Refused(out var refusal, out var answered)) return Refuse(refusal);
        TokensOnReturn = kind == AnswerKind.Accept;
        if (one.Substitute is { State: SubstituteState.Proposed, Name: var name } && answered.State != InvitationState.Declined) Said = Texts["Your proposal of {0} is closed: it was for the case that you cannot come.", name];
        return Redirect(At());
    }

    /// <summary>Why they cannot come; optional, after the answer.</summary>
    public async Task<IActionResult> OnPostReasonAsync(Guid? day, string? reason, CancellationToken ct)
    {
        if (!await ShowAsync(ct) || Day(day) is not { } one) return await NotAskedAsync(day, ct);
        Refusal? Explain(Invitation invitation, Dialogue dialogue)
        {
            if (invitation.Explain(reason) is { } refusal) return refusal;
            // Who has answered otherwise meanwhile has given none.
            if (invitation.State == InvitationState.Declined) _ = Db.Add(TimelineEntry.Of(invitation, TimelineKind.ReasonGiven, TimelineActor.Invitee, Now));
            return null;
        }

        if ((await Db.ChangeAsync(one.Invitation.Id, Explain, Now, ct)).Refused(out var refusal, out _)) return Refuse(refusal, "reason");
        Said = Texts["Thank you. The organiser can read your reason."];
        return Redirect(At());
    }

    /// <summary>An answer that came faster than people answer: theirs, or not.</summary>
    public async Task<IActionResult> OnPostVerifyAsync(Guid? day, bool mine, CancellationToken ct)
    {
        if (!await ShowAsync(ct) || Day(day) is not { } one) return await NotAskedAsync(day, ct);
        Refusal? Verify(Invitation invitation, Dialogue dialogue)
        {
            // Nothing is asked any more: an old page, or a second press.
            if (!invitation.AsksWhetherMeant) return null;
            if (!mine && invitation.NotMine(dialogue, Now) is { } late) return late;
            if (mine) invitation.Verify();
            _ = Db.Add(TimelineEntry.Of(invitation, mine ? TimelineKind.Verified : TimelineKind.NotMine, TimelineActor.Invitee, Now));
            return null;
        }

        return (await Db.ChangeAsync(one.Invitation.Id, Verify, Now, ct)).Refused(out var refusal, out _) ? Refuse(refusal) : Redirect(At());
    }

    private async Task<bool> ShowAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return false;
        Consents = await ConsentSection.LoadAsync(Db, Link, Handle, Lang, Now, ct);
        Drafts = await Db.DraftsToReadAsync(Link.Invitation, Link.Dialogue, Link.Series, Now, ct);
        MayHaveTokens = Issuing.MayHave(Link.Invitation, Consents.Choices);
        return true;
    }

    private PageResult WithTokens()
    {
        if (!MayHaveTokens || Now >= Link.Dialogue.EndsAt) return Page();
        string origin = site.RoomUrl.GetLeftPart(UriPartial.Authority);
        HttpContext.Items[ResponseHeaders.ConnectTo] = origin;
        Tokens = new(Link.Dialogue.Id, Handle, origin, $"{origin}/p/?lang={Texts.Tag}", 0, TokensOnReturn);
        return Page();
    }
}
