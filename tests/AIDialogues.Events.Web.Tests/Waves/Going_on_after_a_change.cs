using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Planning;
using AIDialogues.Events.Web.Tests.Worker;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>A wave whose letters say the day as it was goes on by no slip of the hand.</summary>
public sealed class Going_on_after_a_change(EventsHost host) : IAsyncLifetime
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Is_told_what_is_another_now_and_has_to_be_wanted(bool opened)
    {
        _ = await _organiser.SendAsync(await _given.PersonAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        // A page that was open before the day was changed, paused for another reason, is no way round.
        var before = opened ? await _organiser.PressAsync(await _organiser.WaveAsync(), "Pause") : null;
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await SaveAsync("Venue", "Maison du fleuve, Lyon");

        var wave = await _organiser.WaveAsync();
        Assert.Equal(["Venue: Maison de la paix, Genève → Maison du fleuve, Lyon"], wave.All("#misleading li"));
        Assert.Equal(("Change the text for the rest", "Send them as they are all the same"), (Assert.Single(wave.All(".button.primary")), Assert.Single(wave.All("form[action*=Resume] button"))));
        if (before is not null)
        {
            var refused = await _organiser.PressAsync(before, "Resume");
            Assert.Equal((HttpStatusCode.UnprocessableEntity, WaveState.Paused), (refused.Status, (await _organiser.OnlyWaveAsync()).State));
            Assert.StartsWith("Its letters say the day as it was", Assert.Single(refused.Errors), StringComparison.Ordinal);
        }

        _ = await _organiser.Browser.SubmitAsync(wave, form: "form[action*=Resume]", button: "button");
        Assert.Equal((WaveState.Sent, 1), ((await _organiser.OnlyWaveAsync()).State, (await _post.DrainAsync()).Sent));
    }

    [Fact]
    public async Task Goes_on_as_before_once_the_words_are_new_or_only_the_title_is_another()
    {
        _ = await _organiser.SendAsync(await _given.PersonAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _organiser.PressAsync(await _organiser.WaveAsync(), "Pause");
        await SaveAsync("TitleEn", "First day, corrected");
        Assert.Equal((false, "Go on"), await _organiser.WaveAsync() is var wave ? (wave.One("#misleading") is not null, Assert.Single(wave.All(".button.primary"))) : default);

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await SaveAsync("Venue", "Maison du fleuve, Lyon");
        var preview = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync((await _organiser.WaveAsync()).Path + "/rewrite"));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var used = await _organiser.Browser.SubmitAsync(preview, button: "button[formaction*=Use]");

        Assert.Equal((false, "Go on"), (used.One("#misleading") is not null, Assert.Single(used.All(".button.primary"))));
    }

    private async Task SaveAsync(string field, string value) =>
        _ = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/edit"), Form.Of((field, value)), form: "form#day");
}
