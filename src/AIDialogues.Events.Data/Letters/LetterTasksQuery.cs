using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>What letters ask of an organiser: people whose address takes none, people of whose letter nobody knows, and why nothing leaves.</summary>
/// <param name="Stopped">Null while letters leave.</param>
public sealed record LetterTasks(int NewAddress, int Unknown, MailLine? Stopped);

public static class LetterTasksQuery
{
    /// <summary>People and not letters: somebody with three days is one address to find.</summary>
    public static async Task<LetterTasks> LetterTasksAsync(this EventsDb db, CancellationToken ct)
    {
        // Of everybody who is shown somewhere, as the list of letters has them.
        var counts = await (from letter in db.Letters
                            join invitation in db.Invitations on letter.InvitationId equals invitation.Id
                            where letter.State == LetterState.Bounced || letter.State == LetterState.Unknown
                            select new { letter.State, letter.PersonId }).Distinct().GroupBy(l => l.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new(counts.GetValueOrDefault(LetterState.Bounced), counts.GetValueOrDefault(LetterState.Unknown), await db.MailLines.AsNoTracking().SingleOrDefaultAsync(l => l.Problem != "", ct));
    }
}
