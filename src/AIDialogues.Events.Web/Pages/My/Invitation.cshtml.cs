using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Consents;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>
/// What an expert sees behind the personal link: the invitation, one tap to answer, each consent on its own. Looking changes nothing;
/// a dead link and a made-up one are the same page.
/// </summary>
public sealed class MyInvitationModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [FromRoute]
    public string Token { get; set; } = "";

    public BehindLink Link { get; private set; } = null!;

    public ConsentSection Consents { get; private set; } = null!;

    public bool Over => clock.GetUtcNow() >= Link.Dialogue.EndsAt;

    /// <summary>The language chosen on the page, to be kept through an answer; null when it is the person's own.</summary>
    public string? Lang => Request.Query.ContainsKey("lang") ? texts.Tag : null;

    private string Here => $"/i/{Token}" + (Lang is { } lang ? "?lang=" + lang : "");

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : Gone();

    public async Task<IActionResult> OnPostAnswerAsync(string? answer, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        if (answer is not ("accept" or "decline")) return BadRequest();
        if (answer == "accept" && Consents.Choices.RefusesRule()) return Refuse(ConsentRefusals.RuleRefused);
        if (Link.Invitation.Answer(answer == "accept", Link.Dialogue, clock.GetUtcNow()) is { } refusal) return Refuse(refusal);
        // Two taps at once carry the same answer or the later one; whoever comes second reads the page again.
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        return Redirect(Here);
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await db.BehindLinkAsync(Token, ct) is not { } link) return false;
        (Link, Consents) = (link, await ConsentSection.LoadAsync(db, link, Token, Lang, clock.GetUtcNow(), ct));
        return true;
    }

    private StatusCodeResult Gone() => StatusCode(StatusCodes.Status410Gone);
}
