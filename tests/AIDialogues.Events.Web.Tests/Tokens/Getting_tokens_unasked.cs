using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Tokens;

/// <summary>A device on which somebody agrees to the rule gets its tokens without a press; a page that is only opened, as mail programs do, gets none.</summary>
public sealed class Getting_tokens_unasked(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_page_that_comes_back_makes_them_and_no_other()
    {
        var dialogue = await _given.DialogueAsync();
        var (_, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();

        var asked = await phone.GetAsync("/i/" + token);
        Assert.Null(asked.One("#points-data"));
        var accepted = await phone.SubmitAsync(asked, form: "form.answer-buttons", button: "[value=accept]");
        Assert.Null(accepted.One("#points-data"));
        var agreed = await phone.SubmitAsync(accepted, new Dictionary<string, object?> { ["consents[AttendUnderRule]"] = "yes" }, form: "#choices form");

        Assert.Contains("\"unasked\":true", agreed.One("#points-data")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(agreed.One("script[src*='js/points/issue.js']"));
        Assert.NotNull(agreed.One("#points-status"));
        Assert.NotNull(agreed.One("input[name=__RequestVerificationToken]"));
        Assert.Contains("connect-src 'self' http://room.localhost:5101;", agreed.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        // Opened again, or by a program that looks through links, it makes none; what was broken off on this device goes on.
        Assert.Contains("\"unasked\":false", (await phone.GetAsync("/i/" + token)).One("#points-data")!.TextContent, StringComparison.Ordinal);
        using var scanner = host.NewBrowser();
        Assert.Contains("\"unasked\":false", (await scanner.GetAsync("/i/" + token)).One("#points-data")!.TextContent, StringComparison.Ordinal);
    }
}
