using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Tokens;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.My;
using AIDialogues.Events.Web.Texts;
using AIDialogues.Events.Web.Tokens;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>
/// Where a participant gets tokens to write points of one's own. The page knows who asks and signs what it cannot read; where the tokens
/// are used, on Room, nobody knows who holds them.
/// </summary>
public sealed class MyPointsModel(EventsDb db, IServiceProvider services, TimeProvider clock, SiteOptions site, T texts) : EventsPage
{
    [FromRoute]
    public string Handle { get; set; } = "";

    public BehindLink Link { get; private set; } = null!;

    public KeyList? Keys { get; private set; }

    public TokenCounts Counts { get; private set; } = new(0, 0);

    public bool MayHave { get; private set; }

    /// <summary>Sessions that came to the programme after this person was given tokens, and whose tokens they lack.</summary>
    public int Added { get; private set; }

    private TokenIssue? _issue;

    public bool Over => clock.GetUtcNow() >= Link.Dialogue.EndsAt;

    public Uri Room => site.RoomUrl;

    public string Form => $"{Origin}/p/?lang={texts.Tag}";

    public string Origin => site.RoomUrl.GetLeftPart(UriPartial.Authority);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : StatusCode(StatusCodes.Status410Gone);

    public async Task<IActionResult> OnPostPrepareAsync(CancellationToken ct)
    {
        if (await WhyNotAsync(ct) is { } refusal) return Say(refusal);
        return await Issuing.PrepareAsync(Link.Dialogue, clock.GetUtcNow(), ct) is { } closed
            ? Say(closed)
            : new JsonResult(new { issued = (_issue?.Keys ?? []).Select(k => k.KeyId), again = _issue?.MayAskAgain ?? false });
    }

    public async Task<IActionResult> OnPostIssueAsync([FromBody] Dictionary<string, string[]>? blinded, CancellationToken ct)
    {
        if (await WhyNotAsync(ct) is { } refusal) return Say(refusal);
        if (blinded is null || !ModelState.IsValid) return Say(TokenRefusals.Malformed);
        var answer = await Issuing.IssueAsync(Link.Invitation, Link.Dialogue, blinded, clock.GetUtcNow(), ct);
        return answer.Refused(out var no, out var signed) ? Say(no) : new JsonResult(signed);
    }

    private Tokens.Issuing Issuing => services.GetRequiredService<Issuing>();

    private async Task<Refusal?> WhyNotAsync(CancellationToken ct) => await LoadAsync(ct) && MayHave ? null : TokenRefusals.NotTakingPart;

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        HttpContext.Items[ResponseHeaders.ConnectTo] = Origin;
        if (await db.BehindAsync(HttpContext, Handle, ct) is not { } link) return false;
        (Link, MayHave) = (link, Tokens.Issuing.MayHave(link.Invitation, new Choices(link.Ledger, clock.GetUtcNow())));
        (Keys, Counts) = (await db.KeyListAsync(link.Dialogue.Id, ct), await db.TokenCountsAsync(link.Dialogue.Id, ct));
        if (await db.TokenIssues.AsNoTracking().FirstOrDefaultAsync(i => i.DialogueId == link.Dialogue.Id && i.PersonId == link.Invitation.PersonId, ct) is { } issue)
        {
            string[] given = [.. issue.Keys.Select(k => k.KeyId)];
            var of = await db.PublishedKeys.Where(k => given.Contains(k.KeyId)).Select(k => k.SessionId).ToListAsync(ct);
            (_issue, Added) = (issue, Tokens.Issuing.SessionsOf(link.Dialogue).Count(s => !of.Contains(s.Id)));
        }

        return true;
    }

    private JsonResult Say(Refusal refusal) => new(new { problem = texts.Of(refusal) }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
}
