using AIDialogues.Events.Data.Invitations;
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
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        _ = await SaveAsync(("Begins", "08:30"));
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(0, await TellAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(2));
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

        Assert.Contains("1 person who accepted a day of this series is told its new title by letter in 5 minutes", page.Text, StringComparison.Ordinal);
        Assert.Equal(0, await TellAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await TellAsync());
    }

    [Fact]
    public async Task What_has_changed_can_be_said_to_whoever_knows_the_day_as_it_was_and_no_letter_has_told()
    {
        _ = await AcceptedAsync("Awa", Language.French);
        var hana = await InvitedAsync("Hana");
        var undecided = await InvitedAsync("Ute", i => Assert.Null(i.Answer(new(AnswerKind.Undecided), _organiser.Dialogue, true, _given.Now)));
        _ = await InvitedAsync("Karim", i => Assert.Null(i.Answer(false, _organiser.Dialogue, _given.Now)));
        _ = await InvitedAsync("Wim", i => i.Withdraw());
        _ = await TellAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        // A title put right misleads nobody.
        Assert.Null((await SaveAsync(("TitleEn", "First day, corrected"))).One("#unaware"));
        var day = await SaveAsync(("Day", _organiser.Dialogue.Day.AddDays(1).ToString("yyyy-MM-dd")));
        Assert.Equal("Say what has changed to 2 people", day.All("#unaware button").Single());
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await InvitedAsync("Late");
        var preview = await _organiser.Browser.SubmitAsync(day, form: "#unaware form", button: "button");
        Assert.Equal("Send 2 letters (2 French)", preview.All("form.send .primary").Single());
        _ = await _organiser.SendAsync(preview);

        Assert.Equivalent(new[] { hana.Id, undecided.Id }, (await _organiser.LettersAsync()).Where(l => l.Kind == LetterKind.News).Select(l => l.PersonId), strict: true);
        Assert.Null((await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}")).One("#unaware"));
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

    private Task<Page> EditAsync() => _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/edit");

    private async Task<Page> SaveAsync(params (string Name, string? Value)[] fields) => await _organiser.Browser.SubmitAsync(await EditAsync(), Form.Of(fields), form: "form#day");

    private Task<int> TellAsync() => new CalendarJob(_post.Database, _post.Options, host.Clock, NullLogger<CalendarJob>.Instance).TellAsync(CancellationToken.None);
}
