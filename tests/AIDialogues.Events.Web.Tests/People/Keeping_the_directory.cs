using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

public sealed class Keeping_the_directory(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("q=novotna", "Hana Novotná")]
    [InlineData("q=NOVOTN%C3%81+reka", "Hana Novotná")]
    [InlineData("q=autorite", "Awa Diallo")]
    [InlineData("q=100%25", "")]
    [InlineData("q=_", "")]
    [InlineData("letters=English", "Hana Novotná")]
    [InlineData("letters=French&group=Institutions", "Awa Diallo")]
    [InlineData("group=Academia", "")]
    [InlineData("country=ML&q=diallo", "Awa Diallo")]
    public async Task Finds_people_without_their_accents(string query, string found)
    {
        _ = await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test");
        _ = await _given.PersonAsync("Hana", "Novotná", "hana@reka.test", "Institut Reka", Language.English);
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync("/organise/people?" + query);

        Assert.Equal(found.Length == 0 ? [] : [found], page.All("tbody th a"));
    }

    [Fact]
    public async Task Shows_one_person_and_three_with_the_same_queries()
    {
        using var browser = await _given.SignedInAsync();
        _ = await _given.PersonAsync();
        _ = await browser.GetAsync("/organise/people");
        int one = await QueriesAsync(browser);
        _ = await _given.PersonAsync("Jonas", "Lindqvist");
        _ = await _given.PersonAsync("Hana", "Novotná");

        Assert.Equal(one, await QueriesAsync(browser));
    }

    [Fact]
    public async Task An_empty_directory_leads_to_the_import()
    {
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync("/organise/people");

        Assert.Equal("/organise/people/import", page.One(".empty a.primary")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_person_is_added_once_by_a_double_click()
    {
        using var browser = await _given.SignedInAsync();
        var form = await browser.GetAsync("/organise/people/new");
        var fields = new Dictionary<string, object?> { ["Input.GivenName"] = "Awa", ["Input.FamilyName"] = "Diallo", ["Input.Email"] = "awa@bassin.test", ["Input.Country"] = "Mali" };

        var saved = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => browser.SubmitAsync(form, fields)));

        await using var db = host.OpenDb();
        var person = await db.People.SingleAsync();
        Assert.Equal("ML", person.Country);
        Assert.All(saved, page => Assert.Equal($"/organise/people/{person.Id}", page.Path));
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused_and_what_was_typed_stays()
    {
        _ = await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test");
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/organise/people/new"), new Dictionary<string, object?> { ["Input.FamilyName"] = "Lindqvist", ["Input.Email"] = "AWA@bassin.test" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(["Somebody with the address awa@bassin.test is already in the directory."], page.Errors);
        Assert.Equal("Lindqvist", page.One("#Input_FamilyName")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Every_mistake_is_told_beside_its_field()
    {
        var person = await _given.PersonAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/people/{person.Id}"), new Dictionary<string, object?> { ["Input.FamilyName"] = "", ["Input.Email"] = "awa", ["Input.Country"] = "Atlantis" });

        Assert.Equivalent((string[])["The family name is missing.", "“awa” is not an e-mail address.", "“Atlantis” is not a country we know; use its name or its two-letter code."], page.Errors, strict: true);
        Assert.Equivalent((string[])["#Input_FamilyName", "#Input_Email", "#Input_Country"], page.Document.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")), strict: true);
    }

    [Fact]
    public async Task Of_two_organisers_the_second_is_told_and_overwrites_nothing()
    {
        var person = await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test");
        using var browser = await _given.SignedInAsync();
        var first = await browser.GetAsync($"/organise/people/{person.Id}");
        var second = await browser.GetAsync($"/organise/people/{person.Id}");

        _ = await browser.SubmitAsync(first, new Dictionary<string, object?> { ["Input.Affiliation"] = "First" });
        var page = await browser.SubmitAsync(second, new Dictionary<string, object?> { ["Input.Affiliation"] = "Second" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal("Second", page.One("#Input_Affiliation")!.GetAttribute("value"));
        await using var db = host.OpenDb();
        Assert.Equal("First", (await db.People.SingleAsync()).Affiliation);
    }

    private static async Task<int> QueriesAsync(Browser browser)
    {
        using var queries = new QueryCount();
        _ = await browser.GetAsync("/organise/people");
        return queries.Count;
    }
}
