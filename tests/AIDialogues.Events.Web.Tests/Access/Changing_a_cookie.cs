using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>A claim counts by what it says, not by being there; a cookie by every one of its letters.</summary>
public sealed class Changing_a_cookie(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_35_a_staff_cookie_with_one_letter_changed_opens_nothing()
    {
        using var organiser = await _given.SignedInAsync();
        string cookie = organiser.Cookies.GetCookies(host.Address)["staff"]!.Value;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("staff", cookie, "/organise"));
        var opened = new List<string>();
        foreach (string changed in Mutations(cookie, step: cookie.Length / 60))
        {
            if (await StatusAsync("staff", changed, "/organise") == HttpStatusCode.OK) opened.Add(changed);
        }

        Assert.Empty(opened);
    }

    [Theory]
    [InlineData("amr", null)]
    [InlineData("amr", "pwd")]
    [InlineData("amr", "MFA")]
    [InlineData("amr", "false")]
    [InlineData("amr", "")]
    [InlineData(ClaimTypes.Role, null)]
    [InlineData(ClaimTypes.Role, "organiser")]
    [InlineData(ClaimTypes.Role, "Organiser ")]
    [InlineData(ClaimTypes.Role, "Rapporteur")]
    [InlineData(ClaimTypes.Role, "false")]
    public async Task Case_35_a_ticket_of_our_own_seal_with_a_claim_that_says_something_else_opens_nothing(string type, string? value)
    {
        var (ticket, format) = await TicketAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("staff", format.Protect(ticket), "/organise"));

        var identity = ((ClaimsIdentity)ticket.Principal.Identity!).Clone();
        foreach (var claim in identity.FindAll(type).ToList()) identity.RemoveClaim(claim);
        if (value is not null) identity.AddClaim(new Claim(type, value));
        string changed = format.Protect(new AuthenticationTicket(new ClaimsPrincipal(identity), ticket.Properties, ticket.AuthenticationScheme));

        Assert.Equal(HttpStatusCode.Found, await StatusAsync("staff", changed, "/organise"));
    }

    [Fact]
    public async Task Case_35_an_organisers_ticket_without_an_identity_that_was_checked_opens_nothing()
    {
        var (ticket, format) = await TicketAsync();
        var unchecked_ = new ClaimsPrincipal(new ClaimsIdentity(ticket.Principal.Claims));

        Assert.Equal(HttpStatusCode.Found, await StatusAsync("staff", format.Protect(new AuthenticationTicket(unchecked_, ticket.Properties, ticket.AuthenticationScheme)), "/organise"));
    }

    [Fact]
    public async Task Case_35_a_ticket_sealed_elsewhere_for_something_else_or_with_an_old_stamp_opens_nothing()
    {
        var (ticket, format) = await TicketAsync();
        string[] purposes = ["Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware", IdentityConstants.ApplicationScheme, "v2"];
        var elsewhere = new TicketDataFormat(new EphemeralDataProtectionProvider().CreateProtector(purposes));
        var otherwise = new TicketDataFormat(host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("said"));
        var identity = ((ClaimsIdentity)ticket.Principal.Identity!).Clone();
        identity.RemoveClaim(identity.FindFirst("AspNet.Identity.SecurityStamp"));
        identity.AddClaim(new Claim("AspNet.Identity.SecurityStamp", "an older one"));
        string stale = format.Protect(new AuthenticationTicket(new ClaimsPrincipal(identity), ticket.Properties, ticket.AuthenticationScheme));

        Assert.Equal(HttpStatusCode.Found, await StatusAsync("staff", elsewhere.Protect(ticket), "/organise"));
        Assert.Equal(HttpStatusCode.Found, await StatusAsync("staff", otherwise.Protect(ticket), "/organise"));
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("staff", format.Protect(ticket), "/organise"));
        Assert.Equal(HttpStatusCode.Found, await StatusAsync("staff", stale, "/organise"));
    }

    [Fact]
    public async Task Case_35_a_personal_links_cookie_opens_its_own_invitation_letter_by_letter_and_nothing_else()
    {
        var dialogue = await _given.DialogueAsync();
        var (mine, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        var (others, other) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Hana", "Canary"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("my", token, "/my/" + mine.Id));
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync("my", token, "/my/" + others.Id));
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync("my", other, "/my/" + mine.Id));
        foreach (string changed in Mutations(token, step: 1)) Assert.Equal(HttpStatusCode.Gone, await StatusAsync("my", changed, "/my/" + mine.Id));
    }

    [Fact]
    public async Task Case_35_a_programs_token_counts_by_every_letter_and_its_scope_by_its_word()
    {
        var (good, secret) = ApiToken.New("Test", "organise", _given.Now);
        var tokens = ((string[])["Organise", "organise ", "organise,report", "false", "-"]).Select(scope => ApiToken.New("Test", scope, _given.Now)).ToList();
        await _given.SaveAsync([good, .. tokens.Select(t => (object)t.Item1)]);

        Assert.Equal(HttpStatusCode.OK, await BearerAsync(secret));
        foreach (string changed in Mutations(secret, step: 1)) Assert.Equal(HttpStatusCode.Unauthorized, await BearerAsync(changed));
        foreach (var (_, other) in tokens) Assert.Equal(HttpStatusCode.Forbidden, await BearerAsync(other));
    }

    /// <summary>Another letter at each place, the case turned, shorter, longer, twice.</summary>
    private static IEnumerable<string> Mutations(string value, int step)
    {
        // The last letter of base64 may hold bits that mean nothing: what it decodes to is the same.
        for (int at = 0; at < value.Length - 1; at += Math.Max(1, step)) yield return value[..at] + (value[at] == 'A' ? 'B' : 'A') + value[(at + 1)..];
        yield return value[..^2];
        yield return value[2..];
        yield return value + value;
        yield return value + "AAAA";
        yield return string.Concat(value.Reverse());
        if (!string.Equals(value, value.ToUpperInvariant(), StringComparison.Ordinal)) yield return value.ToUpperInvariant();
    }

    private async Task<HttpStatusCode> StatusAsync(string cookie, string value, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", $"{cookie}={value}");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> BearerAsync(string secret)
    {
        using var browser = host.NewBrowser();
        browser.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var response = await browser.Http.GetAsync("/api/v1/series");
        return response.StatusCode;
    }

    /// <summary>A real organiser's ticket, opened with the host's own key so that it can be sealed anew.</summary>
    private async Task<(AuthenticationTicket Ticket, ISecureDataFormat<AuthenticationTicket> Format)> TicketAsync()
    {
        using var organiser = await _given.SignedInAsync(StaffRoles.Organiser);
        var format = host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).TicketDataFormat;
        return (format.Unprotect(organiser.Cookies.GetCookies(host.Address)["staff"]!.Value)!, format);
    }
}
