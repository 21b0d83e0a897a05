using AIDialogues.Events.Domain;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Invitations;

public sealed class Answering_an_invitation
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly Dialogue _dialogue = Persons.Day();
    private readonly Invitation _invitation;

    public Answering_an_invitation() => _invitation = Invitation.Of(Persons.Make("Awa", "Diallo", "awa@bassin.test"), _dialogue, Now);

    [Fact]
    public void The_same_answer_twice_is_one_answer()
    {
        Assert.Null(_invitation.Answer(true, _dialogue, Now));
        Assert.Null(_invitation.Answer(true, _dialogue, Now.AddDays(1)));

        Assert.Equal(InvitationState.Accepted, _invitation.State);
        Assert.Equal(Now, _invitation.AnsweredAt);
    }

    [Fact]
    public void An_answer_may_be_changed_until_the_day_is_over()
    {
        Assert.Null(_invitation.Answer(true, _dialogue, Now));
        Assert.Null(_invitation.Answer(false, _dialogue, _dialogue.EndsAt.AddSeconds(-1)));
        Assert.Equal("dialogue-over", _invitation.Answer(true, _dialogue, _dialogue.EndsAt)?.Code);

        Assert.Equal(InvitationState.Declined, _invitation.State);
    }

    [Fact]
    public void A_withdrawn_invitation_takes_no_answer_and_no_check_in()
    {
        _invitation.Withdraw();

        Assert.Equal("invitation-withdrawn", _invitation.Answer(true, _dialogue, Now)?.Code);
        Assert.Equal("invitation-withdrawn", _invitation.CheckIn(_dialogue, _dialogue.BeginsAt)?.Code);
        Assert.Equal(InvitationState.Withdrawn, _invitation.State);
    }

    [Fact]
    public void Check_in_opens_on_the_day_of_the_dialogues_zone_and_counts_once()
    {
        // 22:30 in UTC of the day before is already half past midnight in Paris.
        var justToday = new DateTimeOffset(2027, 5, 11, 22, 30, 0, TimeSpan.Zero);

        Assert.Equal("too-early-to-check-in", _invitation.CheckIn(_dialogue, justToday.AddHours(-1))?.Code);
        Assert.Null(_invitation.CheckIn(_dialogue, justToday));
        Assert.Null(_invitation.CheckIn(_dialogue, justToday.AddHours(9)));

        Assert.Equal(justToday, _invitation.CheckedInAt);
    }
}
