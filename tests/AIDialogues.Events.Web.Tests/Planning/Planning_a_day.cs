using System.Net;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Planning;

public sealed class Planning_a_day(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Takes_day_hours_venue_zone_and_rule()
    {
        var series = await _given.SeriesAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/series/{series.Id}/dialogues/new"), Form.Of(
            ("TitleFr", "Journée à Dakar"), ("Day", "2027-05-12"), ("Begins", "10:00"), ("Ends", "16:30"), ("Venue", "Maison des savoirs"), ("Zone", "Africa/Dakar"),
            ("Rule", "OffTheRecord"), ("Remind", "10, 3")));

        Assert.Equal("Journée à Dakar", page.Title);
        await using var db = host.OpenDb();
        var day = await db.Dialogues.SingleAsync();
        Assert.Equal((new DateOnly(2027, 5, 12), new TimeOnly(10, 0), new TimeOnly(16, 30), "Maison des savoirs", "Africa/Dakar", Rule.OffTheRecord), (day.Day, day.Begins, day.Ends, day.Venue, day.Zone, day.Rule));
        Assert.Equal(new DateOnly(2027, 4, 28), day.AnswerBy); // left empty: two weeks before
        Assert.Equal([10, 3], day.RemindDaysBefore);
    }

    [Fact]
    public async Task Proposes_what_the_last_day_had()
    {
        var dialogue = await _given.DialogueAsync(with: d => Assert.Null(d.Change(Form.Day(d) with { Zone = "Africa/Dakar", Rule = Rule.OnTheRecord })));
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync($"/organise/series/{dialogue.SeriesId}/dialogues/new");

        Assert.Equal(("Africa/Dakar", "Maison de la paix, Genève", "09:00", ""), (Form.Value(page, "Zone"), Form.Value(page, "Venue"), Form.Value(page, "Begins"), Form.Value(page, "Day")));
        Assert.NotNull(page.One("input[value=OnTheRecord][checked]"));
    }

    [Theory]
    [InlineData("Ends", "08:00", "ends-before-it-begins")]
    [InlineData("AnswerBy", "2027-05-13", "answer-after-the-day")]
    [InlineData("TitleEn", "", "title-missing")]
    [InlineData("Day", "", "day-missing")]
    [InlineData("Begins", "", "hours-missing")]
    public async Task Refuses_with_a_sentence_and_keeps_what_was_typed(string field, string value, string code)
    {
        var series = await _given.SeriesAsync();
        using var browser = await _given.SignedInAsync();
        var fields = Form.Of(("TitleEn", "Day one"), ("Day", "2027-05-12"), ("Venue", "Maison des savoirs"));
        fields["Form." + field] = value;

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/series/{series.Id}/dialogues/new"), fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal([Form.Sentence(host, code)], page.Errors);
        Assert.Equal(("Maison des savoirs", value), (Form.Value(page, "Venue"), Form.Value(page, field)));
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.Dialogues.CountAsync());
    }

    [Theory]
    [InlineData("Zone", "Europe/Atlantis", "Europe/Atlantis")]
    [InlineData("Remind", "a week", "a week")]
    [InlineData("Day", "some day", "some day")]
    [InlineData("Begins", "25:00", "25:00")]
    [InlineData("Rule", "Nonsense", null)]
    [InlineData("Rule", "7", null)]
    public async Task Refuses_what_cannot_be_read(string field, string value, string? shown)
    {
        var series = await _given.SeriesAsync();
        using var browser = await _given.SignedInAsync();
        var fields = Form.Of(("TitleEn", "Day one"), ("Day", "2027-05-12"));
        fields["Form." + field] = value;

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/series/{series.Id}/dialogues/new"), fields);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        _ = Assert.Single(page.Errors);
        if (shown is not null) Assert.Equal(shown, Form.Value(page, field));
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.Dialogues.CountAsync());
    }

    [Fact]
    public async Task Makes_one_day_of_a_double_click()
    {
        var series = await _given.SeriesAsync();
        using var browser = await _given.SignedInAsync();
        var form = await browser.GetAsync($"/organise/series/{series.Id}/dialogues/new");
        var fields = Form.Of(("TitleEn", "Day one"), ("Day", "2027-05-12"));

        var pages = await Task.WhenAll(browser.SubmitAsync(form, fields), browser.SubmitAsync(form, fields));

        Assert.All(pages, page => Assert.Equal("Day one", page.Title));
        await using var db = host.OpenDb();
        Assert.Equal(1, await db.Dialogues.CountAsync());
    }

    [Fact]
    public async Task Moves_the_day_and_keeps_its_sessions()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/edit"), Form.Of(("Day", "2027-06-02"), ("Zone", "America/Toronto")));

        Assert.Equal($"/organise/dialogues/{dialogue.Id}", page.Path);
        await using var db = host.OpenDb();
        var day = (await db.WholeDialogueAsync(dialogue.Id, default))!;
        Assert.Equal((new DateOnly(2027, 6, 2), dialogue.Sessions[0].Id, new TimeOnly(9, 30)), (day.Day, day.Sessions.Single().Id, day.Sessions[0].Begins));
        Assert.Equal(["Trust", "Access"], day.Sessions[0].Themes.Select(t => t.Name.En));
    }

    [Fact]
    public async Task Does_not_leave_a_session_outside_the_day()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/edit"), Form.Of(("Begins", "10:00")));

        Assert.Equal([Form.Sentence(host, "session-outside-the-day")], page.Errors);
        Assert.Equal("10:00", Form.Value(page, "Begins"));
    }

    [Fact]
    public async Task Says_when_somebody_else_was_faster()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        var mine = await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/edit");
        _ = await browser.SubmitAsync(mine, Form.Of(("Venue", "Theirs")));

        var page = await browser.SubmitAsync(mine, Form.Of(("Venue", "Mine")));

        Assert.Equal([Form.Sentence(host, "changed-meanwhile")], page.Errors);
        Assert.Equal("Mine", Form.Value(page, "Venue"));
        // What the page tells of the day is what is saved, not what was refused.
        Assert.Equal(["Venue: Maison de la paix, Genève → Theirs"], page.All("#held li"));
        await using var db = host.OpenDb();
        Assert.Equal("Theirs", (await db.Dialogues.SingleAsync()).Venue);
    }

    [Fact]
    public async Task Shows_counts_the_rule_and_the_timetable()
    {
        var dialogue = await _given.DialogueAsync(with: d =>
        {
            var green = Given.Value(d.AddRoom("Salle verte", 20));
            _ = Given.Value(d.AddSession(Form.Session(d.Sessions[0]) with { RoomId = green.Id, OwnRule = Rule.OnTheRecord, Title = new("Panel", "Table ronde") }));
        });
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => i.Answer(true, dialogue, _given.Now));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Ana", "Costa"), i => i.Answer(false, dialogue, _given.Now));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Ivo", "Horak"));
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync($"/organise/dialogues/{dialogue.Id}");

        Assert.Equal(["3", "1", "1", "1", "0"], page.All(".facts dd"));
        Assert.Equal(["Hours", "Salle bleue", "Salle verte"], page.All(".list thead th"));
        Assert.Equal(["09:30 – 11:00"], page.All(".list tbody th"));
        Assert.Equal(["Opening", "Panel"], page.All(".list td strong"));
        Assert.Equal(2, page.Document.QuerySelectorAll("td .badge").Length);
        Assert.All(dialogue.Sessions, s => Assert.NotNull(page.One($"a[href='/report/sessions/{s.Id}']")));
        Assert.NotNull(page.One($"a[href='/organise/dialogues/{dialogue.Id}/invitations']"));
        Assert.DoesNotContain("Diallo", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eight_clicks_at_once_add_one_room_and_each_is_told_what_became_of_it()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        var page = await browser.GetAsync($"/organise/dialogues/{dialogue.Id}");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SubmitAsync(page, new { RoomName = "Salle verte", Seats = 20 }, "#add-room")));

        Assert.All(answers, a => Assert.Equal((System.Net.HttpStatusCode.OK, 0), (a.Status, a.Errors.Count)));
        // The notice of one may be shown to another, as they share a browser: none speaks of a room without a name.
        Assert.All(answers, a => Assert.DoesNotContain("“”", a.Text, StringComparison.Ordinal));
        await using var db = host.OpenDb();
        Assert.Equal(["Salle bleue", "Salle verte"], (await db.Dialogues.Include(d => d.Rooms).SingleAsync()).Rooms.Select(r => r.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Adds_a_room_once_and_removes_it_while_no_session_uses_it()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        var page = await browser.GetAsync($"/organise/dialogues/{dialogue.Id}");
        Assert.Null(page.One(".remove-room")); // its only room is used

        var once = await browser.SubmitAsync(page, new { RoomName = "Salle verte", Seats = 20 }, "#add-room");
        var twice = await browser.SubmitAsync(page, new { RoomName = "Salle verte", Seats = 20 }, "#add-room");
        Assert.Equal(["Salle bleue", "Salle verte"], twice.All(".files strong"));
        Assert.Equal(("“Salle verte” is there.", "“Salle verte” was there already, so it was not added a second time."), (once.One(".notice")!.TextContent.Trim(), twice.One(".notice")!.TextContent.Trim()));

        var removed = await browser.SubmitAsync(twice, form: ".remove-room");
        Assert.Equal(["Salle bleue"], removed.All(".files strong"));
    }

    [Theory]
    [InlineData("salle bleue", "12")]
    [InlineData("", "12")]
    [InlineData("Salle verte", "0")]
    [InlineData("Salle verte", "many")]
    public async Task Refuses_what_is_no_room(string name, string seats)
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/dialogues/{dialogue.Id}"), new { RoomName = name, Seats = seats }, "#add-room");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        _ = Assert.Single(page.Errors);
        Assert.Equal(name, page.One("#RoomName")!.GetAttribute("value") ?? "");
        Assert.Equal(["Salle bleue"], page.All(".files strong"));
    }
}
