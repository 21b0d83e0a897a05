using System.Net;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Planning;

public sealed class Planning_sessions(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Pairs_the_themes_of_both_languages_by_line()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        var form = await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/sessions/new");
        Assert.Equal(("11:00", "12:30"), (Form.Value(form, "Begins"), Form.Value(form, "Ends")));

        var page = await browser.SubmitAsync(form, Form.Of(
            ("TitleEn", "Upstream"), ("OwnRule", "OffTheRecord"), ("ThemesEn", "Dams\r\n\r\n Data \r\n"), ("ThemesFr", "Barrages\nDroit"), ("QuestionsFr", "Qui décide ?\nPour qui ?")));

        Assert.Equal($"/organise/dialogues/{dialogue.Id}", page.Path);
        await using var db = host.OpenDb();
        var session = (await db.WholeDialogueAsync(dialogue.Id, default))!.Sessions.Single(s => s.Title.En == "Upstream");
        Assert.Equal([new("Dams", "Barrages"), new("", "Droit"), new BilingualText("Data", "")], session.Themes.Select(t => t.Name));
        Assert.Equal((Rule.OffTheRecord, "Qui décide ?\nPour qui ?"), (session.OwnRule, session.Questions.Fr.ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("10:00", "11:30", "room-busy")]
    [InlineData("08:00", "09:00", "session-outside-the-day")]
    [InlineData("12:00", "11:30", "ends-before-it-begins")]
    [InlineData("", "11:30", "hours-missing")]
    public async Task Refuses_a_clash_and_keeps_what_was_typed(string begins, string ends, string code)
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/sessions/new"), Form.Of(
            ("TitleEn", "Upstream"), ("Begins", begins), ("Ends", ends), ("ThemesEn", "Dams\nData"), ("OwnRule", "OnTheRecord")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal([Form.Sentence(host, code)], page.Errors);
        Assert.Equal((begins, ends, "Dams\nData"), (Form.Value(page, "Begins"), Form.Value(page, "Ends"), ((IHtmlTextAreaElement)page.One("#Form_ThemesEn")!).Value.ReplaceLineEndings("\n")));
        Assert.NotNull(page.One("input[value=OnTheRecord][checked]"));
    }

    [Fact]
    public async Task Refuses_themes_that_are_missing()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/sessions/new"), Form.Of(("TitleEn", "Upstream"), ("ThemesEn", " \n ")));

        Assert.Equal([Form.Sentence(host, "themes-missing")], page.Errors);
    }

    [Fact]
    public async Task Gives_a_room_to_one_of_two_who_ask_at_once()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        var forms = new List<Page>();
        for (int i = 0; i < 6; i++) forms.Add(await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/sessions/new"));

        var pages = await Task.WhenAll(forms.Select((form, i) => browser.SubmitAsync(form, Form.Of(("TitleEn", $"Racer {i}"), ("ThemesEn", "Dams")))));

        Assert.Equal(1, pages.Count(p => p.Status == HttpStatusCode.OK));
        Assert.All(pages.Where(p => p.Status != HttpStatusCode.OK), page => Assert.Equal([Form.Sentence(host, "room-busy")], page.Errors));
        await using var db = host.OpenDb();
        Assert.Equal(2, await db.Sessions.CountAsync());
    }

    [Fact]
    public async Task Is_told_of_the_clash_by_the_database_where_the_page_could_not_see_it()
    {
        var dialogue = await _given.DialogueAsync();
        await using var mine = host.OpenDb();
        await using var theirs = host.OpenDb();
        var seen = (await mine.WholeDialogueAsync(dialogue.Id, default))!;
        var other = (await theirs.WholeDialogueAsync(dialogue.Id, default))!;
        var late = Form.Session(seen.Sessions[0]) with { Begins = new(14, 0), Ends = new(15, 0) };
        _ = Given.Value(other.AddSession(late));
        Assert.Null(await theirs.TrySaveAsync(default));

        _ = Given.Value(seen.AddSession(late with { Begins = new(14, 30), Ends = new(15, 30) }));

        Assert.Equal(DialogueRefusals.RoomBusy, await mine.TrySaveAsync(default));
    }

    [Fact]
    public async Task Makes_one_session_of_a_double_click()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        var form = await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/sessions/new");
        var fields = Form.Of(("TitleEn", "Upstream"), ("ThemesEn", "Dams"));

        var pages = await Task.WhenAll(browser.SubmitAsync(form, fields), browser.SubmitAsync(form, fields));

        Assert.All(pages, page => Assert.Equal((HttpStatusCode.OK, $"/organise/dialogues/{dialogue.Id}"), (page.Status, page.Path)));
        await using var db = host.OpenDb();
        Assert.Equal(2, await db.Sessions.CountAsync());
    }

    [Fact]
    public async Task Changes_a_session_and_keeps_its_themes_themselves()
    {
        var dialogue = await _given.DialogueAsync();
        var session = dialogue.Sessions[0];
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/sessions/{session.Id}"), Form.Of(("ThemesEn", "Confidence\nAccess\nData"), ("Begins", "09:00")));

        Assert.Equal($"/organise/dialogues/{dialogue.Id}", page.Path);
        await using var db = host.OpenDb();
        var saved = (await db.WholeDialogueAsync(dialogue.Id, default))!.Sessions.Single();
        Assert.Equal((new TimeOnly(9, 0), "Opening", null), (saved.Begins, saved.Title.En, saved.OwnRule));
        Assert.Equal([new("Confidence", "Confiance"), new("Access", "Accès"), new BilingualText("Data", "")], saved.Themes.Select(t => t.Name));
        Assert.Equal(session.Themes.Select(t => t.Id), saved.Themes.Take(2).Select(t => t.Id));
    }

    [Fact]
    public async Task Says_when_somebody_else_changed_only_the_themes()
    {
        var session = (await _given.DialogueAsync()).Sessions[0];
        using var browser = await _given.SignedInAsync();
        var mine = await browser.GetAsync($"/organise/sessions/{session.Id}");
        _ = await browser.SubmitAsync(mine, Form.Of(("ThemesEn", "Theirs\nAccess")));

        var page = await browser.SubmitAsync(mine, Form.Of(("ThemesEn", "Mine\nAccess")));

        Assert.Equal([Form.Sentence(host, "changed-meanwhile")], page.Errors);
        await using var db = host.OpenDb();
        Assert.Equal("Theirs", (await db.Sessions.Include(s => s.Themes.OrderBy(t => t.Place)).SingleAsync()).Themes[0].Name.En);
    }

    [Fact]
    public async Task Needs_a_room_first()
    {
        var series = await _given.SeriesAsync();
        var day = Given.Value(Dialogue.New(series, new(new("Day", ""), new(2027, 5, 12), new(9, 0), new(17, 0), "", "Europe/Paris", Rule.ChathamHouse, new(2027, 5, 1), [])));
        await _given.SaveAsync(day);
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync($"/organise/dialogues/{day.Id}/sessions/new");

        Assert.StartsWith($"/organise/dialogues/{day.Id}#", page.Path, StringComparison.Ordinal);
        Assert.Null(page.One($"a[href='/organise/dialogues/{day.Id}/sessions/new']"));
        Assert.Equal("No session yet", page.One(".empty h2")?.TextContent);
    }
}
