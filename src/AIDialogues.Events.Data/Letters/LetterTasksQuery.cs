using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>What letters ask of an organiser: people whose address takes none, people of whose letter nobody knows, and why nothing leaves.</summary>
/// <param name="Stopped">Null while letters leave.</param>
public sealed record LetterTasks(int NewAddress, int Unknown, MailLine? Stopped);

public static class LetterTasksQuery
{
    /// <summary>People and not letters: somebody with three days is one address to find, and nobody whose address is another since.</summary>
    public static async Task<LetterTasks> LetterTasksAsync(this EventsDb db, CancellationToken ct)
    {
        // Of everybody who is shown somewhere, as the list of letters has them.
        var letters = await (from letter in db.Letters
                             join invitation in db.Invitations on letter.InvitationId equals invitation.Id
                             join person in db.People on letter.PersonId equals person.Id
                             where letter.State == LetterState.Bounced || letter.State == LetterState.Unknown
                             select new { letter.State, letter.PersonId, letter.ToAddress, person.Email }).ToListAsync(ct);
        // Addresses are sealed: compared here.
        var bounced = letters.Where(l => l.State == LetterState.Bounced && string.Equals(l.ToAddress, l.Email, StringComparison.OrdinalIgnoreCase));
        var unknown = letters.Where(l => l.State == LetterState.Unknown);
        return new(bounced.Select(l => l.PersonId).Distinct().Count(), unknown.Select(l => l.PersonId).Distinct().Count(), await db.MailLines.AsNoTracking().SingleOrDefaultAsync(l => l.Problem != "", ct));
    }
}
