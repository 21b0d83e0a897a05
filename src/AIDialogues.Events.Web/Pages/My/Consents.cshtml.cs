using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Consents;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.My;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What an expert allows, behind the personal link: each purpose, each quotation and the needs on their own. The invitation's page shows the same part.</summary>
public sealed class MyConsentsModel(EventsDb db, TimeProvider clock, ConsentSettings settings, SiteOptions site, T texts) : EventsPage
{
    [FromRoute]
    public string Handle { get; set; } = "";

    /// <summary>Another of the invitee's days than the link's own, by its invitation.</summary>
    [FromQuery(Name = "day")]
    public Guid? Day { get; set; }

    public ConsentSection Section { get; private set; } = null!;

    private BehindLink Link => Section.Link;

    private string? Lang => Request.Query.ContainsKey("lang") ? texts.Tag : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : Gone();

    /// <param name="was">What the page showed: only what was changed on it is meant, so an old tab takes back no later no.</param>
    /// <param name="rule">The rule that the page named: under another one nothing was agreed to.</param>
    public async Task<IActionResult> OnPostAsync(Dictionary<ConsentPurpose, string> consents, Dictionary<ConsentPurpose, string?> was, Rule? rule, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        if (rule != Section.Rule) return Refuse(ConsentRefusals.RuleChangedMeanwhile);
        var changed = consents.Where(c => Section.Purposes.Asks(c.Key) && c.Value is "yes" or "no" && was.GetValueOrDefault(c.Key) != c.Value)
            .Select(c => new ConsentWish(c.Key, c.Value == "yes", texts.Notice(c.Key, Section.Rule))).ToList();
        _ = await db.RecordAsync(Link.Invitation, Link.Dialogue, changed, Act(), clock.GetUtcNow(), ct);
        return Saved();
    }

    public async Task<IActionResult> OnPostQuotationAsync(Guid quotation, string? answer, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        if (Section.Quotations.FirstOrDefault(q => q.Id.Value == quotation) is not { } asked || answer is not ("yes" or "no")) return NotFound();
        var wish = new ConsentWish(ConsentPurpose.Quoted, answer == "yes", texts.Notice(asked)) { Quotation = asked.Id };
        _ = await db.RecordAsync(Link.Invitation, Link.Dialogue, [wish], Act(), clock.GetUtcNow(), ct);
        return Saved();
    }

    public async Task<IActionResult> OnPostNeedsAsync(string? diet, string? access, string? other, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        return await db.SayNeedsAsync(Link.Invitation, diet, access, other, clock.GetUtcNow(), ct) is { } refusal ? RefuseNeeds(refusal, diet, access, other) : Saved();
    }

    /// <summary>What was typed stays in the form.</summary>
    private IActionResult RefuseNeeds(Refusal refusal, string? diet, string? access, string? other)
    {
        (ViewData["diet"], ViewData["access"], ViewData["other"]) = (diet ?? "", access ?? "", other ?? "");
        return Refuse(refusal);
    }

    private ConsentAct Act() => new(ConsentSource.Link, ConsentMethod.LinkForm, settings.Of(Link.Series, site)) { FormSha256 = Section.FormSha256(texts) };

    private RedirectResult Saved()
    {
        Said = texts["Your choices are saved. You can change them at any time with this link."];
        return Redirect(Section.At(Section.IsOwnDay ? "" : "/consents"));
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await db.BehindAsync(HttpContext, Handle, Day, ct) is not { } link) return false;
        Section = await ConsentSection.LoadAsync(db, link, Handle, Lang, clock.GetUtcNow(), ct);
        return true;
    }

    private StatusCodeResult Gone() => StatusCode(StatusCodes.Status410Gone);
}
