using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Publications;
using AIDialogues.Events.Web.Summaries;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The objection round of a released draft: open it for a time, then decide all objections together. Who objected is known to nobody.</summary>
public sealed class ReportSummaryObjectionsModel(EventsDb db, Reviewing reviewing, Asking asking, T texts) : EventsPage
{
    public const int DaysAtFirst = 7;

    public SummaryInReview Review { get; private set; } = null!;

    public AskedRounds Asked { get; private set; } = null!;

    public IEnumerable<ObjectionRound> Handled => Asked.All.Where(r => r.HandledAt is not null);

    /// <summary>When the last page closes behind which the draft is read.</summary>
    public DateTimeOffset? ReadableUntil { get; private set; }

    /// <summary>Whether anybody can read the draft, and whether enough hold tokens for Room to take an objection.</summary>
    public (bool CanRead, bool CanObject) Who { get; private set; }

    /// <summary>Notes and reports in which words stand that objections took out.</summary>
    public IReadOnlyList<Holder> Holders { get; private set; } = [];

    public int Days { get; private set; } = DaysAtFirst;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) =>
        !User.IsInRole(StaffRoles.Organiser) ? Forbid() : await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostOpenAsync(Guid id, int days, CancellationToken ct)
    {
        if (!User.IsInRole(StaffRoles.Organiser)) return Forbid();
        if (!await LoadAsync(id, ct)) return NotFound();
        Days = days;
        if ((await asking.OpenAsync(Review, days, ct)).Refused(out var refusal, out int letters)) return Refuse(refusal, refusal == ObjectionRefusals.Window ? "days" : "");
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        Said = letters == 0
            ? texts["The round is open. No letter goes out: nobody who was checked in may be written to."]
            : texts.Count(letters, "The round is open. {0} letter tells the person who was there.", "The round is open. {0} letters tell those who were there.");
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostHandleAsync(Guid id, [FromForm(Name = "verdicts")] Dictionary<Guid, string>? verdicts, CancellationToken ct)
    {
        if (!User.IsInRole(StaffRoles.Organiser)) return Forbid();
        if (!await LoadAsync(id, ct) || Asked.Current is null) return NotFound();
        // Named, or the binder takes all other fields for verdicts where nobody objected.
        var sustained = (verdicts ?? []).Where(v => v.Value is "sustained" or "rejected").ToDictionary(v => v.Key, v => v.Value == "sustained");
        if ((await asking.DecideAsync(Review, Asked, sustained, ct)).Refused(out var refusal, out int takenBack)) return Refuse(refusal);
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        Said = takenBack == 0
            ? texts["All objections are decided."]
            : texts.Count(takenBack, "All objections are decided. {0} other summary held words that are taken out, and is a draft again.", "All objections are decided. {0} other summaries held words that are taken out, and are drafts again.");
        return RedirectToPage(new { id });
    }

    /// <summary>Whether these words still stand in the draft, somewhere.</summary>
    public bool Stands(string words) => Review.Summary.Items.Any(i => i.Words == words);

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await reviewing.OpenAsync(new Id<Summary>(id), ct) is not { } review) return false;
        (Review, Asked) = (review, await asking.RoundsAsync(review.Summary, ct));
        if (Asked.Current is null) (ReadableUntil, Who) = (await db.ReadableUntilAsync(review.Scope, ct), await db.WhoCanAnswerAsync(review.Scope, Asked.Now, ct));
        Holders = await db.HoldersOfAsync(review.Scope.Series.Id, review.Summary.Contested, ct);
        return true;
    }
}
