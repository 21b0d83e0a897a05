namespace AIDialogues.Events.Domain;

/// <summary>Somebody who might be invited.</summary>
/// <param name="InvitedBefore">To how many dialogues of the series: between equals, those come first who were asked least.</param>
public sealed record Candidate(Id<Person> PersonId, string Name, IReadOnlyList<Trait> Traits, int InvitedBefore);

/// <summary>Why somebody is proposed: the corridor that is short, as it was just before.</summary>
/// <param name="OfSeries">A corridor of the whole series, not of this dialogue.</param>
public sealed record ProposalReason(Corridor Corridor, int Before, int Least, bool OfSeries);

public sealed record Proposed(Candidate Candidate, IReadOnlyList<ProposalReason> Reasons);

/// <param name="Left">Corridors that stay short: nobody suitable, or no seat.</param>
/// <param name="SeatsLeft">Seats that remain when all accept, also those proposed.</param>
public sealed record Proposal(IReadOnlyList<Proposed> People, IReadOnlyList<ProposalReason> Left, int SeatsLeft);

/// <summary>
/// The next wave, step by step: whoever closes the most and the widest gaps comes next, counted as if all accept. Nobody who was invited before,
/// never more than the seats, never a corridor made worse; the same people in whatever order give the same proposal.
/// </summary>
public sealed class WaveProposal
{
    private readonly List<(CorridorCount Count, bool OfSeries)> _counts = [];
    private int _seats;

    private WaveProposal(IReadOnlyList<(BalanceTarget Target, IReadOnlyCollection<Prospect> Prospects)> balances)
    {
        _seats = balances.Min(b => Math.Max(0, b.Target.Seats - b.Prospects.Count));
        foreach (var (target, prospects) in balances)
            foreach (var corridor in target.Corridors)
                _counts.Add((new(corridor, target.Seats, prospects.Count(p => p.Traits.Contains(corridor.Trait))), target.DialogueId is null));
    }

    /// <param name="balances">Of the dialogue, and of its series if that has a target.</param>
    /// <param name="invited">Everybody who ever had an invitation to the dialogue, whatever became of it.</param>
    public static Proposal For(
        IReadOnlyList<(BalanceTarget Target, IReadOnlyCollection<Prospect> Prospects)> balances, IReadOnlySet<Id<Person>> invited, IEnumerable<Candidate> candidates, int most)
    {
        var proposal = new WaveProposal(balances);
        // Those who are alike to every corridor are one queue; only its first is looked at.
        var queues = candidates.Where(c => !invited.Contains(c.PersonId)).DistinctBy(c => c.PersonId)
            .OrderBy(c => c.InvitedBefore).ThenBy(c => c.PersonId.Value)
            .GroupBy(c => string.Join('|', c.Traits.Select(Trait.PositionOf).Order())).OrderBy(q => q.Key, StringComparer.Ordinal).Select(q => new Queue<Candidate>(q)).ToList();
        var people = new List<Proposed>();
        while (people.Count < most && proposal._seats > 0 && proposal.Next(queues) is { } next) people.Add(next);
        return new(people, proposal.Gaps(), proposal._seats);
    }

    private Proposed? Next(List<Queue<Candidate>> queues)
    {
        var best = queues.Where(q => q.Count > 0 && !_counts.Exists(c => c.Count.IsFullFor(q.Peek())))
            .Select(q => (Queue: q, Gain: _counts.Sum(c => c.Count.GainOf(q.Peek()))))
            .Where(q => q.Gain > 0).OrderByDescending(q => q.Gain).ThenBy(q => q.Queue.Peek().InvitedBefore).ThenBy(q => q.Queue.Peek().PersonId.Value)
            .FirstOrDefault();
        if (best.Queue is null) return null;
        var chosen = best.Queue.Dequeue();
        ProposalReason[] reasons = [.. _counts.Where(c => c.Count.GainOf(chosen) > 0).Select(c => c.Count.Reason(c.OfSeries))];
        foreach (var (count, _) in _counts) count.Take(chosen);
        _seats--;
        return new(chosen, reasons);
    }

    private List<ProposalReason> Gaps() => [.. _counts.Where(c => c.Count.Missing > 0).Select(c => c.Count.Reason(c.OfSeries))];

    private sealed class CorridorCount(Corridor corridor, int seats, int count)
    {
        private readonly int _least = corridor.Least(seats);
        private readonly int? _most = corridor.Most(seats);
        private int _count = count;

        public int Missing => Math.Max(0, _least - _count);

        public bool IsFullFor(Candidate candidate) => _count >= _most && Has(candidate);

        // In whole thousandths: sums of fractions would depend on their order.
        public int GainOf(Candidate candidate) => Missing > 0 && Has(candidate) ? 1000 + (1000 * Missing / _least) : 0;

        public ProposalReason Reason(bool ofSeries) => new(corridor, _count, _least, ofSeries);

        public void Take(Candidate candidate) => _count += Has(candidate) ? 1 : 0;

        private bool Has(Candidate candidate) => candidate.Traits.Contains(corridor.Trait);
    }
}
