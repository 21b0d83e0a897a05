namespace AIDialogues.Events.Room.Pool;

/// <summary>The points of one session that wait in memory. Handing in the same id twice changes nothing.</summary>
internal sealed class SessionPool(Guid sessionId)
{
    /// <summary>The most that may wait; a device that is refused keeps its points and sends them after the next flush.</summary>
    public const int MostWaiting = 2000;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, HeldPoint> waiting = [];
    private readonly HashSet<Guid> stored = [];

    /// <summary>What waited when the session was handed over or closed. Not a mark on the session: it would stay on an empty one, or be kept up by a late point, and let a single point out alone.</summary>
    private readonly HashSet<Guid> closing = [];

    public Guid SessionId => sessionId;

    /// <summary>Takes all of them, or none when too many wait already.</summary>
    /// <param name="points">What the device sends, which may have been sent before.</param>
    /// <param name="alreadyStored">Ids the vault holds: they do not count towards k, or a repeated hand-in would open a small batch.</param>
    /// <param name="close">Whether the rapporteur hands the session over, so that nothing more is waited for.</param>
    public bool TryHold(IEnumerable<HeldPoint> points, IReadOnlySet<Guid> alreadyStored, bool close)
    {
        lock (gate)
        {
            var fresh = Fresh(points, alreadyStored);
            if (waiting.Count + fresh.Count > MostWaiting) return false;
            foreach (var point in fresh) waiting.Add(point.Id, point);
            if (close) closing.UnionWith(waiting.Keys);
            return true;
        }
    }

    /// <summary>Those that neither wait here nor are stored: what a closed session refuses.</summary>
    public IReadOnlyList<HeldPoint> New(IEnumerable<HeldPoint> points, IReadOnlySet<Guid> alreadyStored)
    {
        lock (gate) return Fresh(points, alreadyStored);
    }

    /// <summary>Nothing more is waited for: what waits now is due, however little.</summary>
    public void Close()
    {
        lock (gate) closing.UnionWith(waiting.Keys);
    }

    /// <summary>Points to write now: all of them when enough wait or some waited at a hand-over or a close, else none. They stay until <see cref="Written"/>.</summary>
    public HeldPoint[] Due(int smallestBatch)
    {
        lock (gate) return Crowd.Of(waiting.Values) >= smallestBatch || closing.Count > 0 ? [.. waiting.Values] : [];
    }

    public void Written(IEnumerable<HeldPoint> points)
    {
        lock (gate)
        {
            foreach (var point in points)
            {
                _ = waiting.Remove(point.Id);
                _ = closing.Remove(point.Id);
                _ = stored.Add(point.Id);
            }
        }
    }

    /// <summary>No longer this process's to write; the devices still hold them.</summary>
    public void Forget(IEnumerable<HeldPoint> points)
    {
        lock (gate)
        {
            foreach (var point in points)
            {
                _ = waiting.Remove(point.Id);
                _ = closing.Remove(point.Id);
            }
        }
    }

    private List<HeldPoint> Fresh(IEnumerable<HeldPoint> points, IReadOnlySet<Guid> alreadyStored) =>
        [.. points.Where(p => !waiting.ContainsKey(p.Id) && !stored.Contains(p.Id) && !alreadyStored.Contains(p.Id)).DistinctBy(p => p.Id)];

    /// <summary>Something waits that waited at a hand-over or a close.</summary>
    public bool IsClosing
    {
        get { lock (gate) return closing.Count > 0; }
    }

    public bool IsEmpty
    {
        get { lock (gate) return waiting.Count == 0; }
    }
}
