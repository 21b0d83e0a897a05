using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Calendars;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
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
    public async Task Calls_the_day_off_with_its_letters_and_takes_both_back_together()
    {
        var (awa, hana) = (await InvitedAsync("comes", accepts: true), await InvitedAsync("silent", accepts: null));
        _ = await TellCalendarsAsync();
        _ = await _post.DrainAsync();
        _post.Sink.Clear();

        var wave = await PressAsync(LetterKind.CalledOff);
        // Nothing hears of it while all of it may be taken back.
        Assert.Equal((true, 0, 0), (await IsOffAsync(), await TellCalendarsAsync(), (await _post.DrainAsync()).Sent));
        Assert.Contains("This day was called off on", wave.Text, StringComparison.Ordinal);
        Assert.Equal(["This day was called off."], (await _organiser.PrepareAsync(await _given.PersonAsync("Jonas", "Lindqvist"))).Errors);

        var undone = await _organiser.PressAsync(wave, "Undo");
        Assert.Contains("nobody was written to, and the day takes place", undone.Text, StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((false, 0, 0), (await IsOffAsync(), await TellCalendarsAsync(), (await _post.DrainAsync()).Sent));

        await SendAsync(LetterKind.CalledOff);
        Assert.True(await IsOffAsync());
        Assert.Equal([awa.Email, hana.Email], Readers());
    }

    [Fact]
    public async Task Takes_the_day_out_of_the_calendar_with_the_same_letter_and_with_no_second_one()
    {
        var awa = await InvitedAsync("comes", accepts: true);
        var hana = await InvitedAsync("silent", accepts: null);
        _ = await TellCalendarsAsync();
        _ = await _post.DrainAsync();
        _post.Sink.Clear();

        await SendAsync(LetterKind.CalledOff);

        Assert.Equal(0, await TellCalendarsAsync());
        Assert.Equal(2, _post.Sink.Mails.Count);
        var letters = (await _organiser.LettersAsync()).Where(l => l.Kind == LetterKind.CalledOff).ToDictionary(l => l.PersonId);
        Assert.Null(letters[hana.Id].Calendar);
        string file = letters[awa.Id].Calendar!;
        foreach (string line in (string[])["METHOD:CANCEL", "SEQUENCE:1", "STATUS:CANCELLED"]) Assert.Contains($"\r\n{line}\r\n", file, StringComparison.Ordinal);
        Assert.Contains("method=CANCEL", _post.Sink.Mails.Single(m => m.Recipients.Contains(awa.Email)).Message.ToString()!, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Whoever_was_invited_after_the_preview_is_shown_too_before_the_day_is_off()
    {
        _ = await InvitedAsync("comes", accepts: true);
        var preview = await PrepareAsync(LetterKind.CalledOff);
        Assert.Equal("Call the day off and send 1 letter (1 French)", preview.All("form.send .primary").Single());
        _ = await InvitedAsync("late", accepts: null);

        var again = await _organiser.SendAsync(preview);
        Assert.Equal((false, 0), (await IsOffAsync(), (await _organiser.LettersAsync()).Count));
        _ = Assert.Single(again.Errors);
        Assert.Equal("Call the day off and send 2 letters (2 French)", again.All("form.send .primary").Single());

        _ = await _organiser.SendAsync(again);
        Assert.Equal((true, 2, 2), (await IsOffAsync(), (await _organiser.LettersAsync()).Count, (await _organiser.OnlyWaveAsync()).Readers.Count));
    }

    [Fact]
    public async Task Whose_invitation_leaves_at_the_very_moment_is_told_too()
    {
        var awa = await InvitedAsync("comes", accepts: true);
        var late = await _given.PersonAsync("Late", "Diallo");
        _ = await _organiser.SendAsync(late);
        var preview = await PrepareAsync(LetterKind.CalledOff);
        Assert.Equal("Call the day off and send 1 letter (1 French)", preview.All("form.send .primary").Single());
        await using var worker = host.OpenDb();
        await using var taking = await worker.Database.BeginTransactionAsync();
        (await worker.Letters.SingleAsync(l => l.PersonId == late.Id)).Claim(host.Clock.GetUtcNow());
        _ = await worker.SaveChangesAsync();

        var sending = _organiser.SendAsync(preview);
        await using (var db = host.OpenDb())
            while (!sending.IsCompleted && await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'").SingleAsync() == 0) await Task.Delay(5);
        await taking.CommitAsync();

        _ = await sending;
        Assert.True(await IsOffAsync());
        Assert.Equivalent(new[] { awa.Id, late.Id }, (await _organiser.LettersAsync()).Where(l => l.Kind == LetterKind.CalledOff).Select(l => l.PersonId), strict: true);
    }

    [Fact]
    public async Task Is_not_taken_back_once_a_letter_may_have_said_so_and_not_by_a_wave_that_only_told_more_people()
    {
        _ = await InvitedAsync("comes", accepts: true);
        var wave = await PressAsync(LetterKind.CalledOff);
        await using (var db = host.OpenDb())
        {
            (await db.Letters.SingleAsync()).Claim(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal(["The time to take all of it back is over; letters may have left. Pause the wave to hold the others."], (await _organiser.PressAsync(wave, "Undo")).Errors);
        Assert.True(await IsOffAsync());

        // Somebody whom nobody had told: invited by telephone at the very moment.
        _ = await InvitedAsync("late", accepts: null);
        var second = await PrepareAsync(LetterKind.CalledOff);
        Assert.Contains("1 person has this letter already", second.Text, StringComparison.Ordinal);
        Assert.Equal("Send 1 letter (1 French)", second.All("form.send .primary").Single());
        var undone = await _organiser.PressAsync(await _organiser.SendAsync(second), "Undo");
        Assert.DoesNotContain("takes place", undone.Text, StringComparison.Ordinal);
        Assert.True(await IsOffAsync());
    }

    [Fact]
    public async Task Is_done_without_letters_only_where_there_is_nobody_to_tell()
    {
        string places = $"/organise/dialogues/{_organiser.Dialogue.Id}/places";
        var empty = await _organiser.Browser.GetAsync(places);
        var awa = await InvitedAsync("comes", accepts: true);

        Assert.Equal(["People may come to this day: it is called off with the letters that tell them."], (await _organiser.Browser.SubmitAsync(empty, form: "form[action*=Cancel]")).Errors);
        Assert.False(await IsOffAsync());
        var preview = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(places), form: "form[action*=prepare]", button: "button[value=CalledOff]");
        Assert.Contains(awa.Name, preview.Text, StringComparison.Ordinal);

        await using (var db = host.OpenDb()) _ = await db.Invitations.ExecuteUpdateAsync(i => i.SetProperty(x => x.State, InvitationState.Withdrawn));
        _ = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(places), form: "form[action*=Cancel]");
        Assert.True(await IsOffAsync());
    }

    [Theory]
    [InlineData("told by letters that left the day standing, as before this product called it off with them")]
    [InlineData("all who may come want no letters")]
    public async Task Is_done_without_letters_where_none_would_reach_anybody(string how)
    {
        var awa = await InvitedAsync("silent", accepts: null, p => { if (how.StartsWith("all", StringComparison.Ordinal)) p.Restrict(_given.Now); });
        if (how.StartsWith("told", StringComparison.Ordinal))
        {
            await SendAsync(LetterKind.CalledOff);
            await using var db = host.OpenDb();
            _ = await db.Dialogues.ExecuteUpdateAsync(d => d.SetProperty(x => x.CancelledAt, (DateTimeOffset?)null));
        }

        string places = $"/organise/dialogues/{_organiser.Dialogue.Id}/places";
        var done = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(places), form: "form[action*=Cancel]");

        Assert.Empty(done.Errors);
        Assert.True(await IsOffAsync());
        Assert.DoesNotContain(awa.Name, done.Text, StringComparison.Ordinal);
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

    private async Task<Page> PressAsync(LetterKind kind) => await _organiser.SendAsync(await PrepareAsync(kind));

    private async Task<Page> PrepareAsync(LetterKind kind) => await _organiser.Browser.SubmitAsync(
        await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/waves"), form: "section form", button: $"button[value={kind}]");

    private Task<int> TellCalendarsAsync() => new CalendarJob(_post.Database, _post.Options, host.Clock, NullLogger<CalendarJob>.Instance).TellAsync(CancellationToken.None);

    private async Task<bool> IsOffAsync()
    {
        await using var db = host.OpenDb();
        return (await db.Dialogues.SingleAsync(d => d.Id == _organiser.Dialogue.Id)).CancelledAt is not null;
    }
}
