using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Waves;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Calendars;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Planning;

/// <summary>Nobody is written to about a change before the organiser has seen to how many people, and could set it back.</summary>
public sealed class Changing_a_day(EventsHost host) : IAsyncLifetime
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
    public async Task Is_told_once_for_several_changes_after_a_while_with_what_was_and_what_is_in_the_readers_language()
    {
        _ = await AcceptedAsync("Awa", Language.English);
        _ = await AcceptedAsync("Hana", Language.French);
        Assert.Equal(2, await TellAsync());
        Assert.Contains("2 people who accepted have this day in their calendars", (await EditAsync()).One("#told")!.TextContent, StringComparison.Ordinal);

        var day = await SaveAsync(("TitleEn", "First day, corrected"), ("Venue", "Maison du fleuve, Lyon"));
        Assert.Contains("2 people who accepted are told of the change by letter from", day.One("#held")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("(Europe/Paris)", day.One("#held")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Title: First day / Première journée → First day, corrected / Première journée", "Venue: Maison de la paix, Genève → Maison du fleuve, Lyon"], day.All("#held li"));
        Assert.Equal(0, await TellAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(50));
        _ = await SaveAsync(("Begins", "08:30"));
        host.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(0, await TellAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal((2, 0), (await TellAsync(), await TellAsync()));

        var letters = (await _organiser.LettersAsync()).Where(l => l.Kind == LetterKind.Change).ToDictionary(l => l.Language);
        Assert.Contains("– Title: Water and security: First day → Water and security: First day, corrected\n– Hours: from 9:00 to 17:30 (UTC", letters[Language.English].Body, StringComparison.Ordinal);
        Assert.Contains(" → from 8:30 to 17:30 (UTC", letters[Language.English].Body, StringComparison.Ordinal);
        Assert.Contains("\n– Place: Maison de la paix, Genève → Maison du fleuve, Lyon\n\n", letters[Language.English].Body, StringComparison.Ordinal);
        Assert.Contains("– Lieu\u202f: Maison de la paix, Genève → Maison du fleuve, Lyon\n", letters[Language.French].Body, StringComparison.Ordinal);
        // The French title is what it was.
        Assert.DoesNotContain("Titre", letters[Language.French].Body, StringComparison.Ordinal);
        Assert.All(letters.Values, l => Assert.Contains("\r\nSEQUENCE:1\r\n", l.Calendar, StringComparison.Ordinal));
        Assert.Null((await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}")).One("#held"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Set_back_in_time_it_is_told_to_nobody(bool withTheButton)
    {
        _ = await AcceptedAsync("Awa", Language.French);
        _ = await TellAsync();
        var day = await SaveAsync(("Ends", "16:00"));

        if (withTheButton) Assert.Contains("nobody is written to", (await _organiser.PressAsync(day, "SetBack")).Text, StringComparison.Ordinal);
        else _ = await SaveAsync(("Ends", "17:30"));
        host.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(0, await TellAsync());
        await using var db = host.OpenDb();
        Assert.Equal((new TimeOnly(17, 30), 1), ((await db.Dialogues.SingleAsync()).Ends, await db.Letters.CountAsync()));
        if (withTheButton) Assert.Equal(["The time is over: the letters about this change are written. Change the day; whoever accepted is told."], (await _organiser.PressAsync(day, "SetBack")).Errors);
    }

    [Fact]
    public async Task Is_set_back_by_nobody_who_did_not_see_the_change_that_is_held()
    {
        _ = await AcceptedAsync("Awa", Language.French);
        _ = await TellAsync();
        var seen = await SaveAsync(("Ends", "16:00"));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = await SaveAsync(("Venue", "Maison du fleuve, Lyon"));

        var refused = await _organiser.PressAsync(seen, "SetBack");

        Assert.Equal(["This day was changed again since you opened the page, so nothing was set back. Below is what it is now."], refused.Errors);
        Assert.Equal(2, refused.All("#held li").Count);
        await using var db = host.OpenDb();
        Assert.Equal((new TimeOnly(16, 0), "Maison du fleuve, Lyon"), await db.Dialogues.SingleAsync() is var day ? (day.Ends, day.Venue) : default);
    }

    [Fact]
    public async Task A_wave_that_goes_on_at_the_very_moment_is_paused_all_the_same()
    {
        _ = await InvitedAsync("Hana");
        _ = await _organiser.SendAsync(await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/waves"), form: "section form", button: "button[value=News]"));
        var wave = (await _organiser.OnlyWaveAsync()).Id;
        await using (var first = host.OpenDb()) _ = Given.Value(await new WaveCourse(first, host.Clock).PauseAsync(wave, CancellationToken.None));
        await using var organiser = host.OpenDb();
        await using var goingOn = await organiser.Database.BeginTransactionAsync();
        _ = Given.Value(await new WaveCourse(organiser, host.Clock).ResumeAsync(wave, CancellationToken.None));

        var saving = SaveAsync(("Day", _organiser.Dialogue.Day.AddDays(1).ToString("yyyy-MM-dd")));
        await WaitForALockAsync(saving);
        await goingOn.CommitAsync();

        Assert.Contains("Wave 1 is paused: 1 letter has not left.", (await saving).Text, StringComparison.Ordinal);
        Assert.Equal((WaveState.Paused, LetterState.Paused), ((await _organiser.OnlyWaveAsync()).State, (await _organiser.LettersAsync()).Single().State));
    }

    [Fact]
    public async Task A_corrected_address_gets_its_entry_at_once_and_is_not_told_that_the_day_has_changed()
    {
        var awa = await AcceptedAsync("Awa", Language.English);
        _ = await TellAsync();
        await using (var db = host.OpenDb())
        {
            Assert.Null((await db.People.SingleAsync(p => p.Id == awa.Id)).CorrectAddress("new@bassin.test"));
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal((1, 0), (await TellAsync(), await TellAsync()));
        var letter = (await _organiser.LettersAsync()).Single(l => l.Kind == LetterKind.Change);
        Assert.Equal("new@bassin.test", letter.ToAddress);
        Assert.Contains("Nothing about “First day” has changed", letter.Body, StringComparison.Ordinal);
        foreach (string word in (string[])["the day has changed", "→", "Something"]) Assert.DoesNotContain(word, letter.Subject + letter.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_title_of_the_series_is_held_too_and_other_words_of_it_are_told_to_nobody()
    {
        _ = await AcceptedAsync("Awa", Language.English);
        _ = await TellAsync();
        string edit = $"/organise/series/{_organiser.Dialogue.SeriesId}/edit";

        _ = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(edit), Form.Of(("PurposeEn", "Another purpose")));
        Assert.Equal(0, await TellAsync());
        var page = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(edit), Form.Of(("TitleEn", "Water, at last")));

        Assert.Contains("1 person who accepted a day of this series is told its new title by letter in 1 minute;", page.Text, StringComparison.Ordinal);
        Assert.Equal(0, await TellAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await TellAsync());
    }

    [Fact]
    public async Task Another_name_of_the_organisation_is_held_and_does_not_say_that_a_day_under_a_neutral_title_has_changed()
    {
        var places = Places.Of(_organiser.Dialogue.Id);
        Assert.Null(places.Change(new(null, null, null, NeutralTitle: true)));
        await _given.SaveAsync(places);
        _ = await AcceptedAsync("Awa", Language.English);
        _ = await TellAsync();

        var page = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync($"/organise/series/{_organiser.Dialogue.SeriesId}/edit"), Form.Of(("Organisation", "Institut du Fleuve")));

        Assert.Contains("1 person whose calendar shows only the organisation’s name gets a new entry by letter in 1 minute;", page.Text, StringComparison.Ordinal);
        Assert.Equal(0, await TellAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await TellAsync());
        var letter = (await _organiser.LettersAsync()).Single(l => l.Kind == LetterKind.Change);
        Assert.Contains("Nothing about “First day” has changed", letter.Body, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:Institut du Fleuve\r\n", letter.Calendar, StringComparison.Ordinal);
        foreach (string word in (string[])["the day has changed", "→", "Maison de la paix"]) Assert.DoesNotContain(word, letter.Subject + letter.Body + letter.Calendar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_changed_can_be_said_to_whoever_knows_the_day_as_it_was_and_no_letter_has_told()
    {
        _ = await AcceptedAsync("Awa", Language.French);
        var hana = await InvitedAsync("Hana");
        var undecided = await InvitedAsync("Ute", i => Assert.Null(i.Answer(new(AnswerKind.Undecided), _organiser.Dialogue, true, _given.Now)));
        _ = await InvitedAsync("Karim", i => Assert.Null(i.Answer(false, _organiser.Dialogue, _given.Now)));
        _ = await InvitedAsync("Wim", i => i.Withdraw());
        await RestrictAsync(await InvitedAsync("Rita"));
        _ = await TellAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        // A title put right misleads nobody.
        Assert.Null((await SaveAsync(("TitleEn", "First day, corrected"))).One("#unaware"));
        var day = await SaveAsync(("Day", _organiser.Dialogue.Day.AddDays(1).ToString("yyyy-MM-dd")));
        Assert.Equal("Say what has changed to 2 people", day.All("#unaware button").Single());
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        // Another title afterwards, or another date that is set back, takes nobody out.
        _ = await SaveAsync(("TitleEn", "First day, at last"));
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        day = await _organiser.PressAsync(await SaveAsync(("Day", _organiser.Dialogue.Day.AddDays(2).ToString("yyyy-MM-dd"))), "SetBack");
        Assert.Equal("Say what has changed to 2 people", day.All("#unaware button").Single());
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await InvitedAsync("Late");
        var preview = await _organiser.Browser.SubmitAsync(day, form: "#unaware form", button: "button");
        Assert.Equal("Send 2 letters (2 French)", preview.All("form.send .primary").Single());
        _ = await _organiser.SendAsync(preview);

        Assert.Equivalent(new[] { hana.Id, undecided.Id }, (await _organiser.LettersAsync()).Where(l => l.Kind == LetterKind.News).Select(l => l.PersonId), strict: true);
        Assert.Null((await DayAsync()).One("#unaware"));
        // A letter that came back told nobody.
        await using (var db = host.OpenDb())
        {
            var letter = await db.Letters.SingleAsync(l => l.PersonId == hana.Id);
            letter.Claim(host.Clock.GetUtcNow());
            letter.HandedOver("250 ok", host.Clock.GetUtcNow());
            letter.Bounced("5.1.1");
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal("Say what has changed to 1 person", (await DayAsync()).All("#unaware button").Single());
    }

    [Fact]
    public async Task Whoever_got_a_date_that_was_set_back_is_told_and_a_letter_of_no_wave_that_still_says_it_is_counted()
    {
        _ = await InvitedAsync("Hana");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var held = await SaveAsync(("Day", _organiser.Dialogue.Day.AddDays(1).ToString("yyyy-MM-dd")));
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await using (var db = host.OpenDb()) _ = Given.Value(await db.RenewLinkAsync((await db.Invitations.SingleAsync()).Id, host.Clock.GetUtcNow(), CancellationToken.None));
        Assert.Null((await DayAsync()).One("#loose"));
        host.Clock.Advance(TimeSpan.FromSeconds(10));

        var day = await _organiser.PressAsync(held, "SetBack");

        Assert.Equal("Say what has changed to 1 person", day.All("#unaware button").Single());
        Assert.Contains("1 letter that belongs to no wave waits and says what the day was before", day.One("#loose")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_calendars_show_no_place_whoever_accepted_is_among_those_who_are_told_of_another_by_hand()
    {
        var places = Places.Of(_organiser.Dialogue.Id);
        Assert.Null(places.Change(new(null, null, null, NeutralTitle: true)));
        await _given.SaveAsync(places);
        _ = await AcceptedAsync("Awa", Language.French);
        _ = await TellAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("of another place you are asked to tell them", (await EditAsync()).One("#told")!.TextContent, StringComparison.Ordinal);

        var day = await SaveAsync(("Venue", "Maison du fleuve, Lyon"));

        Assert.Null(day.One("#held"));
        Assert.Equal("Say what has changed to 1 person", day.All("#unaware button").Single());
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(0, await TellAsync());
    }

    [Fact]
    public async Task What_has_changed_is_said_to_all_who_may_come_and_whoever_stays_away_is_not_even_counted()
    {
        _ = await InvitedAsync("Hana");
        _ = await InvitedAsync("Karim", i => Assert.Null(i.Answer(false, _organiser.Dialogue, _given.Now)));
        _ = await InvitedAsync("Wim", i => i.Withdraw());

        var preview = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/waves"), form: "section form", button: "button[value=News]");

        Assert.Equal("Send 1 letter (1 French)", preview.All("form.send .primary").Single());
        foreach (string word in (string[])["of those chosen", "Karim", "Wim"]) Assert.DoesNotContain(word, preview.Text, StringComparison.Ordinal);
        Assert.Single((await _organiser.OnlyWaveAsync()).Readers);
    }

    private Task<Person> AcceptedAsync(string name, Language language) => InvitedAsync(name, i => Assert.Null(i.Answer(true, _organiser.Dialogue, _given.Now)), language);

    private async Task<Person> InvitedAsync(string name, Action<Invitation>? with = null, Language language = Language.French)
    {
        var person = await _given.PersonAsync(name, "Diallo", $"{name}@bassin.test", language: language);
        _ = await _given.InvitationAsync(_organiser.Dialogue, person, with);
        return person;
    }

    private async Task RestrictAsync(Person person)
    {
        await using var db = host.OpenDb();
        (await db.People.SingleAsync(p => p.Id == person.Id)).Restrict(_given.Now);
        _ = await db.SaveChangesAsync();
    }

    // Until the request waits for another's row, or is done: a condition, not a while.
    private async Task WaitForALockAsync(Task<Page> request)
    {
        await using var db = host.OpenDb();
        while (!request.IsCompleted && await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'").SingleAsync() == 0) await Task.Delay(5);
    }

    private Task<Page> DayAsync() => _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}");

    private Task<Page> EditAsync() => _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/edit");

    private async Task<Page> SaveAsync(params (string Name, string? Value)[] fields) => await _organiser.Browser.SubmitAsync(await EditAsync(), Form.Of(fields), form: "form#day");

    private Task<int> TellAsync() => new CalendarJob(_post.Database, _post.Options, host.Clock, NullLogger<CalendarJob>.Instance).TellAsync(CancellationToken.None);
}
