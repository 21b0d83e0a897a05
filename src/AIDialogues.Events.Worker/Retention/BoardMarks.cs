using System.Security.Cryptography;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.People;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Retention;

/// <summary>An erasure takes the marks of names off the boards, everybody's with the one: those that are still written on get them anew, without whoever was erased.</summary>
internal static class BoardMarks
{
    // As long as points of one's own are taken; then nobody writes, and the night takes the marks away for good.
    private const int DaysAfter = 3;

    public static async Task MarkAnewAsync(this EventsDb db, DateTimeOffset now, CancellationToken ct)
    {
        var since = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-DaysAfter);
        var bare = await db.Database.SqlQuery<Bare>($"""
            SELECT b.session_id, s.dialogue_id FROM board.sessions b JOIN events.sessions s ON s.id = b.session_id JOIN events.dialogues d ON d.id = s.dialogue_id
            WHERE d.day >= {since} AND NOT b.board ? 'lexicon'
            """).ToListAsync(ct);
        foreach (var day in bare.GroupBy(b => b.DialogueId))
        {
            var people = await db.InvitedToAsync(new Id<Dialogue>(day.Key), ct);
            foreach (var board in day)
            {
                string lexicon = Lexicon.Of(people.Select(p => new Participant(p.GivenName, p.FamilyName, p.Affiliation.Length > 0 ? p.Affiliation : null)), RandomNumberGenerator.GetBytes(16)).ToJson();
                _ = await db.Database.ExecuteSqlAsync($"UPDATE board.sessions SET board = jsonb_set(board, ARRAY['lexicon'], {lexicon}::jsonb) WHERE session_id = {board.SessionId} AND NOT board ? 'lexicon'", ct);
            }
        }
    }

    private sealed record Bare(Guid SessionId, Guid DialogueId);
}
