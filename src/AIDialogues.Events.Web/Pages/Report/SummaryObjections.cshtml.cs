using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Summaries;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The objection round of a released draft: open it for a time, then decide all objections together. Who objected is known to nobody.</summary>
public sealed class ReportSummaryObjectionsModel(EventsDb db, Reviewing reviewing, VaultObjections objections, TimeProvider clock, T texts) : EventsPage
{
    public const int DaysAtFirst = 7;

    public SummaryInReview Review { get; private set; } = null!;

    public ObjectionRound? Round { get; private set; }

    public IReadOnlyList<ObjectionRound> Handled { get; private set; } = [];

    /// <summary>Read once nothing more can come, never before: what comes while people sit in the room tells who typed.</summary>
    public IReadOnlyList<Objection> Objections { get; private set; } = [];

    public bool IsOpen => Round?.IsOpen(clock.GetUtcNow()) == true;

    public bool IsDecidable => Round is not null && clock.GetUtcNow() >= Round.DecidableAt;

    public int Days { get; private set; } = DaysAtFirst;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) =>
        !User.IsInRole(StaffRoles.Organiser) ? Forbid() : await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostOpenAsync(Guid id, int days, CancellationToken ct)
    {
        if (!User.IsInRole(StaffRoles.Organiser)) return Forbid();
        if (!await LoadAsync(id, ct)) return NotFound();
        Days = days;
        var now = clock.GetUtcNow();
        if (days is < 1 or > 60) return Refuse(ObjectionRefusals.Window, "days");
        if (ObjectionRound.Open(Review.Summary, now.AddDays(days), now).Refused(out var refusal, out var round)) return Refuse(refusal);
        _ = db.Add(round);
        // The summary changes with it, so somebody who publishes in this moment collides instead of passing.
        db.ExpectVersion(Review.Summary, db.VersionOf(Review.Summary));
        // Room takes objections to exactly these sentences until then.
        await db.OpenObjectionsAsync(Review.Summary, Review.Scope.Days, round.ClosesAt, ct);
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        Said = texts["The round is open; participants see the draft behind their personal link."];
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostHandleAsync(Guid id, [FromForm(Name = "verdicts")] Dictionary<Guid, string>? verdicts, CancellationToken ct)
    {
        if (!User.IsInRole(StaffRoles.Organiser)) return Forbid();
        if (!await LoadAsync(id, ct) || Round is null) return NotFound();
        // Named, or the binder takes all other fields for verdicts where nobody objected.
        var sustained = (verdicts ?? []).Where(v => v.Value is "sustained" or "rejected").ToDictionary(v => v.Key, v => v.Value == "sustained");
        if (Round.Handle(Review.Summary, Objections, sustained, clock.GetUtcNow()) is { } refusal) return Refuse(refusal);
        db.AddRange(Round.Outcomes);
        if (sustained.ContainsValue(true)) await db.KeepVersionAsync(Review.Summary, VersionReason.ObjectionSustained, clock.GetUtcNow(), ct);
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        Said = texts["All objections are decided."];
        return RedirectToPage(new { id });
    }

    public string? WordsOf(Guid item) => Review.Summary.Items.FirstOrDefault(i => i.Id.Value == item)?.Words;

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await reviewing.OpenAsync(new Id<Summary>(id), ct) is not { } review) return false;
        Review = review;
        var rounds = await db.ObjectionRounds.Where(r => r.SummaryId == review.Summary.Id).OrderByDescending(r => r.OpensAt).Include(r => r.Outcomes).ToListAsync(ct);
        (Round, Handled) = (rounds.Find(r => r.HandledAt is null), rounds.FindAll(r => r.HandledAt is not null));
        if (IsDecidable) Objections = [.. (await objections.OfAsync(Round!, ct)).OrderBy(o => WordsOf(o.Item), StringComparer.Ordinal).ThenBy(o => o.Kind).ThenBy(o => o.Id)];
        return true;
    }
}
