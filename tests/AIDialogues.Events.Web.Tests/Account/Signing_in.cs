using System.Net;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Account;

public sealed class Signing_in(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Needs_the_password_and_the_code()
    {
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync("/report");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("/report", page.Path);
    }

    [Fact]
    public async Task With_the_password_alone_opens_nothing()
    {
        using var signedIn = await _given.SignedInAsync();
        using var browser = host.NewBrowser();
        var code = await browser.SubmitAsync(await browser.GetAsync("/account/signin"), new { Email = "staff1@meridien.test", Given.Password });

        var page = await browser.GetAsync("/report");

        Assert.Equal("/account/code", code.Path.Split('?')[0]);
        Assert.StartsWith("/account/signin", page.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_the_same_for_an_unknown_address_and_a_wrong_password()
    {
        using var signedIn = await _given.SignedInAsync();
        using var browser = host.NewBrowser();

        var unknown = await browser.SubmitAsync(await browser.GetAsync("/account/signin"), new { Email = "nobody@meridien.test", Password = "not the one at all" });
        var wrong = await browser.SubmitAsync(await browser.GetAsync("/account/signin"), new { Email = "staff1@meridien.test", Password = "not the one at all" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.Status);
        Assert.Equal(unknown.Errors, wrong.Errors);
        Assert.Equal("nobody@meridien.test", unknown.One("#Email")!.GetAttribute("value"));
    }
}
