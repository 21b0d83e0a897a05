using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Summaries;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The review: what was said, the draft, the checks. One person submits, a second one releases, an organiser publishes.</summary>
public sealed class ReportSummaryModel(EventsDb db, Reviewing reviewing, StatementReader statements, TimeProvider clock, T texts) : EventsPage
{
    private SummaryInReview _review = null!;

    public SummaryInReview Review => _review;

    public Summary Summary => _review.Summary;

    public SummaryPanes Panes { get; private set; } = null!;

    [FromQuery(Name = "p")]
    public int PageNumber { get; set; } = 1;

    /// <summary>The version that the page shows: what is approved on an older one is refused, so nobody approves words they have not seen.</summary>
    public uint Version => db.VersionOf(Summary);

    /// <summary>Words that could not be saved; they stay in their field.</summary>
    public (Guid Item, string Words)? Typed { get; private set; }

    /// <summary>Words that could not be saved and that no field takes any more: the sentence is on another page, or gone, or out.</summary>
    public string? Homeless => Typed is { } typed && (Summary.IsLocked || !Panes.Chapters.Any(c => c.Items.Any(i => i.Id.Value == typed.Item))) ? typed.Words : null;

    /// <summary>Two people changed the same sentence: the item as it is now and the words of the one who came second.</summary>
    public (SummaryItem Item, string Words, bool SetAside)? Conflict { get; private set; }

    /// <summary>Whether a round of objections is open: it is not published before that is decided.</summary>
    public bool IsAsked { get; private set; }

    public bool MayPublish => User.IsInRole(StaffRoles.Organiser);

    public Guid Me => User.Account();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    /// <param name="was">The words that the form was shown with: only this sentence must be unchanged, whatever happened to the others.</param>
    /// <param name="wasSetAside">Whether the form was shown with the sentence left out.</param>
    public async Task<IActionResult> OnPostItemAsync(Guid id, Guid item, string? words, string? was, bool harmless, bool setAside, bool wasSetAside, CancellationToken ct)
    {
        for (int again = 0; again < 3; again++)
        {
            if (!await LoadAsync(id, ct)) return NotFound();
            if (Summary.Items.FirstOrDefault(i => i.Id.Value == item) is { } found && (found.Words != SummaryItem.Tidy(was ?? "") || found.IsSetAside != wasSetAside)) return Conflicting(found, words ?? "", setAside);
            Typed = (item, words ?? "");
            db.ExpectVersion(Summary, Version);
            var refusal = _review.Reword(new(item), words ?? "", harmless ? Me : null, setAside);
            if (await SaveAsync(db, ct) is not null) continue;
            return refusal is null ? Redirect($"/report/summaries/{id}?p={PageNumber}#item-{item}") : await RefusedAsync(id, refusal, ct);
        }

        return await RefusedAsync(id, Violations.ChangedMeanwhile, ct);
    }

    public Task<IActionResult> OnPostRiskAsync(Guid id, uint version, Guid item, string? reason, CancellationToken ct) =>
        ActAsync(id, version, r => Task.FromResult(r.Summary.AcceptRisk(new(item), Me, reason ?? "")), texts["The risk is taken, and the reason kept."], ct);

    public Task<IActionResult> OnPostSubmitAsync(Guid id, uint version, CancellationToken ct) =>
        ActAsync(id, version, r => reviewing.SubmitAsync(r, Me, ct), texts["The summary is submitted; a second person can release it now."], ct);

    public Task<IActionResult> OnPostReleaseAsync(Guid id, uint version, CancellationToken ct) =>
        ActAsync(id, version, r => reviewing.ReleaseAsync(r, Me, ct), texts["The summary is released; an organiser can ask the participants or publish it."], ct);

    public async Task<IActionResult> OnPostPublishAsync(Guid id, uint version, CancellationToken ct) =>
        MayPublish ? await ActAsync(id, version, r => reviewing.PublishAsync(r, ct), texts["The summary is on the public page."], ct) : Forbid();

    public async Task<IActionResult> OnPostUnpublishAsync(Guid id, uint version, CancellationToken ct) => MayPublish
        ? await ActAsync(id, version, r => reviewing.TakeBackAsync(r, ct), texts["The summary is a draft again; copies that were taken remain."], ct)
        : Forbid();

    private async Task<IActionResult> ActAsync(Guid id, uint version, Func<SummaryInReview, Task<Refusal?>> act, string said, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        db.ExpectVersion(Summary, version);
        var refusal = await act(_review);
        // Saved also when refused: what the screening found anew is a warning to read from now on.
        if ((refusal = await SaveAsync(db, ct) ?? refusal) is not null) return await RefusedAsync(id, refusal, ct);
        Said = said;
        return RedirectToPage(new { id });
    }

    private PageResult Conflicting(SummaryItem item, string words, bool setAside)
    {
        Conflict = (item, words, setAside);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<IActionResult> RefusedAsync(Guid id, Refusal refusal, CancellationToken ct) => await LoadAsync(id, ct) ? Refuse(refusal) : NotFound();

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (await reviewing.OpenAsync(new Id<Summary>(id), ct) is not { } review) return false;
        _review = review;
        IsAsked = await db.RoundsThatAsk(clock.GetUtcNow()).AnyAsync(r => r.SummaryId == new Id<Summary>(id), ct);
        Panes = await SummaryPanes.OfAsync(review, statements, PageNumber, ct);
        return true;
    }
}
