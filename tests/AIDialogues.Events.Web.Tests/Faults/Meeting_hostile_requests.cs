using System.Net;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Web.Tests.Hosting;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Faults;

public sealed class Meeting_hostile_requests(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("/account/signin")]
    [InlineData("/organise")]
    [InlineData("/api/v1/series")]
    [InlineData("/i/made-up")]
    public async Task Case_13_an_unknown_host_is_refused(string path)
    {
        using var browser = host.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "evil.test" } };

        var answer = await browser.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("evil.test", answer.Headers + await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_13_a_forwarded_host_is_believed_by_nobody()
    {
        using var browser = host.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/organise/people");
        request.Headers.Add("X-Forwarded-Host", "evil.test");
        request.Headers.Add("Forwarded", "host=evil.test");

        var answer = await browser.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.DoesNotContain("evil.test", answer.Headers + await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_42_no_form_is_taken_without_its_token()
    {
        using var organiser = await _given.SignedInAsync();
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        string[] paths = [.. endpoints.Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is { ViewEnginePath: not "/Public/Problem" }).Select(PathOf).Distinct()];
        Assert.True(paths.Length >= 20, $"{paths.Length} pages");

        foreach (string path in paths)
        {
            using var answer = await organiser.Http.PostAsync(path, new FormUrlEncodedContent([new("Email", "x"), new("answer", "accept")]));
            // A mail program presses "do not invite me again" by itself, without a page or a cookie (RFC 8058): what it may do hangs on the secret in the address alone.
            bool byMailProgram = path.StartsWith("/u/", StringComparison.Ordinal);
            Assert.Equal((path, byMailProgram ? HttpStatusCode.Gone : HttpStatusCode.BadRequest), (path, answer.StatusCode));
        }

        // Whatever else takes a POST is for programs with a token of their own.
        Assert.DoesNotContain(endpoints, e => e.Metadata.GetMetadata<PageActionDescriptor>() is null && !PathOf(e).StartsWith("/api/v1", StringComparison.Ordinal)
            && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true);
    }

    [Theory]
    [InlineData("//evil.test", "/organise")]
    [InlineData("/\\evil.test", "/organise")]
    [InlineData("\t//evil.test", "/organise")]
    [InlineData("/\t/evil.test", "/organise")]
    [InlineData("https:evil.test", "/organise")]
    [InlineData("https://evil.test/", "/organise")]
    [InlineData("javascript:alert(1)", "/organise")]
    [InlineData("/organise/people?q=a", "/organise/people?q=a")]
    public async Task Case_44_signing_in_leads_nowhere_else(string returnUrl, string leadsTo)
    {
        var (email, key) = await _given.AccountAsync();
        using var browser = host.NewBrowser();
        var code = await browser.SubmitAsync(await browser.GetAsync("/account/signin?ReturnUrl=" + Uri.EscapeDataString(returnUrl)), new { Email = email, Given.Password });
        Assert.Contains("ReturnUrl", code.Path, StringComparison.Ordinal);
        string token = code.One("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        var answer = await browser.Http.PostAsync(code.Path, new FormUrlEncodedContent([new("Code", Totp.Now(key)), new("__RequestVerificationToken", token)]));

        Assert.Equal((HttpStatusCode.Redirect, leadsTo), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Case_56_no_page_of_any_audience_is_kept_by_a_cache_or_says_where_it_came_from()
    {
        var dialogue = await _given.DialogueAsync(await _given.SeriesAsync("water"));
        var (_, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        using var organiser = await _given.SignedInAsync();

        foreach (string path in (string[])["/account/signin", "/series/water", "/i/" + token, "/i/made-up", "/organise", $"/organise/dialogues/{dialogue.Id}", "/report", "/nowhere", "/api/v1/series"])
        {
            using var answer = await organiser.Http.GetAsync(path);
            Assert.Equal((path, "no-store, private"), (path, One(answer, "Cache-Control")));
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", One(answer, "Content-Security-Policy"), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", One(answer, "Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal((path, "nosniff", "no-referrer", "same-origin"), (path, One(answer, "X-Content-Type-Options"), One(answer, "Referrer-Policy"), One(answer, "Cross-Origin-Opener-Policy")));
            Assert.False(answer.Headers.Contains("Server"), path);
        }
    }

    [Fact]
    public async Task Case_56_what_is_the_same_for_everybody_may_be_kept()
    {
        using var browser = host.NewBrowser();
        var page = await new HtmlParser().ParseDocumentAsync(await browser.Http.GetStringAsync("/account/signin"));

        using var sheet = await browser.Http.GetAsync(page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href"));

        Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);
        Assert.NotNull(sheet.Headers.ETag);
        Assert.False(sheet.Headers.CacheControl!.NoStore || sheet.Headers.CacheControl.Private);
        Assert.Equal("nosniff", One(sheet, "X-Content-Type-Options"));
    }

    [Fact]
    public async Task A_form_above_the_limit_is_a_sentence()
    {
        using var browser = host.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/signin") { Content = new FormUrlEncodedContent([new("Email", new string('x', 17 * 1024 * 1024))]) };
        request.Headers.ExpectContinue = true;

        using var answer = await browser.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("A list may have at most 2 MB; split it and send the parts one after the other.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string One(HttpResponseMessage answer, string header) => string.Join(", ", answer.Headers.TryGetValues(header, out var values) ? values : []);

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { Name: "slug" } => "water",
        RoutePatternParameterPart { Name: "kind" } => "session",
        _ => Guid.Empty.ToString(),
    }))));
}
