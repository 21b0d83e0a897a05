using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>A letter as the outbox shows it, with the dialogue it belongs to.</summary>
public sealed record OutboxRow(Letter Letter, Id<Dialogue> DialogueId, BilingualText Dialogue, string Zone);

/// <summary>The outbox across dialogues, newest first, with how many letters are in each state.</summary>
public sealed record OutboxPage(IReadOnlyList<OutboxRow> Rows, IReadOnlyDictionary<LetterState, int> Counts, int Count);

public static class OutboxQuery
{
    public static async Task<OutboxPage> OutboxAsync(this EventsDb db, LetterState? state, Id<Dialogue>? dialogue, Id<Wave>? wave, int page, int size, CancellationToken ct)
    {
        var letters = from letter in db.Letters.AsNoTracking()
                      join invitation in db.Invitations on letter.InvitationId equals invitation.Id
                      join day in db.Dialogues on invitation.DialogueId equals day.Id
                      where (dialogue == null || day.Id == dialogue) && (wave == null || letter.WaveId == wave)
                      select new { letter, day.Id, day.Title, day.Zone };
        var counts = await letters.GroupBy(l => l.letter.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var rows = await letters.Where(l => state == null || l.letter.State == state)
            .OrderByDescending(l => l.letter.CreatedAt).ThenBy(l => l.letter.Id).Skip((page - 1) * size).Take(size).ToListAsync(ct);
        int count = state is { } one ? counts.GetValueOrDefault(one) : counts.Values.Sum();
        return new([.. rows.Select(r => new OutboxRow(r.letter, r.Id, r.Title, r.Zone))], counts, count);
    }
}
