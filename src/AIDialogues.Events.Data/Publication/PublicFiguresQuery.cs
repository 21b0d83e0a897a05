using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Publication;

public static class PublicFiguresQuery
{
    /// <summary>
    /// Lets the figures of every public series follow what changed since. Done at fixed times and by one program alone: a page that counted when it is asked
    /// would tell by when it changes whose answer came in.
    /// </summary>
    public static async Task FollowPublicFiguresAsync(this EventsDb db, DateTimeOffset now, CancellationToken ct)
    {
        var kept = await db.PublicFigures.ToDictionaryAsync(f => f.SeriesId, ct);
        // One that is off keeps what it said last: switched off and on it must tell no more than left on.
        var dialogues = await db.Dialogues.AsNoTracking().Where(d => db.Series.Any(s => s.Id == d.SeriesId && s.IsPublic)).ToListAsync(ct);
        foreach (var series in dialogues.GroupBy(d => d.SeriesId))
        {
            if (!kept.TryGetValue(series.Key, out var figures)) _ = db.Add(figures = PublicFigures.Of(series.Key));
            var days = series.Where(d => d.CancelledAt is null).ToList();
            figures.Follow((await db.AcceptedByGroupAsync(days, ct)).Values.Sum(), await db.AcceptedByGroupAsync(days.FindAll(d => d.EndsAt <= now), ct));
        }

        _ = await db.SaveChangesAsync(ct);
    }

    // Who accepted, not who was checked in, which is forgotten after a month.
    private static Task<Dictionary<StakeholderGroup, int>> AcceptedByGroupAsync(this EventsDb db, List<Dialogue> some, CancellationToken ct)
    {
        var days = some.ConvertAll(d => d.Id);
        var people = db.Invitations.Where(i => days.Contains(i.DialogueId) && i.State == InvitationState.Accepted).Select(i => i.PersonId).Distinct();
        return db.People.Where(p => people.Contains(p.Id)).GroupBy(p => p.Group).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }
}
