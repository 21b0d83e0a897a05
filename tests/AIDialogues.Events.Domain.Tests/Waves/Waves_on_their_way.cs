using AIDialogues.Events.Domain.Tests.Dialogues;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Waves;

public sealed class Waves_on_their_way
{
    private static readonly Id<Person>[] People = [Id<Person>.New(), Id<Person>.New(), Id<Person>.New()];

    private readonly Id<Dialogue> _dialogue = Id<Dialogue>.New();

    [Fact]
    public void Nobody_and_too_many_are_no_wave()
    {
        Assert.Equal("nobody-chosen", Refused(Wave.Draft(_dialogue, LetterKind.Invitation, 1, [], Days.Now)));
        Assert.Equal("too-many-chosen", Refused(Wave.Draft(_dialogue, LetterKind.Invitation, 1, [.. Enumerable.Range(0, 501).Select(_ => Id<Person>.New())], Days.Now)));
        _ = Assert.Single(New([People[0], People[0]]).Readers);
    }

    [Fact]
    public void Sending_keeps_the_texts_and_happens_once()
    {
        var wave = New();
        Assert.Null(wave.Send(Texts("First"), "seal", Days.Now, TimeSpan.FromSeconds(30)));
        Assert.Equal("wave-already-sent", wave.Send(Texts("Second"), "seal", Days.Now, TimeSpan.Zero)?.Code);
        Assert.Equal((1, 2, Days.Now.AddSeconds(30)), (wave.Version, wave.Texts.Count, wave.UndoUntil));
        Assert.All(wave.Texts, t => Assert.Equal("First", t.Subject));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(29, true)]
    [InlineData(30, false)]
    [InlineData(3600, false)]
    public void Undoing_is_open_until_the_letters_may_leave(int seconds, bool open)
    {
        var wave = Sent();
        Assert.Equal(open ? null : "wave-undo-over", wave.Undo(Days.Now.AddSeconds(seconds))?.Code);
        Assert.Equal(open ? WaveState.Undone : WaveState.Sent, wave.State);
    }

    [Fact]
    public void Text_changes_on_the_way_only_while_paused_and_both_versions_stay()
    {
        var wave = Sent();
        Assert.Equal("wave-not-paused", wave.Rewrite(Texts("Second"), Days.Now)?.Code);
        Assert.Null(wave.Pause());
        Assert.Null(wave.Pause());
        Assert.Null(wave.Rewrite(Texts("Second"), Days.Now));
        Assert.Null(wave.Resume());
        Assert.Equal((2, WaveState.Sent), (wave.Version, wave.State));
        Assert.Equal(["First", "First", "Second", "Second"], wave.Texts.Select(t => t.Subject));
    }

    [Fact]
    public void What_was_not_sent_can_be_neither_paused_nor_undone()
    {
        var wave = New();
        Assert.Equal(("wave-not-sent", "wave-not-sent", "wave-not-sent"), (wave.Pause()?.Code, wave.Resume()?.Code, wave.Undo(Days.Now)?.Code));
        var undone = Sent();
        Assert.Null(undone.Undo(Days.Now));
        Assert.Equal(("wave-not-sent", "wave-already-sent"), (undone.Pause()?.Code, undone.Send(Texts("Again"), "seal", Days.Now, TimeSpan.Zero)?.Code));
    }

    [Fact]
    public void Words_of_ones_own_are_checked_like_any_letter_and_belong_to_a_reader()
    {
        var wave = New();
        Assert.Equal("letter-link-missing", wave.WriteFor(People[0], Language.French, "Objet", "Sans lien")?.Code);
        Assert.Equal("letter-field-unknown", wave.WriteFor(People[0], Language.French, "Objet", "{nom} {link}")?.Code);
        Assert.Equal("wave-reader-unknown", wave.WriteFor(Id<Person>.New(), Language.French, "Objet", "{link}")?.Code);
        Assert.Null(wave.WriteFor(People[0], Language.French, "Objet", "Pour vous\n\n{link}"));
        Assert.Equal([true, false, false], wave.Readers.Select(r => r.HasOwnWords));
        Assert.Null(wave.WriteAsOthers(People[0]));
        Assert.DoesNotContain(wave.Readers, r => r.HasOwnWords);
        Assert.Null(wave.Send(Texts("First"), "seal", Days.Now, TimeSpan.Zero));
        Assert.Equal("wave-already-sent", wave.WriteFor(People[1], Language.French, "Objet", "{link}")?.Code);
    }

    [Theory]
    [InlineData(LetterKind.Invitation, LetterKind.CalledOff, true)]
    [InlineData(LetterKind.CalledOff, LetterKind.Reminder, true)]
    [InlineData(LetterKind.News, LetterKind.CalledOff, true)]
    [InlineData(LetterKind.Invitation, LetterKind.Reminder, false)]
    [InlineData(LetterKind.CalledOff, LetterKind.CalledOff, false)]
    public void Letters_contradict_when_one_asks_to_come_and_the_other_not(LetterKind one, LetterKind other, bool contradicts) =>
        Assert.Equal((contradicts, contradicts), (one.Contradicts(other), other.Contradicts(one)));

    [Fact]
    public void A_cancellation_opens_nothing_and_so_has_no_link()
    {
        Assert.Equal("letter-link-not-of-this-kind", Refused(LetterTemplate.New(_dialogue, LetterKind.CalledOff, Language.English, "Off", "{link}")));
        Assert.False(LetterTemplate.New(_dialogue, LetterKind.CalledOff, Language.English, "Off", "The day is off.").Refused(out _, out _));
    }

    private Wave New(Id<Person>[]? people = null) => Days.Value(Wave.Draft(_dialogue, LetterKind.Invitation, 1, people ?? People, Days.Now));

    private Wave Sent()
    {
        var wave = New();
        Assert.Null(wave.Send(Texts("First"), "seal", Days.Now, TimeSpan.FromSeconds(30)));
        return wave;
    }

    private IEnumerable<LetterTemplate> Texts(string subject) =>
        [.. Enum.GetValues<Language>().Select(l => Days.Value(LetterTemplate.New(_dialogue, LetterKind.Invitation, l, subject, "{link}")))];

    private static string? Refused<T>(Result<T> result) where T : notnull => result.Refused(out var refusal, out _) ? refusal.Code : null;
}
