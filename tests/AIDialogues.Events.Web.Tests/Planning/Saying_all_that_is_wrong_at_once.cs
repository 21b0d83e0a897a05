using System.Net;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Planning;

/// <summary>Nobody mends one field to be told of the next: each wrong one has its sentence and a way to it, and nothing is kept.</summary>
public sealed class Saying_all_that_is_wrong_at_once(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Of_a_partner()
    {
        var series = await _given.SeriesAsync();
        var page = await WrongAsync($"/organise/series/{series.Id}/partners", new() { ["Name"] = "", ["Website"] = "javascript:alert(1)" }, "aside form");

        Assert.Equivalent((string[])["#Name", "#Website"], Ways(page), strict: true);
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.Partners.CountAsync());
    }

    [Fact]
    public async Task Of_a_publication_new_and_changed()
    {
        var series = await _given.SeriesAsync();
        var wrong = new Dictionary<string, object?> { ["Form.TitleEn"] = "", ["Form.TitleFr"] = "", ["Form.AbstractFr"] = "a\u0007b", ["Form.Authors"] = "a\u202eb", ["Form.Identifier"] = new string('x', 201) };
        string[] ways = ["#Form_TitleEn", "#Form_AbstractFr", "#Form_Authors", "#Form_Identifier"];
        string create = $"/organise/series/{series.Id}/publications/new";

        Assert.Equivalent(ways, Ways(await WrongAsync(create, wrong, "main form")), strict: true);

        using var browser = await _given.SignedInAsync();
        var draft = await browser.SubmitAsync(await browser.GetAsync(create), new Dictionary<string, object?> { ["Form.TitleEn"] = "Notes" }, form: "main form");
        Assert.Equivalent(ways, Ways(await WrongAsync(draft.Path, wrong, "form:has(#Form_TitleEn)")), strict: true);
        await using var db = host.OpenDb();
        Assert.Equal("Notes", (await db.Publications.SingleAsync()).Title.En);
    }

    [Fact]
    public async Task Of_places()
    {
        var dialogue = await _given.DialogueAsync();
        var page = await WrongAsync($"/organise/dialogues/{dialogue.Id}/places", new() { ["Form.Participants"] = "10", ["Form.Speakers"] = "-1", ["Form.Observers"] = "5001", ["Form.OfferHours"] = "0", ["Form.AnswerDays"] = "366" }, "form:has(#Form_Participants)");

        Assert.Equivalent((string[])["#Form_Speakers", "#Form_Observers", "#Form_OfferHours", "#Form_AnswerDays"], Ways(page), strict: true);
        Assert.Equal("10", page.One("#Form_Participants")!.GetAttribute("value"));
        await using var db = host.OpenDb();
        Assert.Equal((0, null), (await db.Places.CountAsync(), (await db.Dialogues.SingleAsync()).AnswerDaysBefore));
    }

    private async Task<Page> WrongAsync(string path, Dictionary<string, object?> typed, string form)
    {
        using var browser = await _given.SignedInAsync();
        var page = await browser.SubmitAsync(await browser.GetAsync(path), typed, form: form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        // Each way leads to a field that says so itself.
        Assert.All(Ways(page), way => Assert.Equal("true", page.One(way!)!.GetAttribute("aria-invalid")));
        return page;
    }

    private static string?[] Ways(Page page) => [.. page.Document.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href"))];
}
