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

    [Fact]
    public void Is_set_back_with_its_last_day_to_answer_no_later_than_itself_and_not_once_letters_are_written()
    {
        Change(Days.Details with { Day = Days.Details.Day.AddDays(9), AnswerBy = Days.Details.Day.AddDays(3) }, minute: 0);
        Assert.Null(_dialogue.SetBack(Days.Now.AddMinutes(4)));
        Assert.Equal((Days.Details.Day, Days.Details.Day, null), (_dialogue.Day, _dialogue.AnswerBy, _dialogue.ChangedFrom));

        Change(Days.Details with { Venue = "Lyon" }, minute: 10);
        Assert.Equal("too-late-to-set-back", _dialogue.SetBack(Days.Now.AddMinutes(15))!.Code);
        Assert.Equal("Lyon", _dialogue.Venue);
    }

    [Fact]
    public void What_letters_do_not_say_of_a_day_is_no_change_to_tell()
    {
        Change(Days.Details with { Rule = Rule.OnTheRecord, RemindDaysBefore = [3], AnswerBy = Days.Details.AnswerBy.AddDays(-1) }, minute: 0);
        Assert.Null(_dialogue.ChangedFrom);
    }

    private void Change(DialogueDetails details, int minute) => Assert.Null(_dialogue.Change(details, Days.Now.AddMinutes(minute), Hold));
}
