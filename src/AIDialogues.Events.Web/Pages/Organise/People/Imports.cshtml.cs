using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The imports that were made; each can be taken back for a day.</summary>
public sealed class ImportsModel(EventsDb db, ImportUndo undo, TimeProvider clock, T texts) : EventsPage
{
    private const int MostKept = 20;
    private const int MostDays = 5;

    public IReadOnlyList<ImportBatch> Batches { get; private set; } = [];

    /// <summary>Whom the last import added, for as long as it is known; more than a wave takes are chosen in the list.</summary>
    public IReadOnlyList<Id<Person>> Added { get; private set; } = [];

    /// <summary>The next days that they can be invited to.</summary>
    public IReadOnlyList<Dialogue> Days { get; private set; } = [];

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

    private async Task LoadAsync(CancellationToken ct)
    {
        Batches = await db.ImportBatches.AsNoTracking().OrderByDescending(b => b.At).Take(50).ToListAsync(ct);
        if (Batches.Count == 0 || !Batches[0].CanBeUndone(Now) || Batches[0].Added > Wave.MostReaders) return;
        var last = Batches[0].Id;
        Added = await db.ImportedPeople.Where(p => p.BatchId == last && p.Before == null && db.People.Any(o => o.Id == p.PersonId)).Select(p => p.PersonId).OrderBy(p => p).ToListAsync(ct);
        if (Added.Count == 0) return;
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        Days = await db.Dialogues.AsNoTracking().Where(d => d.Day >= today && d.CancelledAt == null).OrderBy(d => d.Day).ThenBy(d => d.Id).Take(MostDays).ToListAsync(ct);
    }
}
