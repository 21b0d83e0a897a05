using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Unattributed.Tokens;
using CsCheck;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Tokens;

public sealed class Counting_people
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(25, 5)]
    [InlineData(int.MaxValue, 429496730)]
    public void Five_tokens_may_be_one_person(int tokens, int people) => Assert.Equal(people, HolderBound.AtLeast(tokens, replaced: 0));

    [Fact]
    public void It_never_says_more_than_used_them_and_is_the_best_that_can_be_said() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12].Array[0, 200])
        .Sample((each, used) =>
        {
            // Each person used from one token to as many as everybody was given.
            int[] people = [.. used.Select(u => Math.Min(u, each))];
            int tokens = people.Sum(), bound = HolderBound.AtLeast(tokens, replaced: 0, each);
            return bound <= people.Length && bound * each >= tokens && (bound == 0 || (bound - 1) * each < tokens);
        });

    [Fact]
    public void It_grows_with_the_tokens_and_shrinks_with_what_one_is_given() => Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 50], Gen.Int[1, 50])
        .Sample((tokens, more, each) => HolderBound.AtLeast(tokens + more, replaced: 0, each) >= HolderBound.AtLeast(tokens, replaced: 0, each)
            && HolderBound.AtLeast(tokens, replaced: 0, each + 1) <= HolderBound.AtLeast(tokens, replaced: 0, each));

    [Theory]
    [InlineData(21, 0, 5)]
    [InlineData(21, 1, 4)]
    [InlineData(25, 1, 4)]
    [InlineData(26, 1, 5)]
    [InlineData(10, 1, 1)]
    [InlineData(10, 3, 1)]
    [InlineData(11, 3, 2)]
    [InlineData(31, 3, 4)]
    public void Who_lost_the_tokens_may_hold_two_sets(int tokens, int replaced, int people) => Assert.Equal(people, HolderBound.AtLeast(tokens, replaced));

    /// <summary>People who use what they were given, some of them twice as much: the bound is never above them, and fewer people could not have used so many.</summary>
    [Fact]
    public void It_holds_whoever_of_them_were_given_a_second_set() => Gen.Select(Gen.Int[1, 8], Gen.Int[0, 6], Gen.Int[0, 16].Array[0, 60])
        .Sample((each, replaced, used) =>
        {
            int[] people = [.. used.Select((u, person) => Math.Min(u, person < replaced ? 2 * each : each)).Where(u => u > 0)];
            int tokens = people.Sum(), bound = HolderBound.AtLeast(tokens, replaced, each);
            int MostOf(int some) => (some + Math.Min(some, replaced)) * each;
            return bound <= people.Length && MostOf(bound) >= tokens && (bound == 0 || MostOf(bound - 1) < tokens);
        });

    [Theory]
    [InlineData(5, 0, 5)]
    [InlineData(0, 20, 0)]
    [InlineData(0, 21, 21)]
    [InlineData(5, 20, 5)]
    [InlineData(4, 20, 0)]
    [InlineData(4, 21, 21)]
    [InlineData(5, 21, 26)]
    [InlineData(0, 25, 0, 1)]
    [InlineData(0, 26, 26, 1)]
    [InlineData(5, 26, 31, 1)]
    public void A_batch_waits_for_five_people_not_for_five_tokens_and_a_rapporteurs_notes_are_no_crowd_for_participants(int ofRapporteurs, int paid, int due, int replaced = 0)
    {
        var session = new SessionPool(Guid.NewGuid());
        Assert.True(session.TryHold(Points(ofRapporteurs, paid: false).Concat(Points(paid, paid: true, replaced)), new HashSet<Guid>(), handOver: false));

        Assert.Equal(due, session.Due(5, DateTimeOffset.UnixEpoch).Length);
    }

    private static IEnumerable<HeldPoint> Points(int count, bool paid, int replaced = 0) => Enumerable.Range(0, count).Select(i =>
    {
        _ = Words.TryNormalise("words", out var words);
        return new HeldPoint(Guid.NewGuid(), null, StatementKind.View, words!) { Token = paid ? new SpentToken([(byte)i], "key") : null, Replaced = i == 0 ? replaced : 0 };
    });
}
