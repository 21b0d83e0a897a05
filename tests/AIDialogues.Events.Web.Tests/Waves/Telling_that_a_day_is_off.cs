using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>Whoever is expected must hear that the day is off, whatever they said about their data; whoever is not, and wants no letters, gets none.</summary>
public sealed class Telling_that_a_day_is_off(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private Organiser _organiser = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _organiser = await Organiser.AtWorkAsync(host, _given);
    }

    public async ValueTask DisposeAsync()
    {
        _organiser.Dispose();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task Reaches_those_who_are_expected_and_nobody_else_who_wants_no_letters()
    {
        _ = await InvitedAsync("comes", accepts: true);
        _ = await InvitedAsync("comes-restricted", accepts: true, p => p.Restrict(_given.Now));
        _ = await InvitedAsync("comes-objected", accepts: true, p => p.Object(_given.Now));
        var optedOut = await InvitedAsync("comes-opted-out", accepts: true);
        _ = await InvitedAsync("silent", accepts: null);
        _ = await InvitedAsync("silent-restricted", accepts: null, p => p.Restrict(_given.Now));
        _ = await InvitedAsync("declined", accepts: false);
        await using (var db = host.OpenDb()) await db.OptOutAsync(optedOut.Id, _given.Now, CancellationToken.None);

        await SendAsync(LetterKind.CalledOff);

        Assert.Equal(["comes-objected@bassin.test", "comes-opted-out@bassin.test", "comes-restricted@bassin.test", "comes@bassin.test", "silent@bassin.test"], Readers());
    }

    [Fact]
    public async Task Says_beside_the_letters_that_the_day_itself_still_stands_until_it_is_called_off_for_everybody()
    {
        const string Still = "The letters say that the day does not take place, but the day itself still stands";
        _ = await InvitedAsync("comes", accepts: true);
        await SendAsync(LetterKind.CalledOff);

        var wave = await _organiser.WaveAsync();
        Assert.Contains(Still, wave.Text, StringComparison.Ordinal);
        _ = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(wave.One(".notice.warn a")!.GetAttribute("href")!), form: "form[action*=Cancel]");

        Assert.DoesNotContain(Still, (await _organiser.WaveAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Still_leaves_when_its_reader_restricts_meanwhile()
    {
        var awa = await InvitedAsync("comes", accepts: true);
        await PressAsync(LetterKind.CalledOff);
        await using (var db = host.OpenDb())
        {
            (await db.People.SingleAsync(p => p.Id == awa.Id)).Restrict(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();
        Assert.Equal(["comes@bassin.test"], Readers());
    }

    [Fact]
    public async Task News_do_not_reach_somebody_who_restricted_or_objected()
    {
        _ = await InvitedAsync("comes", accepts: true);
        _ = await InvitedAsync("comes-restricted", accepts: true, p => p.Restrict(_given.Now));
        _ = await InvitedAsync("comes-objected", accepts: true, p => p.Object(_given.Now));

        await SendAsync(LetterKind.News);

        Assert.Equal(["comes@bassin.test"], Readers());
    }

    private string[] Readers() => [.. _post.Sink.Mails.SelectMany(m => m.Recipients).Order(StringComparer.Ordinal)];

    private async Task<Person> InvitedAsync(string name, bool? accepts, Action<Person>? with = null)
    {
        var person = await _given.PersonAsync("Awa", name, $"{name}@bassin.test");
        _ = await _given.InvitationAsync(_organiser.Dialogue, person, i => { if (accepts is { } yes) Assert.Null(i.Answer(yes, _organiser.Dialogue, _given.Now)); });
        if (with is null) return person;
        await using var db = host.OpenDb();
        with(await db.People.SingleAsync(p => p.Id == person.Id));
        _ = await db.SaveChangesAsync();
        return person;
    }

    private async Task SendAsync(LetterKind kind)
    {
        await PressAsync(kind);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();
    }

    private async Task PressAsync(LetterKind kind) => _ = await _organiser.SendAsync(await _organiser.Browser.SubmitAsync(
        await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/waves"), form: "section form", button: $"button[value={kind}]"));
}
