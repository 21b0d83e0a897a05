using System.Buffers.Binary;

namespace AIDialogues.Events.Testing.Linkage;

/// <summary>
/// A way to attribute statements to people. Most put the visits and the statements of a session in an order that may have
/// survived and pair them rank by rank, which for one quantity is the best matching. Ties are not broken by chance but
/// averaged over all ways to break them, so that a score has no noise of its own.
/// </summary>
public abstract class Attack(string name)
{
    public static readonly IReadOnlyList<Attack> All =
    [
        new SameTransaction(),
        new ByOrder("nearest xmin", (_, t) => t.Xmin),
        new ByOrder("id order", (_, t) => (long)(BinaryPrimitives.ReadUInt64BigEndian(t.Id.ToByteArray(bigEndian: true)) >> 1)),
        new ByOrder("id's version and time", (_, t) => t.Id.Version == 7 ? TimeIn(t.Id) : 0),
        .. Artefacts.Names.Select(artefact => new ByOrder(artefact, (evidence, t) => evidence.Places[artefact].TryGetValue(t.Id, out var place) ? place : -1)),
        new ByOrder("length on the wire", (_, t) => t.Length, visit => visit.WireBytes),
    ];

    public string Name => name;

    public Score Play(string design, Evidence evidence)
    {
        var traces = evidence.Traces.ToLookup(t => t.Session);
        var (guesses, correct, people, pairs, told) = (0, 0.0, 0, 0, 0.0);
        foreach (var session in evidence.Visits.GroupBy(v => v.Session))
        {
            var visits = session.ToDictionary(v => v.Person);
            var found = traces[session.Key].Select(t => (Visit: visits[evidence.Authors[t.Id]], Trace: t)).ToList();
            people = Math.Max(people, visits.Count);
            guesses += found.Count;
            correct += ExpectedRight(evidence, found);
            for (var a = 0; a < found.Count; a++)
                for (var b = a + 1; b < found.Count; b++)
                {
                    pairs++;
                    told += (1 + Math.Sign(Prefers(evidence, found[a], found[b]))) / 2.0;
                }
        }
        return new(design, name, guesses, correct, 1.0 / people, told / pairs);
    }

    /// <summary>Of a session's true pairs, how many the attacker gets right on average.</summary>
    protected abstract double ExpectedRight(Evidence evidence, IReadOnlyList<(Visit Visit, Trace Trace)> truth);

    /// <summary>Above zero when the artefact speaks for the truth, below when for the swap, zero when it says nothing.</summary>
    protected abstract double Prefers(Evidence evidence, (Visit Visit, Trace Trace) one, (Visit Visit, Trace Trace) other);

    private static long TimeIn(Guid id) => Convert.ToInt64(Convert.ToHexString(id.ToByteArray(bigEndian: true).AsSpan(0, 6)), 16);

    private sealed class SameTransaction() : Attack("same transaction (xmin join)")
    {
        protected override double ExpectedRight(Evidence evidence, IReadOnlyList<(Visit Visit, Trace Trace)> truth) => truth.Sum(pair =>
        {
            var joined = truth.Where(other => other.Trace.Xmin == pair.Visit.Transaction).Select(other => other.Trace).ToList();
            if (joined.Count == 0) return 1.0 / truth.Count;
            return joined.Contains(pair.Trace) ? 1.0 / joined.Count : 0;
        });

        protected override double Prefers(Evidence evidence, (Visit Visit, Trace Trace) one, (Visit Visit, Trace Trace) other) =>
            Joins(one.Visit, one.Trace) + Joins(other.Visit, other.Trace) - Joins(one.Visit, other.Trace) - Joins(other.Visit, one.Trace);

        private static int Joins(Visit visit, Trace trace) => visit.Transaction == trace.Xmin ? 1 : 0;
    }

    private sealed class ByOrder(string name, Func<Evidence, Trace, long> right, Func<Visit, long>? left = null) : Attack(name)
    {
        private readonly Func<Visit, long> left = left ?? (visit => visit.Arrival);

        protected override double ExpectedRight(Evidence evidence, IReadOnlyList<(Visit Visit, Trace Trace)> truth)
        {
            var visits = Ranks(truth.Select(pair => left(pair.Visit)));
            var traces = Ranks(truth.Select(pair => right(evidence, pair.Trace)));
            // Each of a tie is equally likely at each of its ranks: the chance to meet is the ranks both may have, over all pairs of ranks.
            return truth.Sum(pair =>
            {
                var (v, t) = (visits[left(pair.Visit)], traces[right(evidence, pair.Trace)]);
                var shared = Math.Min(v.First + v.Count, t.First + t.Count) - Math.Max(v.First, t.First);
                return Math.Max(0, shared) / ((double)v.Count * t.Count);
            });
        }

        protected override double Prefers(Evidence evidence, (Visit Visit, Trace Trace) one, (Visit Visit, Trace Trace) other) =>
            Math.Sign(left(one.Visit) - left(other.Visit)) * Math.Sign(right(evidence, one.Trace) - right(evidence, other.Trace));

        private static Dictionary<long, (int First, int Count)> Ranks(IEnumerable<long> values)
        {
            var (ranks, first) = (new Dictionary<long, (int, int)>(), 0);
            foreach (var tie in values.GroupBy(v => v).OrderBy(g => g.Key))
            {
                ranks.Add(tie.Key, (first, tie.Count()));
                first += tie.Count();
            }
            return ranks;
        }
    }
}
