using Xunit;

namespace AIDialogues.Events.Domain.Tests.Letters;

public sealed class Keeping_pace
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_limit_everything_may_leave()
    {
        var line = MailLine.Open(Now);
        Assert.True(line.IsFree(null));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(line.TryTake(null, Now)));
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(30, 30)]
    [InlineData(1, 1)]
    [InlineData(600, 600)]
    public void A_limit_is_kept_over_any_minute(int perMinute, int most)
    {
        var line = MailLine.Open(Now);
        int taken = 0;
        for (int second = 0; second < 60; second++)
            while (line.TryTake(perMinute, Now.AddSeconds(second))) taken++;
        Assert.InRange(taken, (int)(most * 0.9) - 1, most);
    }

    [Fact]
    public void Too_many_rests_a_minute_and_learns_less_than_was_taken()
    {
        var line = MailLine.Open(Now);
        Assert.Equal(Now.AddMinutes(1), line.Limited(30, Now));
        Assert.Equal(27, line.LearntPerMinute);
        Assert.False(line.TryTake(null, Now.AddSeconds(59)));
        Assert.False(line.TryTake(null, Now.AddSeconds(60)));
        Assert.True(line.TryTake(null, Now.AddSeconds(63)));
        Assert.False(line.IsFree(null));
    }

    [Fact]
    public void What_was_learnt_is_doubted_after_a_while_and_never_beyond_what_is_set()
    {
        var line = MailLine.Open(Now);
        _ = line.Limited(30, Now);
        Assert.True(line.TryTake(null, Now + MailLine.Doubt));
        Assert.Equal(41, line.LearntPerMinute);
        var much = MailLine.Open(Now);
        _ = much.Limited(5000, Now);
        _ = much.TryTake(null, Now + MailLine.Doubt);
        Assert.Null(much.LearntPerMinute);
    }

    [Fact]
    public void Trouble_is_news_once_and_ends_with_the_first_letter_that_leaves()
    {
        var line = MailLine.Open(Now);
        Assert.True(line.Trouble("no answer", Now));
        Assert.False(line.Trouble("no answer", Now.AddMinutes(1)));
        Assert.True(line.Trouble("refuses", Now.AddMinutes(2)));
        Assert.Equal(("refuses", Now), (line.Problem, line.ProblemSince));
        line.Well();
        Assert.Equal(("", null), (line.Problem, line.ProblemSince));
    }
}
