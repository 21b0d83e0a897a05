using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Waves of which a record that gives way is a reader, and the letters of which its person would get two.</summary>
internal static class MergedReaders
{
    public const string OtherRecord = "Not sent: its reader gets the same letter under their other record.";

    /// <summary>Makes one person the reader of what was meant for another. The caller saves.</summary>
    /// <param name="only">These waves; null for all.</param>
    /// <returns>The waves of it.</returns>
    public static async Task<IReadOnlyList<Guid>> HandOnWavesAsync(this EventsDb db, Id<Person> from, Id<Person> to, CancellationToken ct, IReadOnlyList<Guid>? only = null)
    {
        var waves = await db.Waves.Include(w => w.Readers.Where(r => r.PersonId == from || r.PersonId == to)).Where(w => w.Readers.Any(r => r.PersonId == from)).OrderBy(w => w.Id).ToListAsync(ct);
        return [.. waves.Where(w => only?.Contains(w.Id.Value) != false && w.HandOn(from, to)).Select(w => w.Id.Value)];
    }

    /// <summary>Keeps back what waits under the weaker of two invitations, where the letter of the stronger is of the same wave, or invites or reminds too. Saves.</summary>
    public static async Task<IReadOnlyList<Guid>> DropSecondAsync(this EventsDb db, Id<Invitation> strong, Id<Invitation> weak, CancellationToken ct)
    {
        var others = await db.Letters.Where(l => l.InvitationId == strong && l.State != LetterState.Dropped && l.State != LetterState.Failed && l.State != LetterState.Bounced)
            .Select(l => new { l.Kind, l.WaveId, Waits = l.State == LetterState.Queued || l.State == LetterState.Retry || l.State == LetterState.Paused }).ToListAsync(ct);
        var second = (await db.LockWaitingAsync([weak], ct))
            .FindAll(l => others.Exists(o => o.Kind == l.Kind && ((o.WaveId is not null && o.WaveId == l.WaveId) || l.Kind == LetterKind.Invitation || (l.Kind == LetterKind.Reminder && o.Waits))));
        second.ForEach(l => l.Drop(OtherRecord));
        _ = await db.SaveChangesAsync(ct);
        // Their rows change hands without being read again.
        second.ForEach(l => db.Entry(l).State = EntityState.Detached);
        return second.ConvertAll(l => l.Id.Value);
    }

    /// <summary>The two are parted again: each gets their own. The caller saves.</summary>
    public static async Task TakeUpSecondAsync(this EventsDb db, IReadOnlyList<Guid> letters, DateTimeOffset now, CancellationToken ct)
    {
        var ids = letters.Select(l => new Id<Letter>(l)).ToList();
        var dropped = (await db.Letters.Where(l => ids.Contains(l.Id) && l.State == LetterState.Dropped).ToListAsync(ct)).FindAll(l => l.ServerReply == OtherRecord);
        var paused = await db.Waves.Where(w => w.State == WaveState.Paused).Select(w => w.Id).ToListAsync(ct);
        foreach (var letter in dropped)
        {
            letter.TakeUpAgain(now);
            if (letter.WaveId is { } wave && paused.Contains(wave)) letter.Pause();
        }
    }
}
