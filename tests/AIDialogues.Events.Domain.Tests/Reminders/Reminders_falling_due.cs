using AIDialogues.Events.Domain.Tests.Dialogues;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Reminders;

public sealed class Reminders_falling_due
{
    private readonly Dialogue _dialogue = Days.New(out _, out _);

    // Two days before 28 April, nine in Paris.
    private static readonly DateTimeOffset Due = new(2027, 4, 26, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_zone_that_no_table_knows_any_more_leaves_the_one_of_the_day()
    {
        Assert.NotEqual(ReminderRule.Of(_dialogue), ReminderRule.Of(_dialogue, "Pacific/Auckland"));
        Assert.Equal(ReminderRule.Of(_dialogue), ReminderRule.Of(_dialogue, "Europe/Gone"));
    }

    [Fact]
    public void Come_at_nine_in_the_dialogues_zone() =>
        Assert.Equal([Due.AddDays(-5), Due], ReminderRule.Of(_dialogue).Select(d => d.At));

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 2)]
    [InlineData(60, 2)]
    public void Are_due_from_their_minute_on(int minutes, int count) =>
        Assert.Equal(count, ReminderRule.DueFor(Invited(Days.Now), _dialogue, Due.AddMinutes(minutes)).Count());

    [Fact]
    public void Are_not_for_who_was_invited_after_their_hour() =>
        Assert.Empty(ReminderRule.DueFor(Invited(Due), _dialogue, Due.AddMinutes(1)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Are_not_for_who_has_answered(bool accepts)
    {
        var invitation = Invited(Days.Now);
        Assert.Null(invitation.Answer(accepts, _dialogue, Days.Now));
        Assert.Empty(ReminderRule.DueFor(invitation, _dialogue, Due.AddMinutes(1)));
    }

    [Fact]
    public void Are_not_for_a_withdrawn_invitation_nor_after_the_day()
    {
        var withdrawn = Invited(Days.Now);
        withdrawn.Withdraw();
        Assert.Empty(ReminderRule.DueFor(withdrawn, _dialogue, Due));
        Assert.Empty(ReminderRule.DueFor(Invited(Days.Now), _dialogue, _dialogue.EndsAt));
    }

    [Fact]
    public void Are_stale_half_a_day_later()
    {
        var due = ReminderRule.Of(_dialogue).Last();
        Assert.False(due.IsStale(Due.AddHours(12)));
        Assert.True(due.IsStale(Due.AddHours(12).AddSeconds(1)));
    }

    [Fact]
    public void Speak_of_the_new_date_when_the_last_day_to_answer_moves()
    {
        Assert.Null(_dialogue.Change(Days.Details with { AnswerBy = new(2027, 5, 5) }));
        Assert.Equal([new DateOnly(2027, 5, 5), new(2027, 5, 5)], ReminderRule.Of(_dialogue).Select(d => d.AnswerBy));
    }

    private Invitation Invited(DateTimeOffset at)
    {
        var person = Days.Value(Person.New(new PersonDetails("Awa", "Diallo", "awa@bassin.test", "Bassin", StakeholderGroup.Institutions, "ML", Language.French), at));
        return Invitation.Of(person, _dialogue, at);
    }
}
