using AIDialogues.Events.Room.Facilitating;
using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Unattributed.Statements;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Facilitating;

/// <summary>When a facilitator sees points, and in which order: k at a time, at places of chance.</summary>
public sealed class Opening_batches
{
    private readonly HandClock time = new();
    private readonly Guid session = Guid.NewGuid();

    [Theory]
    [InlineData(4, 0, 0)]
    [InlineData(5, 5, 5)]
    [InlineData(9, 9, 5)]
    [InlineData(10, 10, 10)]
    public void Shows_none_before_five_are_stored_and_counts_in_fives(int stored, int shown, int atLeast)
    {
        var batches = new OpenedBatches(time);
        batches.Add(session, Points(0, stored));

        Assert.Equal((shown, atLeast), (batches.Read(session).Points.Count, batches.Read(session).AtLeast));
    }

    /// <summary>A session closed and written to again lets batches of any size into the vault, but not onto the wall.</summary>
    [Fact]
    public void Never_shows_one_to_four_further_points_however_they_were_stored()
    {
        var batches = new OpenedBatches(time);
        List<int> shown = [];
        for (var i = 0; i < 16; i++)
        {
            batches.Add(session, Points(i, 1));
            shown.Add(batches.Read(session).Points.Count);
        }

        Assert.Equal([0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 15, 15], shown);
    }

    /// <summary>One participant has five tokens for a session: 24 points may be five people's, 20 may be four's.</summary>
    [Theory]
    [InlineData(20, 0)]
    [InlineData(21, 21)]
    public void Counts_points_of_participants_by_the_fewest_people_who_can_have_written_them(int paid, int shown)
    {
        var batches = new OpenedBatches(time);
        batches.Add(session, Points(0, paid).Select(p => p with { Token = new SpentToken([1], "key") }));

        Assert.Equal(shown, batches.Read(session).Points.Count);
    }

    /// <summary>Who typed four notes would take them away from a batch of five and read the one point of a participant.</summary>
    [Theory]
    [InlineData(4, 1, 0)]
    [InlineData(5, 1, 5)]
    [InlineData(4, 21, 21)]
    [InlineData(5, 21, 26)]
    public void Opens_notes_and_participants_own_points_as_two_crowds(int notes, int own, int shown)
    {
        var batches = new OpenedBatches(time);
        batches.Add(session, [.. Points(0, notes), .. Points(100, own).Select(p => p with { Token = new SpentToken([1], "key") })]);

        Assert.Equal(shown, batches.Read(session).Points.Count);
    }

    [Fact]
    public void Counts_what_is_held_back_of_a_participant_only_among_participants()
    {
        var batches = new OpenedBatches(time);
        batches.Add(session, [.. Points(0, 5), .. Points(100, 1).Select(p => p with { HeldBack = true, Token = new SpentToken([1], "key") })]);
        Assert.Equal(0, batches.Read(session).HeldBack);

        batches.Add(session, Points(200, 20).Select(p => p with { Token = new SpentToken([1], "key") }));
        Assert.Equal(1, batches.Read(session).HeldBack);
    }

    /// <summary>Each of 400 sessions gets points 0 to 4, then 5 to 9. If the later batch lay behind the earlier, or a batch in its order, this would see it.</summary>
    [Fact]
    public void Puts_each_batch_at_places_of_chance_among_all_that_are_shown()
    {
        var (laterBehind, inOrder, pairs) = (0, 0, 0);
        for (var game = 0; game < 400; game++)
        {
            var batches = new OpenedBatches(time);
            batches.Add(session, Points(0, 5));
            batches.Add(session, Points(5, 5));
            var order = batches.Read(session).Points.Select(p => int.Parse(p.Words)).ToList();
            for (var a = 0; a < 10; a++)
                for (var b = a + 1; b < 10; b++)
                {
                    var behind = order.IndexOf(b) > order.IndexOf(a) ? 1 : 0;
                    if (a < 5 && b >= 5) laterBehind += behind;
                    else (inOrder, pairs) = (inOrder + behind, pairs + 1);
                }
        }

        // Half of the pairs by chance; the pairs of one game hang together, and yet 0.1 off would not happen once in a million runs.
        Assert.InRange(laterBehind / (400.0 * 25), 0.40, 0.60);
        Assert.InRange(inOrder / (double)pairs, 0.40, 0.60);
    }

