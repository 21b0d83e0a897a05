using CsCheck;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Balance;

/// <summary>What always holds of a proposal, over thousands of made-up dialogues.</summary>
public sealed class Proposing_a_wave
{
    private static readonly Gen<IReadOnlyList<Trait>> Traits =
        from g in Gen.Enum<StakeholderGroup>() from r in Gen.Enum<Region>() from known in Gen.Bool from s in Gen.Enum<Gender>() from l in Gen.Enum<Language>()
        select Trait.Of(g, known ? r : null, s, l);

    private static readonly Gen<BalanceTarget> Target =
        from seats in Gen.Int[1, 40]
        from chosen in Gen.Shuffle(Trait.All.ToArray()) from count in Gen.Int[0, 6]
        from numbers in Gen.Select(Gen.Int[0, 8], Gen.Int[0, 10], Gen.Bool).Array[6]
        select Made(seats, [.. chosen.Take(count).Zip(numbers, (trait, n) => new Corridor(trait, n.Item1, n.Item3 ? n.Item1 + n.Item2 : null, CorridorUnit.People))]);

    private static readonly Gen<Dealt> Dialogues =
        from target in Target from series in Target
        from prospects in Gen.Select(Traits, Gen.Bool).Array[0, 20] from pool in Traits.Array[0, 60]
        from gone in Gen.Int[0, 10] from most in Gen.Int[1, 50]
        select new Dealt(target, series, prospects, pool, gone, most);

    [Fact]
    public void Nobody_who_was_invited_is_proposed_and_nobody_twice() => Dialogues.Sample(d =>
    {
        var proposed = d.Propose().People.Select(p => p.Candidate.PersonId).ToList();
        return proposed.Distinct().Count() == proposed.Count && !proposed.Exists(d.Invited.Contains);
    });

    [Fact]
    public void The_seats_are_never_exceeded() => Dialogues.Sample(d =>
    {
        var proposal = d.Propose();
        int free = Math.Max(0, d.Target.Seats - d.Prospects.Count);
        return proposal.People.Count <= Math.Min(free, d.Most) && proposal.SeatsLeft >= 0;
    });

    [Fact]
    public void No_corridor_is_made_worse_neither_of_the_dialogue_nor_of_the_series() => Dialogues.Sample(d =>
    {
        var people = d.Propose().People.Select(p => new Prospect(p.Candidate.PersonId, "", p.Candidate.Traits, false, 0.5)).ToList();
        return new[] { d.Target, d.Series }.All(target => BalanceStanding.Of(target, d.Prospects).Corridors
            .Zip(BalanceStanding.Of(target, [.. d.Prospects, .. people]).Corridors, (before, after) => before.Violation(before.IfAllAccept) >= after.Violation(after.IfAllAccept)).All(x => x));
    });

    [Fact]
    public void Each_one_closes_a_gap_and_says_which() => Dialogues.Sample(d => d.Propose().People.All(p =>
        p.Reasons.Count > 0 && p.Reasons.All(r => r.Before < r.Least && p.Candidate.Traits.Contains(r.Corridor.Trait))));

    [Fact]
    public void The_same_people_in_any_order_give_the_same_proposal() => Dialogues.Sample(d =>
        d.Propose().People.Select(p => p.Candidate.PersonId).SequenceEqual(d.Propose(d.Candidates.Reverse()).People.Select(p => p.Candidate.PersonId)));

    [Fact]
    public void What_stays_short_could_not_be_closed_by_anybody_left() => Dialogues.Sample(d =>
    {
        var proposal = d.Propose();
        if (proposal.People.Count == d.Most || proposal.SeatsLeft == 0) return true;
        var people = proposal.People.Select(p => p.Candidate).ToList();
        bool Full(BalanceTarget target, Candidate c) => BalanceStanding.Of(target, [.. d.Prospects, .. people.Select(p => new Prospect(p.PersonId, "", p.Traits, false, 0))])
            .Corridors.Any(s => c.Traits.Contains(s.Corridor.Trait) && s.IfAllAccept >= s.Most);
        return d.Candidates.Where(c => !d.Invited.Contains(c.PersonId) && !people.Exists(p => p.PersonId == c.PersonId))
            .All(c => !proposal.Left.Any(l => c.Traits.Contains(l.Corridor.Trait)) || Full(d.Target, c) || Full(d.Series, c));
    });

    [Fact]
    public void Those_who_close_the_most_come_first()
    {
        var target = Made(10, [new(Trait.Of(StakeholderGroup.CivilSociety), 2, null, CorridorUnit.People), new(Trait.Of(Region.Africa), 1, null, CorridorUnit.People)]);
        var both = Somebody(StakeholderGroup.CivilSociety, Region.Africa);
        var one = Somebody(StakeholderGroup.CivilSociety, Region.Europe);
        var none = Somebody(StakeholderGroup.Business, Region.Europe);

        var proposal = WaveProposal.For([(target, [])], new HashSet<Id<Person>>(), [none, one, both], 10);

        Assert.Equal([both.PersonId, one.PersonId], proposal.People.Select(p => p.Candidate.PersonId));
        Assert.Equal([(0, 2), (0, 1)], proposal.People[0].Reasons.Select(r => (r.Before, r.Least)));
        Assert.Empty(proposal.Left);
        Assert.Equal(8, proposal.SeatsLeft);
    }

    private static Candidate Somebody(StakeholderGroup group, Region region) => new(Id<Person>.New(), "", Trait.Of(group, region, Gender.NotSaid, Language.French), 0);

    private static BalanceTarget Made(int seats, Corridor[] corridors)
    {
        var target = BalanceTarget.For(Id<Series>.New(), Id<Dialogue>.New(), seats);
        // Corridors that contradict the seats are refused; then there are none, which is a case too.
        _ = target.Change(seats, corridors);
        return target;
    }

    private sealed class Dealt(BalanceTarget target, BalanceTarget series, (IReadOnlyList<Trait>, bool)[] prospects, IReadOnlyList<Trait>[] pool, int gone, int most)
    {
        public BalanceTarget Target { get; } = target;

        public BalanceTarget Series { get; } = series;

        public int Most { get; } = most;

        public IReadOnlyCollection<Prospect> Prospects { get; } = [.. prospects.Select(p => new Prospect(Id<Person>.New(), "", p.Item1, p.Item2, p.Item2 ? 1 : 0.5))];

        public IReadOnlyCollection<Candidate> Candidates { get; } = [.. pool.Select((traits, i) => new Candidate(Id<Person>.New(), "", traits, i % 3))];

        /// <summary>Everybody on the list, and some of the pool who declined before.</summary>
        public HashSet<Id<Person>> Invited => [.. Prospects.Select(p => p.PersonId), .. Candidates.Take(gone).Select(c => c.PersonId)];

        public Proposal Propose(IEnumerable<Candidate>? candidates = null) => WaveProposal.For([(Target, Prospects), (Series, Prospects)], Invited, candidates ?? Candidates, Most);
    }
}
