using System.Collections.Concurrent;

namespace AIDialogues.Events.Room.Boards;

/// <summary>
/// Boards as they were last read, one for each session, for what was parsed of them: a lexicon of a thousand people takes milliseconds, and every hand-in reads its board. What a
/// board says now, and to whom, is asked of the database each time.
/// </summary>
internal sealed class ReadBoards
{
    private readonly ConcurrentDictionary<Guid, Board> last = new();

    public Board Of(Guid sessionId, string json, bool closed) => last[sessionId] = new Board(json, closed, last.GetValueOrDefault(sessionId));
}
