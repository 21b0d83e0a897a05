using AIDialogues.Events.Domain;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Letters;

public sealed class Sending_a_letter
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly Person _person = Persons.Make("Awa", "Diallo", "awa@bassin.test");

    [Fact]
    public void Handed_over_is_never_sent_again()
    {
        var letter = Claimed();
        letter.HandedOver("250 OK", Now);

        Assert.Equal("letter-not-for-sending-again", letter.SendAgain(Now)?.Code);
        Assert.Equal(LetterState.Sent, letter.State);
        Assert.Equal(Now, letter.SentAt);
    }

    [Fact]
    public void Is_tried_again_later_each_time_and_fails_in_the_end()
    {
        var letter = Queued();
        var waits = new List<double>();
        for (int attempt = 1; attempt <= Letter.MostAttempts; attempt++)
        {
            letter.Claim(Now);
            letter.Deferred("451 later", Now);
            waits.Add((letter.NotBefore - Now).TotalMinutes);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits);
        Assert.Equal(LetterState.Failed, letter.State);
        Assert.Null(letter.LeaseUntil);
    }

    [Fact]
    public void Goes_again_to_the_address_the_person_has_now()
    {
        var letter = Claimed();
        letter.Refused("550 no such mailbox");
        Assert.Null(_person.Change(Persons.Details("Awa", "Diallo", "awa.diallo@fleuve.test")));

        Assert.Null(letter.SendAgain(Now.AddHours(1), _person));

        Assert.Equal(LetterState.Queued, letter.State);
        Assert.Equal("awa.diallo@fleuve.test", letter.ToAddress);
        Assert.Equal(0, letter.Attempts);
        Assert.Equal("", letter.ServerReply);
    }

    [Fact]
    public void Of_unknown_fate_waits_for_the_organiser()
    {
        var letter = Claimed();
        letter.LostTrack("connection lost after the words");

        Assert.Equal(LetterState.Unknown, letter.State);
        Assert.Null(letter.SendAgain(Now));
        Assert.Equal("letter-not-for-sending-again", letter.SendAgain(Now)?.Code);
    }

    [Fact]
    public void Keeps_the_servers_words_without_the_address_and_short()
    {
        var letter = Claimed();
        letter.Refused("550 5.1.1 <AWA@bassin.test> " + new string('x', 400));

        Assert.DoesNotContain("awa@bassin.test", letter.ServerReply, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(300, letter.ServerReply.Length);
    }

    private Letter Claimed()
    {
        var letter = Queued();
        letter.Claim(Now);
        return letter;
    }

    private Letter Queued() => Letter.Queue(Invitation.Of(_person, Persons.Day(), Now), _person, LetterKind.Invitation, new(Language.French, "Objet", "Texte {link}"), Now);
}
