using System.Net;
using System.Text.Json.Nodes;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

public sealed class Asking_the_API(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("en", "The program “Test” got a token on")]
    [InlineData("fr", "Le programme « Test » a reçu un jeton le")]
    public async Task A_token_stands_on_every_organisers_start_page_until_it_is_ended_or_two_weeks_are_over(string language, string sentence)
    {
        using var staff = await _given.SignedInAsync(language: language);
        string start = "/organise?lang=" + language;
        Assert.Empty((await staff.GetAsync(start)).All("#tokens li"));
        using var kept = await ApiClient.WithTokenAsync(host);
        Assert.StartsWith(sentence, Assert.Single((await staff.GetAsync(start)).All("#tokens li")), StringComparison.Ordinal);

        using var ended = await ApiClient.WithTokenAsync(host, with: token => token.Revoke(_given.Now));
        _ = Assert.Single((await staff.GetAsync(start)).All("#tokens li"));
        await using var db = host.OpenDb();
        _ = await db.ApiTokens.Where(t => t.RevokedAt == null).ExecuteUpdateAsync(s => s.SetProperty(t => t.CreatedAt, _given.Now.AddDays(-15)));
        Assert.Empty((await staff.GetAsync(start)).All("#tokens li"));
    }

    [Fact]
    public async Task Needs_a_token_that_is_known_and_not_revoked()
    {
        var series = await _given.SeriesAsync("secret-title");
        using var revoked = await ApiClient.WithTokenAsync(host);
        await using (var db = host.OpenDb()) _ = await db.ApiTokens.ExecuteUpdateAsync(s => s.SetProperty(t => t.RevokedAt, host.Clock.GetUtcNow()));
        using var nobody = ApiClient.With(host, null);
        using var unknown = ApiClient.With(host, "aide_" + new string('0', 64));

        foreach (var api in (ApiClient[])[revoked, nobody, unknown])
        {
            var read = await api.GetAsync($"series/{series.Id}");
            Assert.Equal((401, "token-unknown"), read.Problem);
            Assert.DoesNotContain("Water", read.Text, StringComparison.Ordinal);
            Assert.Equal((401, "token-unknown"), (await api.PutAsync($"series/{series.Id}/page", new { on = false }, "key")).Problem);
            Assert.Equal((401, "token-unknown"), (await api.GetAsync("nothing/here")).Problem);
        }

        await using var after = host.OpenDb();
        Assert.True((await after.Series.SingleAsync()).IsPublic);
    }

    [Fact]
    public async Task A_token_of_an_account_that_is_shut_or_gone_opens_nothing()
    {
        var account = new StaffAccount();
        using var hers = await ApiClient.WithTokenAsync(host, owner: account.Id);
        await using var db = host.OpenDb();
        var (free, secret) = ApiToken.New("Nobody’s", "organise", _given.Now);
        _ = db.Add(free);
        _ = await db.SaveChangesAsync();
        using var unowned = ApiClient.With(host, secret);
        Assert.Equal(HttpStatusCode.OK, (await hers.GetAsync("series")).Status);

        // Whoever types her password wrong eight times stops no program of hers; whoever shuts her account does.
        await LockAsync(_given.Now.AddMinutes(10));
        Assert.Equal(HttpStatusCode.OK, (await hers.GetAsync("series")).Status);
        await LockAsync(DateTimeOffset.MaxValue.AddDays(-1));
        Assert.Equal((401, "token-unknown"), (await hers.GetAsync("series")).Problem);
        await LockAsync(null);
        Assert.Equal(HttpStatusCode.OK, (await hers.GetAsync("series")).Status);
        _ = await db.Users.Where(a => a.Id == account.Id).ExecuteDeleteAsync();
        Assert.Equal((401, "token-unknown"), (await hers.PostAsync("series", new { })).Problem);
        Assert.Equal(HttpStatusCode.OK, (await unowned.GetAsync("series")).Status);

        Task LockAsync(DateTimeOffset? until) => db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.LockoutEnabled, true).SetProperty(a => a.LockoutEnd, until));
    }

    [Fact]
    public async Task Is_not_open_to_another_scope_nor_to_a_staff_cookie()
    {
        using var other = await ApiClient.WithTokenAsync(host, "read-nothing");
        using var staff = await _given.SignedInAsync();

        Assert.Equal((403, "scope-missing"), (await other.GetAsync("series")).Problem);
        Assert.Equal(HttpStatusCode.Unauthorized, (await staff.Http.GetAsync("/api/v1/series")).StatusCode);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public async Task Reads_a_list_in_pages(int limit, int pages)
    {
        for (int i = 0; i < 3; i++) _ = await _given.SeriesAsync();
        using var api = await ApiClient.WithTokenAsync(host);
        var seen = new List<Guid>();
        string? cursor = null;
        int read = 0;
        do
        {
            var page = await api.GetAsync($"series?limit={limit}&cursor={cursor}");
            seen.AddRange(page.Json!["items"]!.AsArray().Select(i => (Guid)i!["id"]!));
            cursor = (string?)page.Json["next"];
            read++;
            if (read == 1) await RemoveAsync(seen[0]); // a row that goes meanwhile leaves no other out
        }
        while (cursor is not null && read < 9);

        Assert.Equal((pages, 3), (read, seen.Distinct().Count()));
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Theory]
    [InlineData("limit=0", "limit-not-valid")]
    [InlineData("limit=201", "limit-not-valid")]
    [InlineData("limit=many", "malformed")]
    [InlineData("cursor=!!", "cursor-not-valid")]
    [InlineData("cursor=AAAA", "cursor-not-valid")]
    public async Task Refuses_a_page_that_cannot_be(string query, string code)
    {
        using var api = await ApiClient.WithTokenAsync(host);

        Assert.Equal((400, code), (await api.GetAsync("series?" + query)).Problem);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_request()
    {
        using var api = await ApiClient.WithTokenAsync(host);

        Assert.Equal((400, "malformed"), (await api.PostRawAsync("series", "{\"title\":")).Problem);
        Assert.Equal((400, "malformed"), (await api.PostRawAsync("series", "{}")).Problem);
        var misspelt = await api.PostRawAsync("series", """{"title":{"en":"W","de":"Wasser"},"purpose":{},"organisation":""}""");
        Assert.Equal((400, "malformed"), misspelt.Problem);
        Assert.Contains("$.title.de", (string?)misspelt.Json!["detail"], StringComparison.Ordinal);
        Assert.Equal((415, "not-json"), (await api.PostRawAsync("series", "title=Water", "application/x-www-form-urlencoded")).Problem);
        Assert.Equal((404, "not-found"), (await api.GetAsync($"series/{Guid.NewGuid()}")).Problem);
        Assert.Equal((404, "not-found"), (await api.GetAsync("series/not-an-id")).Problem);
        Assert.Equal((404, "not-found"), (await api.PostAsync($"series/{Guid.NewGuid()}/dialogues/x", new { })).Problem);
        string large = "{\"title\":{\"en\":\"" + new string('x', 17 * 1024 * 1024) + "\"}}";
        Assert.Equal((413, "too-large"), (await api.PostRawAsync("series", large)).Problem);
        Assert.Equal((422, "text-too-long"), (await api.PostAsync("series", new { title = new { en = new string('x', 301) }, purpose = new { }, organisation = "", slug = "abc" })).Problem);
    }

    [Fact]
    public async Task Is_described_route_by_route()
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        var document = JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!;
        var described = document["paths"]!.AsObject();

        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal) && !e.RoutePattern.RawText.Contains("**", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => (Path: Plain(e), Method: m.ToLowerInvariant()))).ToList();
        Assert.True(routes.Count >= 19, $"{routes.Count} routes");
        var ids = new List<string>();
        foreach (var (path, method) in routes)
        {
            var operation = described[path]?[method] ?? throw new InvalidOperationException($"{method} {path} is not described.");
            ids.Add((string)operation["operationId"]!);
            Assert.NotEmpty((string)operation["summary"]!);
            foreach (string error in (string[])["401", "404", "409", "422"])
                Assert.Equal("#/components/schemas/ProblemDetails", (string?)operation["responses"]![error]!["content"]!["application/problem+json"]!["schema"]!["$ref"]);
            Assert.True(operation["responses"]!.AsObject().Any(r => r.Key is "200" or "201" or "204"), $"{method} {path} says nothing of what it answers");
            if (method != "get") Assert.Contains(operation["parameters"]!.AsArray(), p => (string)p!["name"]! == "Idempotency-Key");
        }

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["bearer"]!["scheme"]);
        Assert.NotEmpty(document["security"]!.AsArray()[0]!.AsObject());
        Assert.Equal("string", (string?)document["components"]!["schemas"]!["ProblemDetails"]!["properties"]!["code"]!["type"]);
        Assert.Equal("water-and-security", (string?)document["components"]!["schemas"]!["NewSeries"]!["examples"]![0]!["slug"]);
        Assert.Equal(["chathamHouse", "offTheRecord", "onTheRecord"], document["components"]!["schemas"]!["Rule"]!["enum"]!.AsArray().Select(v => (string)v!));
    }

    private async Task RemoveAsync(Guid id)
    {
        await using var db = host.OpenDb();
        _ = await db.Series.Where(s => s.Id == new Id<Series>(id)).ExecuteDeleteAsync();
    }

    private static string Plain(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace(":guid", "", StringComparison.Ordinal);
}
