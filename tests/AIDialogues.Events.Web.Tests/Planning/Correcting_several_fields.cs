using System.Net;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Planning;

/// <summary>Everything that is wrong with a form is said at once, each with a way to its field, and nothing typed is lost.</summary>
public sealed class Correcting_several_fields(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Of_a_day_says_all_that_is_wrong_at_once()
    {
        using var desk = await _given.SignedInAsync();
        var series = await _given.SeriesAsync();
        var form = await desk.GetAsync($"/organise/series/{series.Id}/dialogues/new");

        var page = await desk.SubmitAsync(form, new Dictionary<string, object?>
        {
            ["Form.TitleEn"] = "", ["Form.Day"] = "", ["Form.Begins"] = "17:00", ["Form.Ends"] = "09:00", ["Form.Zone"] = "Europe/Atlantis", ["Form.Remind"] = "soon", ["Form.Venue"] = new string('v', 301),
        });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(["Form_Day", "Form_Ends", "Form_Remind", "Form_TitleEn", "Form_Venue", "Form_Zone"], Linked(page));
        Assert.All(Linked(page), id => Assert.Equal("true", page.One("#" + id)!.GetAttribute("aria-invalid")));
        Assert.Equal(("Europe/Atlantis", "soon"), (page.One("#Form_Zone")!.GetAttribute("value"), page.One("#Form_Remind")!.GetAttribute("value")));
    }

    [Fact]
    public async Task Of_a_day_that_cannot_be_read_says_the_rest_as_well_and_of_one_field_one_thing()
    {
        using var desk = await _given.SignedInAsync();
        var dialogue = await _given.DialogueAsync();

        var page = await desk.SubmitAsync(await desk.GetAsync($"/organise/dialogues/{dialogue.Id}/edit"), new Dictionary<string, object?> { ["Form.Day"] = "someday", ["Form.TitleEn"] = "", ["Form.TitleFr"] = "" });

        Assert.Equal(["Form_Day", "Form_TitleEn"], Linked(page));
        Assert.Equal("“someday” cannot be read here.", page.Errors[0]);
    }

    [Fact]
    public async Task Of_a_session_says_all_that_is_wrong_at_once()
    {
        using var desk = await _given.SignedInAsync();
        var dialogue = await _given.DialogueAsync();

        var page = await desk.SubmitAsync(await desk.GetAsync($"/organise/dialogues/{dialogue.Id}/sessions/new"), new Dictionary<string, object?> { ["Form.TitleEn"] = "", ["Form.Begins"] = "", ["Form.ThemesEn"] = "" });

        Assert.Equal(["Form_Begins", "Form_ThemesEn", "Form_TitleEn"], Linked(page));
    }

    [Fact]
    public async Task Of_a_series_says_all_that_is_wrong_at_once()
    {
        using var desk = await _given.SignedInAsync();

        var page = await desk.SubmitAsync(await desk.GetAsync("/organise/series/new"), new Dictionary<string, object?>
        {
            ["Form.TitleEn"] = "Water", ["Form.Slug"] = "Not An Address", ["Form.Organisation"] = new string('o', 201), ["Form.PurposeEn"] = new string('p', 2001),
        });

        Assert.Equal(["Form_Organisation", "Form_PurposeEn", "Form_Slug"], Linked(page));
    }

    private static IReadOnlyList<string> Linked(Page page) => [.. page.Document.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")![1..]).Order(StringComparer.Ordinal)];
}
