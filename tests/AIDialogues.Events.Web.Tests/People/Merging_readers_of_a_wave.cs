using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Waves;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

/// <summary>Two records of one person are readers of waves that are drafted, held or paused when they become one.</summary>
public sealed class Merging_readers_of_a_wave(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private Organiser _organiser = null!;
    private Person _kept = null!;
    private Person _gone = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _organiser = await Organiser.AtWorkAsync(host, _given);
        (_kept, _gone) = (await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test"), await _given.PersonAsync("A.", "Diallo", "a.diallo@bassin.test"));
    }

    public async ValueTask DisposeAsync()
    {
        _organiser.Dispose();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task Of_two_letters_of_one_wave_one_leaves_and_both_do_when_the_merge_is_undone()
    {
        _ = await _organiser.SendAsync(_kept, _gone);
        var wave = await _organiser.OnlyWaveAsync();
        await OnWaveAsync(course => course.PauseAsync(wave.Id, CancellationToken.None));

        var merge = await MergeAsync();
        Assert.Equal([LetterState.Dropped, LetterState.Paused], (await _organiser.LettersAsync()).Select(l => l.State).Order(Comparer<LetterState>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
        Assert.Equal("Not sent: its reader gets the same letter under their other record.", (await _organiser.LettersAsync()).Single(l => l.State == LetterState.Dropped).ServerReply);

        await using (var db = host.OpenDb()) _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge.Id, CancellationToken.None))!);
        Assert.All(await _organiser.LettersAsync(), l => Assert.Equal(LetterState.Paused, l.State));
        await OnWaveAsync(course => course.ResumeAsync(wave.Id, CancellationToken.None));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await _post.DrainAsync()).Sent);
    }

    [Fact]
    public async Task Whoever_was_chosen_under_the_record_that_gives_way_is_invited_under_the_other()
    {
        _ = await _organiser.PrepareAsync(_gone);
        var merge = await MergeAsync();
        Assert.Equal([_kept.Id], (await _organiser.OnlyWaveAsync()).Readers.Select(r => r.PersonId));

        await using (var db = host.OpenDb()) _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge.Id, CancellationToken.None))!);
        Assert.Equal([_gone.Id], (await _organiser.OnlyWaveAsync()).Readers.Select(r => r.PersonId));
    }

    [Fact]
    public async Task Words_of_ones_own_stay_when_the_rest_of_the_wave_gets_others()
    {
        var jonas = await _given.PersonAsync("Jonas", "Lindqvist");
        var preview = await _organiser.PrepareAsync(_gone, jonas);
        string own = $"{preview.Path[..preview.Path.IndexOf("/preview", StringComparison.Ordinal)]}/readers/{_gone.Id}";
        _ = await _organiser.SendAsync(await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(own), new { Subject = "Chère Awa", Body = "Rien que pour vous\n\n{link}" }, form: "form.form"));
        var wave = await _organiser.OnlyWaveAsync();
        await OnWaveAsync(course => course.PauseAsync(wave.Id, CancellationToken.None));
        _ = await MergeAsync();

        await using (var db = host.OpenDb())
        {
            var texts = Enum.GetValues<Language>().Select(l => Given.Value(LetterTemplate.New(_organiser.Dialogue.Id, LetterKind.Invitation, l, "Other", "Other words\n\n{link}"))).ToList();
            Assert.Equal(1, Given.Value(await new WaveRewriting(db, host.Clock).RewriteAsync(wave.Id, texts, null, CancellationToken.None)));
        }

        var words = (await _organiser.LettersAsync()).ToDictionary(l => l.PersonId, l => l.Body);
        Assert.Equal(("Rien que pour vous\n\n{link}", "Other words\n\n{link}"), (words[_kept.Id], words[jonas.Id]));
        Assert.Equal("Rien que pour vous\n\n{link}", (await _organiser.OnlyWaveAsync()).Reader(_kept.Id)!.Body);
    }

    private async Task<PersonMerge> MergeAsync()
    {
        await using var db = host.OpenDb();
        return Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(_kept.Id, _gone.Id, _kept.Details, "Noor", CancellationToken.None));
    }

    private async Task OnWaveAsync(Func<WaveCourse, Task<Result<Wave>>> act)
    {
        await using var db = host.OpenDb();
        _ = Given.Value(await act(new WaveCourse(db, host.Clock)));
    }
}
