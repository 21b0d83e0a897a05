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
    public void Five_tokens_may_be_one_person(int tokens, int people) => Assert.Equal(people, HolderBound.AtLeast(tokens));

    [Fact]
    public void It_never_says_more_than_used_them_and_is_the_best_that_can_be_said() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12].Array[0, 200])
        .Sample((each, used) =>
        {
            // Each person used from one token to as many as everybody was given.
            int[] people = [.. used.Select(u => Math.Min(u, each))];
            int tokens = people.Sum(), bound = HolderBound.AtLeast(tokens, each);
            return bound <= people.Length && bound * each >= tokens && (bound == 0 || (bound - 1) * each < tokens);
        });

    [Fact]
    public void It_grows_with_the_tokens_and_shrinks_with_what_one_is_given() => Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 50], Gen.Int[1, 50])
        .Sample((tokens, more, each) => HolderBound.AtLeast(tokens + more, each) >= HolderBound.AtLeast(tokens, each)
            && HolderBound.AtLeast(tokens, each + 1) <= HolderBound.AtLeast(tokens, each));

    [Theory]
    [InlineData(5, 0, 5)]
    [InlineData(0, 20, 0)]
    [InlineData(0, 21, 21)]
    [InlineData(4, 5, 9)]
    [InlineData(3, 5, 0)]
    public void A_batch_waits_for_five_people_not_for_five_tokens(int ofRapporteurs, int paid, int due)
    {
        var session = new SessionPool(Guid.NewGuid());
        Assert.True(session.TryHold(Points(ofRapporteurs, paid: false).Concat(Points(paid, paid: true)), new HashSet<Guid>(), close: false));

        Assert.Equal(due, session.Due(5).Length);
    }

    private static IEnumerable<HeldPoint> Points(int count, bool paid) => Enumerable.Range(0, count).Select(i =>
    {
        _ = Words.TryNormalise("words", out var words);
        return new HeldPoint(Guid.NewGuid(), null, StatementKind.View, words!) { Token = paid ? new SpentToken([(byte)i], "key") : null };
    });
}
