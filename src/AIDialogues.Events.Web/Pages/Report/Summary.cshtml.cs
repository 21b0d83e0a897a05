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

    public bool MayPublish => User.IsInRole(StaffRoles.Organiser);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostItemAsync(Guid id, Guid item, string? words, bool harmless, bool setAside, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (_review.Reword(new(item), words ?? "", harmless, setAside) is { } refusal) return Refuse(refusal);
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        return Redirect($"/report/summaries/{id}#item-{item}");
    }

    public Task<IActionResult> OnPostReviewAsync(Guid id, CancellationToken ct) => ActAsync(id, r => r.Review(clock.GetUtcNow()), texts["The summary is reviewed; an organiser can publish it now."], ct);

    public async Task<IActionResult> OnPostPublishAsync(Guid id, CancellationToken ct) => MayPublish
        ? await ActAsync(id, r => r.Publish(clock.GetUtcNow()), texts["The summary is on the public page."], ct)
        : Forbid();

    public async Task<IActionResult> OnPostUnpublishAsync(Guid id, CancellationToken ct) => MayPublish
        ? await ActAsync(id, r => { r.Summary.Unpublish(); return null; }, texts["The summary is off the public page; copies that were taken remain."], ct)
        : Forbid();

    public IReadOnlyList<Finding> Findings(string words) => _review.Findings(words);

    private async Task<IActionResult> ActAsync(Guid id, Func<SummaryInReview, Refusal?> act, string said, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (act(_review) is { } refusal) return Refuse(refusal);
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        Said = said;
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
