using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Publishing;

/// <summary>What keeps notes and reports from the public page, and what they say of themselves.</summary>
public sealed class Screening_a_report(EventsHost host) : IAsyncLifetime
{
    private const string TakenOut = "One record for the basin would help.";

    private readonly Given _given = new(host);
    private Series _series = null!;
    private Dialogue _day = null!;
    private ApiClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _series = await _given.SeriesAsync("water");
        _day = await _given.DialogueAsync(_series);
        _api = await ApiClient.WithTokenAsync(host);
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Words_that_an_objection_took_out_go_out_in_no_text_of_the_series_whoever_answers()
    {
        var summary = Summary.Request(_day.Sessions[0].Id, Language.English, _given.Now);
        summary.Assemble([new(null, PointKind.View, TakenOut, Flagged: false)]);
        Assert.False(summary.Contest([TakenOut]));
        await _given.SaveAsync(summary);
        string at = $"publications/{await WrittenAsync("As was said: *One record* for\nthe basin would help.")}";
        using var organiser = await _given.SignedInAsync();

        var page = await organiser.GetAsync("/organise/" + at);
        var refused = await organiser.SubmitAsync(page, form: "form[action$=Publish]");

        Assert.Equal([TakenOut], page.All("#barred mark"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Words stand in it that objections took out of a summary: 1. Take them out here too."), (refused.Status, Assert.Single(refused.Errors)));
        Assert.Equal((422, "publication-barred-words"), (await _api.PostAsync(at + "/publish", null)).Problem);
        Assert.Equal(TakenOut, (string?)Assert.Single((await _api.GetAsync(at)).Json!["barred"]!.AsArray()));
        // In another series they may stand: there somebody else may have said them.
        var other = await _given.SeriesAsync("forests");
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync($"publications/{await WrittenAsync(TakenOut, other)}/publish", null)).Status);
    }

    [Fact]
    public async Task A_participant_is_found_by_the_name_of_a_merged_record_too()
    {
        var (kept, gone) = (await _given.PersonAsync("Hana", "Novotná"), await _given.PersonAsync("Hana", "Dvořáková"));
        _ = await _given.InvitationAsync(_day, kept);
        await using (var db = host.OpenDb()) _ = await db.People.Where(p => p.Id == gone.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.MergedIntoId, kept.Id));

        var draft = await _api.GetAsync($"publications/{await WrittenAsync("Hana Dvořáková wants one record.")}");

        Assert.Contains(draft.Json!["findings"]!.AsArray(), f => (string?)f!["kind"] == "participantName" && ((string)f["words"]!).Contains("Dvořáková", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_that_is_found_is_shown_to_whoever_answers_for_it()
    {
        string at = $"publications/{await WrittenAsync(string.Join("\n\n", Enumerable.Range(0, 210).Select(i => $"Write to person{i}@bassin.test.")))}";
        using var organiser = await _given.SignedInAsync();

        int found = (await _api.GetAsync(at)).Json!["findings"]!.AsArray().Count;

        Assert.InRange(found, 210, int.MaxValue);
        Assert.Equal(found, (await organiser.GetAsync("/organise/" + at)).All("mark.leak").Count);
    }

    [Fact]
    public async Task A_text_claims_no_more_protection_than_was_given()
    {
        const string NobodyNamed = "Neither who spoke nor who took part can be told from this text.";
        string plain = await WrittenAsync("One shared record."), open = await WrittenAsync("Write to awa@bassin.test.");
        Assert.Contains(NobodyNamed, await MarkdownAsync(plain), StringComparison.Ordinal);
        string draft = await MarkdownAsync(open);
        Assert.Equal((false, true), (draft.Contains(NobodyNamed, StringComparison.Ordinal), draft.Contains("This is a draft: some of its words may point at somebody", StringComparison.Ordinal)));

        var risky = Summary.Request(_day.Id, Language.English, _given.Now);
        risky.Assemble([new(null, PointKind.View, "As Awa Diallo said.", Flagged: true)]);
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Null(risky.Reword(risky.Items[0].Id, risky.Items[0].Words, ["mark"], one, setAside: false) ?? risky.AcceptRisk(risky.Items[0].Id, two, "She published it.")
            ?? risky.Submit(one, _given.Now) ?? risky.Release(two, Rule.ChathamHouse, _given.Now) ?? risky.Publish(Rule.ChathamHouse, _given.Now));
        await _given.SaveAsync(risky);
        using var reader = host.NewBrowser();
        Assert.Contains("but for those that stand in this text", (await reader.GetAsync($"/series/water/summaries/{risky.Id}")).One("meta[name=description]")!.GetAttribute("content")!, StringComparison.Ordinal);
        string withIt = await MarkdownAsync(await WrittenAsync("One shared record.", withSummaries: true));
        Assert.Equal((false, true), (withIt.Contains(NobodyNamed, StringComparison.Ordinal), withIt.Contains("but for those that stand in this text", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_comes_out_on_the_date_that_it_is_where_the_day_was_held()
    {
        // Half past eleven at night in Greenwich is the next day in Paris.
        host.Clock.SetUtcNow(new DateTimeOffset(_given.Now.UtcDateTime.Date.AddHours(23.5), TimeSpan.Zero));
        var published = await _api.PostAsync($"publications/{await WrittenAsync("One shared record.")}/publish", null);

        Assert.Equal(DateOnly.FromDateTime(_given.Now.UtcDateTime).AddDays(1), DateOnly.Parse((string)published.Json!["publishedOn"]!, System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<string> MarkdownAsync(string id) => (await _api.GetAsync($"publications/{id}.md")).Text;

    private async Task<string> WrittenAsync(string body, Series? series = null, bool withSummaries = false) =>
        (await _api.PostAsync($"series/{(series ?? _series).Id}/publications", new { kind = "notes", title = new { en = "Notes" }, body = new { en = body }, withSummaries })).Id.ToString();
}
