using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Calendars;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>A day is called off by its letters: seen first, held, and taken back with them.</summary>
public sealed class Calling_a_day_off(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private Organiser _organiser = null!;
    private CalendarJob _calendars = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _organiser = await Organiser.AtWorkAsync(host, _given);
        _calendars = new(_post.Database, _post.Options, host.Clock, NullLogger<CalendarJob>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _organiser.Dispose();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task Leads_from_its_button_to_a_preview_and_is_taken_back_whole_while_the_letters_are_held()
    {
        string token = await AcceptedAsync();
        using var phone = host.NewBrowser();

        var preview = await PrepareAsync();
        Assert.Null(await CancelledAtAsync());
        var wave = await _organiser.SendAsync(preview);

        Assert.Contains("With these letters the day itself is called off", preview.Text, StringComparison.Ordinal);
        Assert.Equal((await _organiser.OnlyWaveAsync()).UndoUntil, await CancelledAtAsync());
        Assert.Equal(HttpStatusCode.Gone, (await phone.GetAsync("/i/" + token)).Status);
        Assert.Equal(0, await _calendars.TellAsync(CancellationToken.None));

        _ = await _organiser.PressAsync(wave, "Undo");
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await CancelledAtAsync());
        Assert.Equal((0, 0), (await _calendars.TellAsync(CancellationToken.None), (await _post.DrainAsync()).Sent));
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/i/" + token)).Status);
    }

    [Fact]
    public async Task Takes_the_day_out_of_calendars_once_the_letters_have_left_and_tells_nobody_twice()
    {
        _ = await AcceptedAsync();
        _ = await _organiser.SendAsync(await PrepareAsync());
        Assert.Equal(0, await _calendars.TellAsync(CancellationToken.None));

        host.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal((1, 2), (await _calendars.TellAsync(CancellationToken.None), (await _post.DrainAsync()).Sent));

        Assert.Equal([LetterKind.Cancellation, LetterKind.CalledOff], (await _organiser.LettersAsync()).Where(l => l.Kind != LetterKind.Confirmation).Select(l => l.Kind).Order());
        var places = await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/places");
        Assert.Contains("This day was called off on", places.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_without_letters_while_somebody_who_may_come_has_not_been_told()
    {
        var alone = await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/places");
        _ = await AcceptedAsync();

        var refused = await _organiser.Browser.SubmitAsync(alone, form: "form[action*=Cancel]");

        Assert.Equal(["Somebody who may come has not been told yet. Prepare the letters that call the day off first; with them it is called off."], refused.Errors);
        Assert.Null(await CancelledAtAsync());
    }

    /// <summary>Somebody who comes and whose calendar knows it.</summary>
    private async Task<string> AcceptedAsync()
    {
        var (_, token) = await _given.InvitationAsync(_organiser.Dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, _organiser.Dialogue, _given.Now)));
        Assert.Equal((1, 1), (await _calendars.TellAsync(CancellationToken.None), (await _post.DrainAsync()).Sent));
        Assert.Equal(0, await _calendars.TellAsync(CancellationToken.None));
        return token;
    }

    private async Task<Page> PrepareAsync() => await _organiser.Browser.SubmitAsync(
        await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/places"), form: "form[action$=prepare]", button: "button[value=CalledOff]");

    private async Task<DateTimeOffset?> CancelledAtAsync()
    {
        await using var db = host.OpenDb();
        return (await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == _organiser.Dialogue.Id)).CancelledAt;
    }
}
