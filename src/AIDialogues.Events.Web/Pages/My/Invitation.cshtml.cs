using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
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

    public Choices Choices { get; private set; } = new([]);

    public bool Over => clock.GetUtcNow() >= Link.Dialogue.EndsAt;

    /// <summary>The language chosen on the page, to be kept through an answer; null when it is the person's own.</summary>
    public string? Lang => Request.Query.ContainsKey("lang") ? texts.Tag : null;

    private string Here => $"/i/{Token}" + (Lang is { } lang ? "?lang=" + lang : "");

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : Gone();

    public async Task<IActionResult> OnPostAnswerAsync(string? answer, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        if (answer is not ("accept" or "decline")) return BadRequest();
        if (Link.Invitation.Answer(answer == "accept", Link.Dialogue, clock.GetUtcNow()) is { } refusal) return Refuse(refusal);
        // Two taps at once carry the same answer or the later one; whoever comes second reads the page again.
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        return Redirect(Here);
    }

    /// <param name="was">What the page showed: only what was changed on it is meant, so an old tab takes back no later no.</param>
    public async Task<IActionResult> OnPostConsentsAsync(Dictionary<ConsentPurpose, string>? consents, Dictionary<ConsentPurpose, string?>? was, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        // A form that was emptied on the way.
        if (consents is null || was is null) return BadRequest();
        var changed = consents.Where(c => Enum.IsDefined(c.Key) && c.Value is "yes" or "no" && was.GetValueOrDefault(c.Key) != c.Value)
            .ToDictionary(c => c.Key, c => c.Value == "yes");
        await db.RecordAsync(Link.Invitation, changed, ConsentSource.Link, purpose => texts.Notice(purpose, Link.Dialogue.Rule), clock.GetUtcNow(), ct);
        Said = texts["Your choices are saved. You can change them at any time with this link."];
        return Redirect(Here + "#choices");
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await db.BehindLinkAsync(Token, ct) is not { } link) return false;
        (Link, Choices) = (link, new Choices(link.Ledger));
        return true;
    }

    private StatusCodeResult Gone() => StatusCode(StatusCodes.Status410Gone);
}
