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
    /// <param name="shown">The mark of the words of each question as the page showed them: to other words nothing was said.</param>
    /// <param name="rule">The rule that the page named: under another one nothing was agreed to.</param>
    public async Task<IActionResult> OnPostAsync(
        Dictionary<ConsentPurpose, string>? consents, Dictionary<ConsentPurpose, string?>? was, Dictionary<ConsentPurpose, string?>? shown, Rule? rule, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        (consents, was, shown) = (consents ?? [], was ?? [], shown ?? []);
        var changed = consents.Where(c => c.Value is "yes" or "no" && was.GetValueOrDefault(c.Key) != c.Value).ToDictionary();
        if (Outdated([.. shown.Keys.Union(changed.Keys)], shown, rule) is { } outdated) return await AgainAsync(outdated, changed, shown, rule, ct);
        var form = Section.Purposes.Purposes.Where(shown.ContainsKey).Select(p => (texts.Notice(p, Section.Rule), was.GetValueOrDefault(p) ?? ""));
        var wishes = changed.Select(c => new ConsentWish(c.Key, c.Value == "yes", texts.Notice(c.Key, Section.Rule))).ToList();
        if ((await db.RecordAsync(Link.Invitation, Link.Dialogue, wishes, Act(form), clock.GetUtcNow(), ct)).Refused(out var refusal, out _)) return await AgainAsync(refusal, changed, shown, rule, ct);
        TokensOnReturn = changed.GetValueOrDefault(ConsentPurpose.AttendUnderRule) == "yes";
        return Saved();
    }

    public async Task<IActionResult> OnPostQuotationAsync(Guid quotation, string? answer, string? shown, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        if (Section.Quotations.FirstOrDefault(q => q.Id.Value == quotation) is not { } asked || answer is not ("yes" or "no")) return NotFound();
        var words = texts.Notice(asked);
        if (shown != words.Mark) return Refuse(ConsentRefusals.WordsChangedMeanwhile);
        var wish = new ConsentWish(ConsentPurpose.Quoted, answer == "yes", words) { Quotation = asked.Id };
        return (await db.RecordAsync(Link.Invitation, Link.Dialogue, [wish], Act([(words, "")]), clock.GetUtcNow(), ct)).Refused(out var refusal, out _) ? await AgainAsync(refusal, [], [], Section.Rule, ct) : Saved();
    }

    /// <summary>A yes to what the day asks no more is in no form above, and its owner's to take back all the same.</summary>
    public async Task<IActionResult> OnPostTakeBackAsync(ConsentPurpose purpose, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        // Pressed twice, or asked again meanwhile: the page shows which.
        if (!Section.NoLongerAsked.Contains(purpose)) return Redirect(Section.At("/consents"));
        var words = texts.Notice(purpose, Section.Rule);
        return (await db.RecordAsync(Link.Invitation, Link.Dialogue, [new(purpose, false, words)], Act([(words, "yes")]), clock.GetUtcNow(), ct)).Refused(out var refusal, out _) ? await AgainAsync(refusal, [], [], Section.Rule, ct) : Saved();
    }

    public async Task<IActionResult> OnPostNeedsAsync(string? diet, string? access, string? other, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        // Of a day that does not take place nobody needs anything: what may tell of health or belief is not taken in to be purged.
        if (Link.IsCalledOff) return Refuse(InvitationRefusals.DialogueCancelled);
        if (Link.IsOver) return Refuse(InvitationRefusals.DialogueOver);
        return await db.SayNeedsAsync(Link.Invitation, diet, access, other, clock.GetUtcNow(), ct) is { } refusal ? RefuseNeeds(refusal, diet, access, other) : Saved();
    }

    /// <summary>What was typed stays in the form.</summary>
    private IActionResult RefuseNeeds(Refusal refusal, string? diet, string? access, string? other)
    {
        (ViewData["diet"], ViewData["access"], ViewData["other"]) = (diet ?? "", access ?? "", other ?? "");
        return Refuse(refusal);
    }

    /// <summary>Why what the form showed is not what is asked now; null when it is.</summary>
    private Refusal? Outdated(IReadOnlyList<ConsentPurpose> purposes, Dictionary<ConsentPurpose, string?> shown, Rule? rule)
    {
        if (rule != Section.Rule) return ConsentRefusals.RuleChangedMeanwhile;
        if (!purposes.All(Section.Purposes.Asks)) return ConsentRefusals.PurposesChangedMeanwhile;
        return purposes.All(p => shown.GetValueOrDefault(p) == texts.Notice(p, Section.Rule).Mark) ? null : ConsentRefusals.WordsChangedMeanwhile;
    }

    /// <summary>
    /// The page as it is now. What was tapped stays ticked where the question is the same, so that nobody has to choose twice; under another rule,
    /// to other words and where it is put again the box is empty, so that nothing counts that was not tapped for what is asked now.
    /// </summary>
    private async Task<IActionResult> AgainAsync(Refusal refusal, Dictionary<ConsentPurpose, string> tapped, Dictionary<ConsentPurpose, string?> shown, Rule? rule, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (!await LoadAsync(ct)) return Gone();
        bool IsSameQuestion(ConsentPurpose purpose) => Section.Again(purpose) is null
            && (rule == Section.Rule || !ConsentTerms.DependsOnRule(purpose)) && shown.GetValueOrDefault(purpose) == texts.Notice(purpose, Section.Rule).Mark;
        Section = Section with { Picked = tapped.Where(t => IsSameQuestion(t.Key)).ToDictionary() };
        return Refuse(refusal);
    }

    private ConsentAct Act(IEnumerable<(Notice Question, string Chosen)> form) =>
        new(ConsentSource.Link, ConsentMethod.LinkForm, settings.Of(Link.Series, site)) { FormSha256 = ConsentSection.FormSha256(form) };

    private RedirectResult Saved()
    {
        Said = Link.IsOver ? texts["Your choices are saved."] : texts["Your choices are saved. You can change them at any time with this link."];
        return Redirect(Section.At(Section.IsOwnDay && Link.TakesAnswers ? "" : "/consents"));
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await db.BehindEvenIfOffAsync(HttpContext, Handle, Day, ct) is not { } link) return false;
        Section = await ConsentSection.LoadAsync(db, link, Handle, Lang, clock.GetUtcNow(), ct);
        return true;
    }

    private StatusCodeResult Gone() => StatusCode(StatusCodes.Status410Gone);
}
