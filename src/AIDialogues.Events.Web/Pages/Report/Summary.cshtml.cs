using AIDialogues.Events.Data;
using AIDialogues.Events.Data.People;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Boards;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The review: every sentence with what the screening says of it. A rapporteur reviews, an organiser publishes.</summary>
public sealed class ReportSummaryModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    private Screener? _screener;

    public Summary Summary { get; private set; } = null!;

    public Session Session { get; private set; } = null!;

    public Dialogue Dialogue { get; private set; } = null!;

    public Series Series { get; private set; } = null!;

    public bool MayPublish => User.IsInRole(StaffRoles.Organiser);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostItemAsync(Guid id, Guid item, string? words, bool harmless, bool setAside, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        bool flagged = Findings(words ?? "").Count > 0;
        if (Summary.Reword(new Id<SummaryItem>(item), words ?? "", flagged, harmless, setAside) is { } refusal) return Refuse(refusal);
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        return Redirect($"/report/summaries/{id}#item-{item}");
    }

    public Task<IActionResult> OnPostReviewAsync(Guid id, CancellationToken ct) => ActAsync(id, s => s.Review(clock.GetUtcNow()), texts["The summary is reviewed; an organiser can publish it now."], ct);

    public async Task<IActionResult> OnPostPublishAsync(Guid id, CancellationToken ct) => MayPublish
        ? await ActAsync(id, s => s.Publish(clock.GetUtcNow()), texts["The summary is on the public page."], ct)
        : Forbid();

    public async Task<IActionResult> OnPostUnpublishAsync(Guid id, CancellationToken ct) => MayPublish
        ? await ActAsync(id, s => { s.Unpublish(); return null; }, texts["The summary is off the public page; copies that were taken remain."], ct)
        : Forbid();

    /// <summary>What may point at somebody in these words; nothing in a session on the record.</summary>
    public IReadOnlyList<Finding> Findings(string words) => Dialogue.RuleIn(Session) == Rule.OnTheRecord
        ? []
        : _screener!.Screen(words, Summary.Language == Language.French ? TextLanguage.French : TextLanguage.English);

    private async Task<IActionResult> ActAsync(Guid id, Func<Summary, Refusal?> act, string said, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (act(Summary) is { } refusal) return Refuse(refusal);
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        Said = said;
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Summaries.Include(s => s.Items).FirstOrDefaultAsync(s => s.Id == new Id<Summary>(id), ct) is not { } summary) return false;
        Summary = summary;
        Session = await db.Sessions.Include(s => s.Themes).FirstAsync(s => s.Id == summary.SessionId, ct);
        Dialogue = await db.Dialogues.FirstAsync(d => d.Id == Session.DialogueId, ct);
        Series = await db.Series.FirstAsync(s => s.Id == Dialogue.SeriesId, ct);
        var people = await db.InvitedToAsync(Dialogue.Id, ct);
        _screener = new Screener(ParticipantDirectory.Of(people.Select(p => p.AsParticipant())));
        return true;
    }
}
