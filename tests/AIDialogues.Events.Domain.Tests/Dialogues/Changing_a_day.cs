using Xunit;

namespace AIDialogues.Events.Domain.Tests.Dialogues;

public sealed class Changing_a_day
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(5);

    private readonly Dialogue _dialogue = Days.New(out _, out _);

    [Fact]
    public void Changes_within_the_hold_are_one_and_each_holds_the_letters_anew()
    {
        Change(Days.Details with { Venue = "Lyon" }, minute: 0);
        Change(Days.Details with { Venue = "Lyon", Begins = new(10, 0) }, minute: 4);
        Assert.Equal((Days.Details.Venue, new TimeOnly(9, 0), Days.Now.AddMinutes(9)), (_dialogue.ChangedFrom!.Venue, _dialogue.ChangedFrom.Begins, _dialogue.ChangeHeldUntil));

        Change(Days.Details with { Venue = "Lyon", Begins = new(11, 0) }, minute: 9);
        Assert.Equal(("Lyon", new TimeOnly(10, 0)), (_dialogue.ChangedFrom!.Venue, _dialogue.ChangedFrom.Begins));
    }

    [Fact]
    public void What_is_again_as_it_was_within_the_hold_has_not_changed_and_later_it_has()
    {
        Change(Days.Details with { Venue = "Lyon" }, minute: 0);
        Change(Days.Details, minute: 4);
        Assert.Equal((null, null, null), (_dialogue.ChangedFrom, _dialogue.ChangedAt, _dialogue.ChangeHeldUntil));

        Change(Days.Details with { Venue = "Lyon" }, minute: 10);
        Change(Days.Details, minute: 15);
        Assert.Equal(("Lyon", Days.Now.AddMinutes(15)), (_dialogue.ChangedFrom!.Venue, _dialogue.ChangedAt));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(20)]
    public void Is_set_back_with_its_last_day_to_answer_and_not_once_letters_are_written(int? daysBefore)
    {
        if (daysBefore is { } days) Assert.Null(_dialogue.AskAnswers(days));
        var answerBy = _dialogue.AnswerBy;
        Change(Days.Details with { Day = Days.Details.Day.AddDays(9), AnswerBy = Days.Details.Day.AddDays(3) }, minute: 0);
        Change(Days.Details with { Day = Days.Details.Day.AddDays(9), AnswerBy = Days.Details.Day.AddDays(4), Venue = "Lyon" }, minute: 2);
        Assert.Null(_dialogue.SetBack(Days.Now.AddMinutes(4)));
        Assert.Equal((Days.Details.Day, answerBy, daysBefore, null), (_dialogue.Day, _dialogue.AnswerBy, _dialogue.AnswerDaysBefore, _dialogue.ChangedFrom));

        Change(Days.Details with { Venue = "Lyon" }, minute: 10);
        Assert.Equal("too-late-to-set-back", _dialogue.SetBack(Days.Now.AddMinutes(15))!.Code);
        Assert.Equal("Lyon", _dialogue.Venue);
    }

    [Fact]
    public void A_last_day_to_answer_that_was_set_after_the_change_stays_when_the_change_is_set_back()
    {
        Change(Days.Details with { Venue = "Lyon" }, minute: 0);
        Change(Days.Details with { Venue = "Lyon", AnswerBy = Days.Details.AnswerBy.AddDays(-1) }, minute: 2);

        Assert.Null(_dialogue.SetBack(Days.Now.AddMinutes(4)));
        Assert.Equal((Days.Details.Venue, Days.Details.AnswerBy.AddDays(-1)), (_dialogue.Venue, _dialogue.AnswerBy));
    }

    /// <summary>On "Seats and answers", while the change is held.</summary>
    [Fact]
    public void Days_to_answer_that_were_set_after_the_change_stay_when_the_change_is_set_back()
    {
        Change(Days.Details with { Day = Days.Details.Day.AddDays(9) }, minute: 0);
        Assert.Null(_dialogue.AskAnswers(11));

        Assert.Null(_dialogue.SetBack(Days.Now.AddMinutes(4)));
        Assert.Equal((Days.Details.Day, Days.Details.Day.AddDays(-11), 11), (_dialogue.Day, _dialogue.AnswerBy, _dialogue.AnswerDaysBefore));
    }

    [Fact]
    public void A_date_that_was_fixed_after_the_change_stays_when_the_change_is_set_back()
    {
        Assert.Null(_dialogue.AskAnswers(20));
        Change(Days.Details with { Day = Days.Details.Day.AddDays(9), AnswerBy = _dialogue.AnswerBy }, minute: 0);
        _dialogue.KeepAnswerBy();

        Assert.Null(_dialogue.SetBack(Days.Now.AddMinutes(4)));
        Assert.Equal((Days.Details.Day.AddDays(9 - 20), null), (_dialogue.AnswerBy, _dialogue.AnswerDaysBefore));
    }

    [Fact]
    public void What_somebody_knows_of_a_day_is_what_it_was_when_they_heard_of_it_last()
    {
        Change(Days.Details with { Venue = "Lyon" }, minute: 10);
        Change(Days.Details with { Venue = "Lyon", Title = new("First day, corrected", "") }, minute: 20);
        Change(Days.Details with { Venue = "Brussels" }, minute: 30);
        Assert.Null(_dialogue.SetBack(Days.Now.AddMinutes(33)));

        Assert.Equal([Days.Details.Venue, "Lyon", "Lyon", "Brussels", "Lyon"], ((int[])[9, 10, 29, 32, 33]).Select(minute => _dialogue.KnownSince(Days.Now.AddMinutes(minute)).Venue));
        Assert.Equal([true, false, false, true, false], ((int[])[9, 10, 29, 32, 33]).Select(minute => _dialogue.KnownSince(Days.Now.AddMinutes(minute)).Misleads(_dialogue.Facts)));
    }

    [Fact]
    public void Whose_calendar_is_kept_right_knows_what_it_showed_and_the_rest_with_it()
    {
        Change(Days.Details with { Venue = "Lyon" }, minute: 10);
        Assert.Equal((Days.Details.Venue, "Lyon"), (_dialogue.KnownSince(Days.Now, calendar: true).Venue, _dialogue.KnownSince(Days.Now, calendar: false).Venue));

        Change(Days.Details with { Venue = "Lyon", Begins = new(10, 0) }, minute: 20);
        Change(Days.Details with { Venue = "Brussels", Begins = new(10, 0) }, minute: 30);
        Assert.Equal(("Lyon", new TimeOnly(10, 0)), _dialogue.KnownSince(Days.Now, calendar: true) is var known ? (known.Venue, known.Begins) : default);
    }

    [Fact]
    public void Nothing_is_held_past_the_beginning_of_the_day_as_it_was_or_is()
    {
        var begins = _dialogue.BeginsAt;
        Assert.Null(_dialogue.Change(Days.Details with { Venue = "Lyon" }, begins.AddMinutes(-2), Hold));
        Assert.Equal(begins, _dialogue.ChangeHeldUntil);

        Assert.Null(_dialogue.Change(Days.Details with { Venue = "Lyon", Begins = new(12, 0) }, begins.AddMinutes(-1), Hold));
        Assert.Equal(begins, _dialogue.ChangeHeldUntil);
    }

    [Fact]
    public void What_letters_do_not_say_of_a_day_is_no_change_to_tell()
    {
        Change(Days.Details with { Rule = Rule.OnTheRecord, RemindDaysBefore = [3], AnswerBy = Days.Details.AnswerBy.AddDays(-1) }, minute: 0);
        Assert.Null(_dialogue.ChangedFrom);
    }

    private void Change(DialogueDetails details, int minute) => Assert.Null(_dialogue.Change(details, Days.Now.AddMinutes(minute), Hold));
}
