namespace AIDialogues.Events.Room.Pool;

/// <summary>
/// The points of one session that wait in memory. Handing in the same id twice changes nothing. Rapporteurs' notes and participants' own points leave
/// apart: a rapporteur knows the notes, so they are no crowd for an own point to be among.
/// </summary>
internal sealed class SessionPool(Guid sessionId)
{
    /// <summary>The most that may wait; a device that is refused keeps its points and sends them after the next flush.</summary>
    public const int MostWaiting = 2000;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, HeldPoint> waiting = [];
    private readonly HashSet<Guid> stored = [];

    /// <summary>What is not waited for company with: it was there at a hand-over or a close. Not a mark on the session: it would stay on an empty one, or be kept up by a late point, and let a single point out alone.</summary>
    private readonly HashSet<Guid> ended = [];

    public Guid SessionId => sessionId;

    /// <summary>Takes all of them, or none when too many wait already.</summary>
    /// <param name="points">What the device sends, which may have been sent before.</param>
    /// <param name="alreadyStored">Ids the vault holds: they do not count towards k, or a repeated hand-in would open a small batch.</param>
    /// <param name="handOver">Whether the rapporteur hands the session over: no further notes are waited for.</param>
    public bool TryHold(IEnumerable<HeldPoint> points, IReadOnlySet<Guid> alreadyStored, bool handOver)
    {
        lock (gate)
        {
            var fresh = Fresh(points, alreadyStored);
            if (waiting.Count + fresh.Count > MostWaiting) return false;
            foreach (var point in fresh) waiting.Add(point.Id, point);
            if (handOver) EndNotes();
            return true;
        }
    }

    /// <summary>Those that neither wait here nor are stored: what a closed session refuses.</summary>
    public IReadOnlyList<HeldPoint> New(IEnumerable<HeldPoint> points, IReadOnlySet<Guid> alreadyStored)
    {
        lock (gate) return Fresh(points, alreadyStored);
    }

    /// <summary>Staff have closed the session: its notes are due, and its participants' own points too unless it had been closed before.</summary>
    /// <param name="again">It was closed and opened again: own points then wait for company or for their last time, or each close would show what came since the one before.</param>
    public void Close(bool again)
    {
        lock (gate)
        {
            if (again) EndNotes();
            else ended.UnionWith(waiting.Values.Where(p => !p.CameAgain).Select(p => p.Id));
        }
    }

    /// <summary>Points to write now, notes and own points judged apart: all of them when enough people may stand behind them, or some were there at their end, else none. They stay until <see cref="Written"/>.</summary>
    public HeldPoint[] Due(int smallestBatch, DateTimeOffset now)
    {
        lock (gate)
        {
            return [.. waiting.Values.GroupBy(p => p.IsOwn).Select(kind => kind.ToList())
                .Where(kind => Crowd.Of(kind) >= smallestBatch || kind.Exists(p => IsEnded(p, now))).SelectMany(kind => kind)];
        }
    }

    /// <param name="points">What the vault has taken.</param>
    /// <param name="mixed">Whether the vault is written anew after it.</param>
    public void Written(IEnumerable<HeldPoint> points, bool mixed)
    {
        lock (gate)
        {
            IsUnmixed = !mixed;
            foreach (var point in points)
            {
                _ = waiting.Remove(point.Id);
                _ = ended.Remove(point.Id);
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
                _ = ended.Remove(point.Id);
            }
        }
    }

    /// <summary>Something waits that is due whatever it waits with.</summary>
    public bool HasEnded(DateTimeOffset now)
    {
        lock (gate) return waiting.Values.Any(p => IsEnded(p, now));
    }

    /// <summary>Since the last rewriting a batch of it was stored, whose transaction number still tells it from the others.</summary>
    public bool IsUnmixed { get; private set; }

    /// <summary>The rewriting is on its way.</summary>
    public void Mix() => IsUnmixed = false;

    public bool IsEmpty
    {
        get { lock (gate) return waiting.Count == 0; }
    }

    private void EndNotes() => ended.UnionWith(waiting.Values.Where(p => !p.IsOwn).Select(p => p.Id));

    private bool IsEnded(HeldPoint point, DateTimeOffset now) => point.LastTime <= now || ended.Contains(point.Id);

    private List<HeldPoint> Fresh(IEnumerable<HeldPoint> points, IReadOnlySet<Guid> alreadyStored) =>
        [.. points.Where(p => !waiting.ContainsKey(p.Id) && !stored.Contains(p.Id) && !alreadyStored.Contains(p.Id)).DistinctBy(p => p.Id)];
}