    [Fact]
    public void Stays_in_place_from_one_reading_to_the_next()
    {
        var batches = new OpenedBatches(time);
        batches.Add(session, Points(0, 50));

        Assert.Equal(batches.Read(session).Points, batches.Read(session).Points);
    }

    [Fact]
    public void Shows_a_session_where_points_wait_exactly_as_one_where_nobody_wrote()
    {
        var batches = new OpenedBatches(time);
        batches.Add(session, Points(0, 4));

        var (waits, nobody) = (batches.Read(session), batches.Read(Guid.NewGuid()));
        Assert.Equal((nobody.AtLeast, nobody.Points.Count), (waits.AtLeast, waits.Points.Count));
    }

    [Fact]
    public void Forgets_the_words_twelve_hours_after_the_last_ones_and_not_before()
    {
        var batches = new OpenedBatches(time);
        batches.Add(session, Points(0, 5));
        time.Advance(TimeSpan.FromHours(12));
        batches.Forget();
        Assert.Equal(5, batches.Read(session).Points.Count);

        time.Advance(TimeSpan.FromSeconds(1));
        batches.Forget();
        Assert.Empty(batches.Read(session).Points);
    }

    /// <summary>Numbers are of points: clean ones, and ones that may name somebody.</summary>
    [Theory]
    [InlineData(5, 0, 5, 0)]
    [InlineData(5, 1, 5, 1)]
    [InlineData(4, 1, 0, 1)]
    [InlineData(0, 5, 0, 5)]
    [InlineData(2, 2, 0, 0)]
    public void Holds_back_what_may_name_somebody_and_says_how_much_once_five_came(int clean, int marked, int shown, int heldBack)
    {
        var batches = new OpenedBatches(time);
        batches.Add(session, [.. Points(0, clean), .. Points(100, marked).Select(p => p with { HeldBack = true })]);

        var read = batches.Read(session);
        Assert.Equal((shown, heldBack), (read.Points.Count, read.HeldBack));
        Assert.DoesNotContain(read.Points, p => p.Words.StartsWith("10", StringComparison.Ordinal));
    }

    /// <summary>Clean points that wait are not counted again with each one held back, or the number would follow single points.</summary>
    [Fact]
    public void Counts_what_is_held_back_anew_only_when_five_more_came()
    {
        var batches = new OpenedBatches(time);
        batches.Add(session, [.. Points(0, 4), .. Points(4, 1).Select(p => p with { HeldBack = true })]);
        List<int> counts = [];
        for (var i = 0; i < 6; i++)
        {
            batches.Add(session, Points(10 + i, 1).Select(p => p with { HeldBack = true }));
            counts.Add(batches.Read(session).HeldBack);
        }

        Assert.Equal([1, 1, 1, 1, 6, 6], counts);
    }

    [Fact]
    public void Shows_no_more_than_a_thousand()
    {
        var batches = new OpenedBatches(time);
        for (var i = 0; i < 3; i++) batches.Add(session, Points(i * 700, 700));

        Assert.Equal(1000, batches.Read(session).Points.Count);
    }

    private static IEnumerable<HeldPoint> Points(int first, int count) =>
        Enumerable.Range(first, count).Select(i => Words.TryNormalise($"{i}", out var words) == WordsProblem.None ? new HeldPoint(Guid.NewGuid(), null, StatementKind.View, words!) : throw new InvalidOperationException());

    private sealed class HandClock : TimeProvider
    {
        private DateTimeOffset now = new(2027, 5, 12, 8, 0, 0, TimeSpan.Zero);

        public void Advance(TimeSpan by) => now += by;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
