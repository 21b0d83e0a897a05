using System.Security.Cryptography;

namespace AIDialogues.Events.Testing.Linkage;

/// <summary>
/// A way to attribute statements to people: puts visits and statements of a session in an order that may have survived, and
/// pairs them rank by rank, which for one quantity is the best matching. Ties are broken by chance.
/// </summary>
public sealed record Attack(string Name, Func<Trace, IComparable> Left)
{
    public static readonly IReadOnlyList<Attack> All =
    [
        new("same transaction (xmin join)", t => t.Xmin) { Joins = true },
        new("nearest xmin", t => t.Xmin),
        new("ctid rank", t => ((ulong)t.Block << 32) | t.Offset),
        new("dump order", t => t.DumpPosition),
        new("id order", t => t.Id),
        new("id's version and time", t => t.Id.Version == 7 ? Convert.ToHexString(t.Id.ToByteArray(bigEndian: true).AsSpan(0, 6)) : ""),
    ];

    private bool Joins { get; init; }

    public Score Play(string design, Evidence evidence)
    {
        var traces = evidence.Traces.ToLookup(t => t.Session);
        var (guesses, correct, people) = (0, 0, 0);
        foreach (var session in evidence.Visits.GroupBy(v => v.Session))
        {
            people = Math.Max(people, session.Count());
            foreach (var (visit, trace) in Match([.. session], [.. traces[session.Key]]))
            {
                guesses++;
                if (evidence.Authors[trace.Id] == visit.Person) correct++;
            }
        }
        return new(design, Name, guesses, correct, 1.0 / people);
    }

    private IEnumerable<(Visit Visit, Trace Trace)> Match(List<Visit> visits, List<Trace> traces)
    {
        if (Joins)
        {
            var joined = visits.Join(traces, v => v.Transaction, t => t.Xmin, (v, t) => (Visit: v, Trace: t))
                .DistinctBy(m => m.Visit).DistinctBy(m => m.Trace).ToList();
            foreach (var match in joined) yield return match;
            visits = [.. visits.Except(joined.Select(m => m.Visit))];
            traces = [.. traces.Except(joined.Select(m => m.Trace)).OrderBy(_ => Chance())];
        }
        else
        {
            traces = [.. traces.OrderBy(Left).ThenBy(_ => Chance())];
        }
        foreach (var match in visits.OrderBy(v => v.Arrival).Zip(traces)) yield return match;
    }

    private static int Chance() => RandomNumberGenerator.GetInt32(int.MaxValue);
}
