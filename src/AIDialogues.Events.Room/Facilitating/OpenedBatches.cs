using System.Collections.Concurrent;
using AIDialogues.Events.Room.Pool;

namespace AIDialogues.Events.Room.Facilitating;

/// <summary>
/// What facilitators may see: stored points, once at least k more than those shown are stored. In memory only and for some hours, for Room has
/// no right to read the vault; after a restart a view begins anew, and an open page is told so and keeps what it has shown.
/// </summary>
internal sealed class OpenedBatches(TimeProvider time)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<Guid, SessionView> sessions = new();

    /// <summary>Which Room shows this, by chance: another one begins anew.</summary>
    public Guid Run { get; } = Guid.NewGuid();

    public void Add(Guid sessionId, IEnumerable<HeldPoint> stored) => Of(sessionId).Add(stored, time.GetUtcNow());

    /// <summary>A session nobody wrote in and one whose points wait look the same.</summary>
    public ShownPoints Read(Guid sessionId) => sessions.TryGetValue(sessionId, out var view) ? view.Read() : ShownPoints.None;

    /// <summary>Asked at every clock time: words are not kept longer than a day's sessions need them.</summary>
    public void Forget()
    {
        foreach (var (id, view) in sessions)
            if (view.IsOlderThan(time.GetUtcNow() - KeptFor)) _ = sessions.TryRemove(id, out _);
    }

    private SessionView Of(Guid sessionId) => sessions.GetOrAdd(sessionId, _ => new SessionView());
}
