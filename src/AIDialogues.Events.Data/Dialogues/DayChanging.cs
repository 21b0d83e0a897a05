using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Dialogues;

/// <summary>Saves a day that became another, with what follows for letters that say what it was.</summary>
public sealed class DayChanging(EventsDb db, WaveCourse waves)
{
    /// <summary>Waves of which something still waits are paused where their words would mislead; an organiser rewrites them or lets them go on.</summary>
    /// <param name="before">What the day was when it was read.</param>
    public async Task<Refusal?> SaveAsync(Dialogue dialogue, DayFacts before, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        bool misleads = before.Misleads(dialogue.Facts);
        // Waves before their day, as whoever sends one takes them; paused ones too, or one that goes on at this moment would leave with the old words.
        if (misleads) _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.waves WHERE dialogue_id = {dialogue.Id.Value} AND state IN ('Sent', 'Paused') ORDER BY id FOR UPDATE", ct);
        try
        {
            _ = await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.Refusal() is { } lost)
        {
            db.ChangeTracker.Clear();
            return lost;
        }

        // Looked for only now: a wave that was being sent had the day first, and its letters are there.
        if (misleads)
            foreach (var wave in await WaitingAsync(dialogue.Id, ct)) _ = await waves.PauseAsync(wave, ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private Task<List<Id<Wave>>> WaitingAsync(Id<Dialogue> dialogue, CancellationToken ct) => db.Waves
        .Where(w => w.DialogueId == dialogue && w.State == WaveState.Sent && w.Kind != LetterKind.CalledOff
            && db.Letters.Any(l => l.WaveId == w.Id && (l.State == LetterState.Queued || l.State == LetterState.Retry || l.State == LetterState.InFlight)))
        .OrderBy(w => w.Id).Select(w => w.Id).ToListAsync(ct);
}
