using AIDialogues.Events.Data;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The imports that were made; each can be taken back for a day.</summary>
public sealed class ImportsModel(EventsDb db, ImportUndo undo, TimeProvider clock, T texts) : EventsPage
{
    private const int MostKept = 20;

    public IReadOnlyList<ImportBatch> Batches { get; private set; } = [];

    public DateTimeOffset Now => clock.GetUtcNow();

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public async Task<IActionResult> OnPostUndoAsync(Guid batch, CancellationToken ct)
    {
        if (await undo.UndoAsync(new(batch), ct) is not { } result) return NotFound();
        if (result.Refused(out var refusal, out var outcome))
        {
            await LoadAsync(ct);
            return Refuse(refusal);
        }

        Said = Sentence(outcome);
        return RedirectToPage();
    }

    private string Sentence(UndoOutcome outcome)
    {
        string done = texts["Taken back: {0} removed, {1} as before.", outcome.Removed, outcome.Restored];
        if (outcome.Kept.Count == 0) return done;
        string names = string.Join(", ", outcome.Kept.Take(MostKept).Select(k => $"{k.Name} ({texts.Of(k.Because)})"));
        return $"{done} {texts["Left as they are: {0}.", outcome.Kept.Count > MostKept ? names + "…" : names]}";
    }

    private async Task LoadAsync(CancellationToken ct) =>
        Batches = await db.ImportBatches.AsNoTracking().OrderByDescending(b => b.At).Take(50).ToListAsync(ct);
}
