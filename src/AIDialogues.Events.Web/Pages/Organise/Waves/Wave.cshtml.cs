using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Audit;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>How far a wave has come, and what can still be done about it. Looking changes nothing; the page loads itself again when asked to.</summary>
public sealed class WaveModel(EventsDb db, WaveCourse course, TimeProvider clock, T texts) : WavePage
{
    [BindProperty(SupportsGet = true)]
    public bool Watch { get; set; }

    public IReadOnlyDictionary<LetterState, int> Progress { get; private set; } = new Dictionary<LetterState, int>();

    /// <summary>Why nothing leaves just now; empty while all is well.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>What its waiting letters say the day is, where that would lead their readers elsewhere.</summary>
    public DayFacts? Misleading { get; private set; }

    public int Letters => Progress.Values.Sum();

    public bool CanUndo => Wave.State is WaveState.Sent or WaveState.Paused && clock.GetUtcNow() < Wave.UndoUntil;

    public int SecondsToUndo => (int)Math.Ceiling((Wave.UndoUntil!.Value - clock.GetUtcNow()).TotalSeconds);

    public bool IsMoving => Of(LetterState.Queued) + Of(LetterState.InFlight) + Of(LetterState.Retry) > 0;

    public bool CanPause => Wave.State == WaveState.Sent && Of(LetterState.Queued) + Of(LetterState.Retry) > 0;

    public int Of(params LetterState[] states) => states.Sum(s => Progress.GetValueOrDefault(s));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        if (Wave.State == WaveState.Draft) return Redirect(Address + "/preview");
        Progress = await db.ProgressAsync(Wave.Id, ct);
        Misleading = Wave.State == WaveState.Paused ? await db.MisleadingAsync(Wave, Dialogue, ct) : null;
        Problem = await db.MailLines.Select(l => l.Problem).SingleOrDefaultAsync(ct) ?? "";
        return Page();
    }

    public async Task<IActionResult> OnPostUndoAsync(Guid id, CancellationToken ct)
    {
        var page = await ActAsync(id, course.UndoAsync, _ => texts["The wave is taken back; nobody was written to."], ct);
        // Not where the day was off before, or other letters say so.
        if (page is not RedirectResult || Wave.Kind != LetterKind.CalledOff || !await db.Dialogues.AnyAsync(d => d.Id == Dialogue.Id && d.CancelledAt == null, ct)) return page;
        HttpContext.IsAuditedAs(AuditedAs.DayStandsAgain);
        Said = texts["The wave is taken back; nobody was written to, and the day takes place."];
        return page;
    }

    public Task<IActionResult> OnPostPauseAsync(Guid id, CancellationToken ct) => ActAsync(id, course.PauseAsync, _ => texts["The wave is paused; what has not left waits."], ct);

    /// <param name="asTheyAre">Whoever pressed was told that the letters say the day as it was, and wants them to leave all the same.</param>
    public async Task<IActionResult> OnPostResumeAsync(Guid id, bool asTheyAre, CancellationToken ct)
    {
        if (!asTheyAre && await LoadAsync(db, id, ct) && Wave.State == WaveState.Paused && await db.MisleadingAsync(Wave, Dialogue, ct) is not null)
            return await RefuseAsync(id, WaveRefusals.SaysTheDayAsItWas, ct);
        return await ActAsync(id, course.ResumeAsync, _ => texts["The wave goes on."], ct);
    }

    public Task<IActionResult> OnPostRetryAsync(Guid id, CancellationToken ct) =>
        ActAsync(id, course.RetryAsync, again => texts.Count(again, "{0} letter is in the queue again.", "{0} letters are in the queue again."), ct);

    private async Task<IActionResult> ActAsync<TDone>(Guid id, Func<Id<Wave>, CancellationToken, Task<Result<TDone>>> act, Func<TDone, string> said, CancellationToken ct)
        where TDone : notnull
    {
        if (!await LoadAsync(db, id, ct)) return NotFound();
        if ((await act(Wave.Id, ct)).Refused(out var refusal, out var done)) return await RefuseAsync(id, refusal, ct);
        Said = said(done);
        return Redirect(Address);
    }

    private async Task<IActionResult> RefuseAsync(Guid id, Refusal refusal, CancellationToken ct) => await OnGetAsync(id, ct) is RedirectResult draft ? draft : Refuse(refusal);
}
