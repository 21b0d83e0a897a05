using AIDialogues.Events.Domain.Tests.Dialogues;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Letters;

public sealed class Letters_on_their_way
{
    [Theory]
    [InlineData(LetterKind.Invitation, InvitationState.Invited, true)]
    [InlineData(LetterKind.Invitation, InvitationState.Accepted, true)]
    [InlineData(LetterKind.Invitation, InvitationState.Withdrawn, false)]
    [InlineData(LetterKind.Reminder, InvitationState.Invited, true)]
    [InlineData(LetterKind.Reminder, InvitationState.Accepted, false)]
    [InlineData(LetterKind.Reminder, InvitationState.Declined, false)]
    [InlineData(LetterKind.Reminder, InvitationState.Withdrawn, false)]
    [InlineData(LetterKind.News, InvitationState.Accepted, true)]
    [InlineData(LetterKind.News, InvitationState.Declined, false)]
    [InlineData(LetterKind.Confirmation, InvitationState.Accepted, true)]
    [InlineData(LetterKind.Confirmation, InvitationState.Declined, false)]
    [InlineData(LetterKind.Cancellation, InvitationState.Declined, true)]
    [InlineData(LetterKind.Cancellation, InvitationState.Accepted, false)]
    [InlineData(LetterKind.Offer, InvitationState.Offered, true)]
    [InlineData(LetterKind.Offer, InvitationState.Lapsed, false)]
    public void Are_wanted_while_they_still_tell_something(LetterKind kind, InvitationState state, bool wanted) =>
        Assert.Equal(wanted, New(kind).WhyNot(new() { Invitation = state }) is null);

    /// <summary>The invitation was withdrawn and made again a minute later, or not.</summary>
    [Theory]
    [InlineData(LetterKind.Invitation, InvitationState.Invited, 1, false)]
    [InlineData(LetterKind.Invitation, InvitationState.Invited, 0, true)]
    [InlineData(LetterKind.Reminder, InvitationState.Invited, 1, false)]
    [InlineData(LetterKind.Offer, InvitationState.Offered, 1, false)]
    [InlineData(LetterKind.CalledOff, InvitationState.Invited, 1, true)]
    public void Do_not_leave_with_a_link_from_before_the_person_was_invited_again(LetterKind kind, InvitationState state, int minutes, bool wanted) =>
        Assert.Equal(wanted, New(kind).WhyNot(new() { Invitation = state, InvitedAt = Days.Now.AddMinutes(minutes) }) is null);

    [Theory]
    [InlineData(-1, InvitationState.Accepted, true)]
    [InlineData(1, InvitationState.Accepted, false)]
    [InlineData(1, InvitationState.Declined, false)]
    [InlineData(1, InvitationState.Undecided, true)]
    public void An_answer_overtakes_only_a_letter_that_was_queued_before_it(int minutes, InvitationState state, bool wanted) =>
        Assert.Equal(wanted, New(LetterKind.Invitation).WhyNot(new() { Invitation = state, AnsweredAt = Days.Now.AddMinutes(minutes) }) is null);

    [Theory]
    [InlineData(LetterKind.Invitation, false)]
    [InlineData(LetterKind.Reminder, false)]
    [InlineData(LetterKind.News, false)]
    [InlineData(LetterKind.Offer, false)]
    [InlineData(LetterKind.Confirmation, false)]
    [InlineData(LetterKind.Change, true)]
    [InlineData(LetterKind.CalledOff, true)]
    [InlineData(LetterKind.Cancellation, true)]
    [InlineData(LetterKind.Code, true)]
    public void Who_restricted_or_objected_hears_only_what_they_asked_for_and_that_the_day_is_off(LetterKind kind, bool reaches)
    {
        var expected = new LetterStanding { Invitation = InvitationState.Accepted, ReaderWantsNone = true, DayIsOff = kind is LetterKind.Cancellation };
        Assert.Equal(reaches, New(kind).WhyNot(expected) is null);
        Assert.NotNull(New(kind).WhyNot(expected with { ReaderIsErased = true }));
    }

    [Fact]
    public void That_a_day_is_off_is_not_told_to_somebody_who_wants_no_letters_and_was_not_coming() =>
        Assert.NotNull(New(LetterKind.CalledOff).WhyNot(new() { Invitation = InvitationState.Invited, ReaderWantsNone = true }));

    [Fact]
    public void Are_not_the_ones_shown_once_the_calendar_file_was_exchanged()
    {
        var letter = New(LetterKind.Confirmation).Carrying("BEGIN:VCALENDAR");
        Assert.True(letter.IsAsShown);
        typeof(Letter).GetProperty(nameof(Letter.Calendar))!.SetValue(letter, "BEGIN:VCALENDAR\r\nX:1");
        Assert.False(letter.IsAsShown);
    }

    [Fact]
    public void Wait_longer_each_time_and_give_up_at_last()
    {
        var letter = New(LetterKind.Invitation);
        var waits = new List<double>();
        for (int i = 0; i < Letter.MostAttempts; i++)
        {
            letter.Claim(Days.Now);
            letter.Deferred("451 later", Days.Now);
            waits.Add((letter.NotBefore - Days.Now).TotalMinutes);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits);
        Assert.Equal(LetterState.Failed, letter.State);
    }

    private static Letter New(LetterKind kind)
    {
        var dialogue = Days.New(out _, out _);
        var person = Days.Value(Person.New(new PersonDetails("Awa", "Diallo", "awa@bassin.test", "Bassin", StakeholderGroup.Institutions, "ML", Language.French), Days.Now));
        return Letter.Queue(Invitation.Of(person, dialogue, Days.Now), person, kind, new RenderedLetter(Language.French, "Objet", Letter.LinkPlace), Days.Now);
    }
}
