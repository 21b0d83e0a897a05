using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>A wave in the list of its dialogue.</summary>
public sealed record WaveRow(Wave Wave, int Readers, IReadOnlyDictionary<LetterState, int> Letters);

public static class WaveQuery
{
    public static async Task<IReadOnlyList<WaveRow>> WavesAsync(this EventsDb db, Id<Dialogue> dialogue, int most, CancellationToken ct)
    {
        var waves = await db.Waves.AsNoTracking().Where(w => w.DialogueId == dialogue).OrderByDescending(w => w.Number).Take(most)
            .Select(w => new { Wave = w, Readers = w.Readers.Count }).ToListAsync(ct);
        var ids = waves.ConvertAll(w => (Id<Wave>?)w.Wave.Id);
        var states = await db.Letters.Where(l => ids.Contains(l.WaveId)).GroupBy(l => new { l.WaveId, l.State }).Select(g => new { g.Key.WaveId, g.Key.State, Count = g.Count() }).ToListAsync(ct);
        return waves.ConvertAll(w => new WaveRow(w.Wave, w.Readers, states.Where(s => s.WaveId == w.Wave.Id).ToDictionary(s => s.State, s => s.Count)));
    }

    /// <summary>How many letters of a wave are in each state.</summary>
    public static Task<Dictionary<LetterState, int>> ProgressAsync(this EventsDb db, Id<Wave> wave, CancellationToken ct) =>
        db.Letters.Where(l => l.WaveId == wave).GroupBy(l => l.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    public static Task<Wave?> WaveAsync(this EventsDb db, Id<Wave> id, CancellationToken ct) =>
        db.Waves.Include(w => w.Readers).Include(w => w.Texts).AsSplitQuery().SingleOrDefaultAsync(w => w.Id == id, ct);

    /// <summary>With its row locked: of two who press at once, the second sees what the first did.</summary>
    internal static async Task<Wave?> LockedWaveAsync(this EventsDb db, Id<Wave> id, CancellationToken ct)
    {
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.waves WHERE id = {id.Value} FOR UPDATE", ct);
        // Not what this request may have read before it waited for the lock.
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is Wave or WaveReader or WaveText).ToList()) entry.State = EntityState.Detached;
        return await db.WaveAsync(id, ct);
    }
}
