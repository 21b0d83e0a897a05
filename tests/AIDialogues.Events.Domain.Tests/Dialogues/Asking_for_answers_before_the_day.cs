using Xunit;

namespace AIDialogues.Events.Domain.Tests.Dialogues;

public sealed class Asking_for_answers_before_the_day
{
    private readonly Dialogue _dialogue = Days.New(out _, out _);

    [Fact]
    public void The_last_day_to_answer_slides_with_the_day_and_so_do_its_reminders()
    {
        Assert.Null(_dialogue.AskAnswers(14));
        var day = _dialogue.Day;
        Assert.Equal(day.AddDays(-14), _dialogue.AnswerBy);

        Assert.Null(_dialogue.Change(Days.Details with { Day = day.AddDays(9), AnswerBy = _dialogue.AnswerBy }));

        Assert.Equal(day.AddDays(-5), _dialogue.AnswerBy);
        Assert.All(ReminderRule.Of(_dialogue), due => Assert.Equal(_dialogue.AnswerBy.AddDays(-due.DaysBefore), DateOnly.FromDateTime(_dialogue.Zone.Local(due.At).Date)));
    }

    [Fact]
    public void A_day_that_comes_nearer_takes_the_last_day_to_answer_with_it_although_the_old_one_would_lie_behind_it()
    {
        Assert.Null(_dialogue.AskAnswers(1));
        var earlier = _dialogue.Day.AddDays(-20);
        Assert.Null(_dialogue.Change(Days.Details with { Day = earlier, AnswerBy = _dialogue.AnswerBy }));
        Assert.Equal(earlier.AddDays(-1), _dialogue.AnswerBy);
    }

    [Fact]
    public void A_date_set_by_hand_stays_whatever_becomes_of_the_day()
    {
        Assert.Null(_dialogue.AskAnswers(14));
        var own = _dialogue.Day.AddDays(-3);
        Assert.Null(_dialogue.Change(Days.Details with { AnswerBy = own }));
        Assert.Null(_dialogue.Change(Days.Details with { Day = _dialogue.Day.AddDays(9), AnswerBy = own }));
        Assert.Equal((own, null), (_dialogue.AnswerBy, _dialogue.AnswerDaysBefore));

        Assert.Null(_dialogue.AskAnswers(14));
        var kept = _dialogue.AnswerBy;
        _dialogue.KeepAnswerBy();
        Assert.Null(_dialogue.Change(Days.Details with { Day = _dialogue.Day.AddDays(9), AnswerBy = kept }));
        Assert.Equal(kept, _dialogue.AnswerBy);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(366)]
    public void After_the_day_or_more_than_a_year_before_nobody_is_asked(int days)
    {
        var before = (_dialogue.AnswerBy, _dialogue.AnswerDaysBefore);
        Assert.Equal(DialogueRefusals.AnswerDays, _dialogue.AskAnswers(days));
        Assert.Equal(before, (_dialogue.AnswerBy, _dialogue.AnswerDaysBefore));
    }
}
