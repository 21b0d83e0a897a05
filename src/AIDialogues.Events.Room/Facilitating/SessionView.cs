using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Room.Facilitating;

/// <summary>
/// One session's view. A batch opens when at least k people may stand behind its points, and its points come to lie at places of chance among all that are shown. Those that may
/// name somebody, and that nobody has swept, are never shown; they are counted once k people may stand behind what came. Notes and participants' own points are two crowds, here
/// as in the vault (decision 0090): who typed the notes would otherwise take them away from a batch and read what is left.
/// </summary>
internal sealed class SessionView
{
    /// <summary>More than a room can talk about; what comes later is in the summary, and not here.</summary>
    public const int MostShown = 1000;

    private readonly Lock gate = new();
    private readonly Lot notes = new(), own = new();
    private readonly SortedDictionary<Guid, ShownPoint> shown = [];
    private int heldBack;
    private DateTimeOffset changed;

    public void Add(IEnumerable<HeldPoint> stored, DateTimeOffset now)
    {
        lock (gate)
        {
            changed = now;
            var taken = stored.Take(MostShown - shown.Count - heldBack - notes.Waiting - own.Waiting).ToLookup(p => p.IsOwn);
            foreach (var (lot, points) in new[] { (notes, taken[false]), (own, taken[true]) })
            {
                lot.Add(points);
                heldBack += lot.Count();
                // Neither the id, which its device knows, nor the order in which it came says where a point lies.
                foreach (var point in lot.Open()) shown.Add(Guid.NewGuid(), new(point.ThemeId, point.Kind.Stored(), point.Words.Reveal()));
            }
        }
    }

    public ShownPoints Read()
    {
        lock (gate) return new([.. shown.Values], heldBack);
    }

    public bool IsOlderThan(DateTimeOffset moment)
    {
        lock (gate) return changed < moment;
    }

    private sealed class Lot
    {
        private readonly List<HeldPoint> unopened = [];

        /// <summary>All that came since points held back were last counted: the number changes when k people may stand behind what came, like all that is shown.</summary>
        private readonly List<HeldPoint> uncounted = [];

        public int Waiting => unopened.Count + uncounted.Count(p => p.HeldBack);

        public void Add(IEnumerable<HeldPoint> points)
        {
            var came = points.ToList();
            unopened.AddRange(came.Where(p => !p.HeldBack));
            uncounted.AddRange(came);
        }

        /// <returns>How many more are held back, once enough people may stand behind what came.</returns>
        public int Count()
        {
            if (Crowd.Of(uncounted) < StatementReader.SmallestGroup) return 0;
            var more = uncounted.Count(p => p.HeldBack);
            uncounted.Clear();
            return more;
        }

        /// <returns>What may be shown now, once enough people may stand behind it.</returns>
        public IReadOnlyList<HeldPoint> Open()
        {
            if (Crowd.Of(unopened) < StatementReader.SmallestGroup) return [];
            HeldPoint[] opened = [.. unopened];
            unopened.Clear();
            return opened;
        }
    }
}

/// <summary>A point as a facilitator sees it: no id, no device, no time.</summary>
internal sealed record ShownPoint(Guid? ThemeId, string Kind, string Words)
{
    public override string ToString() => nameof(ShownPoint);
}

/// <param name="HeldBack">How many more there are that may name somebody.</param>
/// <param name="Points">In an order of chance that stays as it is.</param>
internal sealed record ShownPoints(IReadOnlyList<ShownPoint> Points, int HeldBack)
{
    public static readonly ShownPoints None = new([], 0);

    /// <summary>Said as "at least": in whole groups, so that the number follows no single point.</summary>
    public int AtLeast => Points.Count / StatementReader.SmallestGroup * StatementReader.SmallestGroup;
}
