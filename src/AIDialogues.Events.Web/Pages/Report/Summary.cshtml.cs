using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Summaries;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The review: every sentence with what the screening says of it. A rapporteur reviews, an organiser publishes.</summary>
public sealed class ReportSummaryModel(EventsDb db, Reviewing reviewing, TimeProvider clock, T texts) : EventsPage
{
    private SummaryInReview _review = null!;

    public Summary Summary => _review.Summary;

    public Session Session => _review.Session;

    public Dialogue Dialogue => _review.Dialogue;

    public Series Series { get; private set; } = null!;

    /// <summary>The version that the page shows: what is done on an older one is refused, so nobody approves words they have not seen.</summary>
    public uint Version => db.VersionOf(Summary);

    /// <summary>Words that could not be saved; they stay in their field.</summary>
    public (Guid Item, string Words)? Typed { get; private set; }

    public bool MayPublish => User.IsInRole(StaffRoles.Organiser);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostItemAsync(Guid id, uint version, Guid item, string? words, bool harmless, bool setAside, CancellationToken ct)
    {
        Typed = (item, words ?? "");
        var result = await ActAsync(id, version, r => r.Reword(new(item), words ?? "", harmless, setAside), said: null, ct);
        return result is RedirectToPageResult ? Redirect($"/report/summaries/{id}#item-{item}") : result;
    }

    public Task<IActionResult> OnPostReviewAsync(Guid id, uint version, CancellationToken ct) => ActAsync(id, version, r => r.Review(clock.GetUtcNow()), texts["The summary is reviewed; an organiser can publish it now."], ct);

    public async Task<IActionResult> OnPostPublishAsync(Guid id, uint version, CancellationToken ct) => MayPublish
        ? await ActAsync(id, version, r => r.Publish(clock.GetUtcNow()), texts["The summary is on the public page."], ct)
        : Forbid();

    public async Task<IActionResult> OnPostUnpublishAsync(Guid id, uint version, CancellationToken ct) => MayPublish
        ? await ActAsync(id, version, r => { r.Summary.Unpublish(); return null; }, texts["The summary is off the public page; copies that were taken remain."], ct)
        : Forbid();

    public IReadOnlyList<Finding> Findings(string words) => _review.Findings(words);

    private async Task<IActionResult> ActAsync(Guid id, uint version, Func<SummaryInReview, Refusal?> act, string? said, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        db.ExpectVersion(Summary, version);
        var refusal = act(_review);
        // Saved also when refused: what the screening found anew is a warning to read from now on.
        if ((refusal = await SaveAsync(db, ct) ?? refusal) is not null) return await LoadAsync(id, ct) ? Refuse(refusal) : NotFound();
        if (said is not null) Said = said;
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await reviewing.OpenAsync(new(id), ct) is not { } review) return false;
        _review = review;
        Series = await db.Series.FirstAsync(s => s.Id == Dialogue.SeriesId, ct);
        return true;
    }
}
