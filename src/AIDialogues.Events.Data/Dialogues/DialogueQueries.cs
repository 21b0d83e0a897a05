using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Dialogues;

public static class DialogueQueries
{
    /// <summary>A dialogue with its rooms, its sessions in order of time and their themes in order of place; null when there is none.</summary>
    public static Task<Dialogue?> WholeDialogueAsync(this EventsDb db, Id<Dialogue> id, CancellationToken ct) => db.Dialogues
        .Include(d => d.Rooms.OrderBy(r => r.Name))
        .Include(d => d.Sessions.OrderBy(s => s.Begins).ThenBy(s => s.RoomId)).ThenInclude(s => s.Themes.OrderBy(t => t.Place))
        .AsSplitQuery()
        .FirstOrDefaultAsync(d => d.Id == id, ct);

    /// <summary>The dialogue that a session is part of, whole; null when there is no such session.</summary>
    public static async Task<Dialogue?> DialogueOfAsync(this EventsDb db, Id<Session> session, CancellationToken ct) =>
        await db.Sessions.Where(s => s.Id == session).Select(s => (Id<Dialogue>?)s.DialogueId).FirstOrDefaultAsync(ct) is { } id
            ? await db.WholeDialogueAsync(id, ct)
            : null;
}
