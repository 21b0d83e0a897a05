using AIDialogues.Events.Domain.Tests.Dialogues;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Letters;

public sealed class Letters_on_their_way
{
    [Theory]
    [InlineData(LetterKind.Invitation, InvitationState.Invited, true)]
    [InlineData(LetterKind.Invitation, InvitationState.Undecided, true)]
    [InlineData(LetterKind.Invitation, InvitationState.Accepted, false)]
    [InlineData(LetterKind.Invitation, InvitationState.Declined, false)]
    [InlineData(LetterKind.Invitation, InvitationState.Withdrawn, false)]
    [InlineData(LetterKind.Reminder, InvitationState.Invited, true)]
    [InlineData(LetterKind.Reminder, InvitationState.Accepted, false)]
    [InlineData(LetterKind.Reminder, InvitationState.Declined, false)]
    [InlineData(LetterKind.Reminder, InvitationState.Withdrawn, false)]
    [InlineData(LetterKind.News, InvitationState.Accepted, true)]
    [InlineData(LetterKind.News, InvitationState.Declined, false)]
    [InlineData(LetterKind.CalledOff, InvitationState.Withdrawn, true)]
    [InlineData(LetterKind.Code, InvitationState.Withdrawn, true)]
    public void Are_wanted_while_they_still_tell_something(LetterKind kind, InvitationState state, bool wanted) =>
        Assert.Equal(wanted, New(kind).IsStillWanted(state));

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
