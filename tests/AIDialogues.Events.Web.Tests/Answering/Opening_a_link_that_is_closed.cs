using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Answering;

public sealed class Opening_a_link_that_is_closed(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("en", "?lang=fr", "fr", "Il n’y a rien ici")]
    [InlineData("fr", "?lang=en", "en", "There is nothing here")]
    [InlineData("fr", "", "fr", "Il n’y a rien ici")]
    public async Task Is_answered_in_the_language_that_was_asked_for(string browser, string query, string language, string title)
    {
        using var phone = host.NewBrowser(browser);

        foreach (string path in (string[])["/i/never-was-a-link", "/nowhere"])
        {
            var page = await phone.GetAsync(path + query);
            Assert.Equal((path == "/nowhere" ? HttpStatusCode.NotFound : HttpStatusCode.Gone, title, language), (page.Status, page.Title, page.One("html")!.GetAttribute("lang")));
        }
    }

    [Theory]
    [InlineData(Language.French, "Cette journée n’aura pas lieu")]
    [InlineData(Language.English, "This day does not take place")]
    public async Task Of_a_day_that_was_called_off_it_says_so_to_whoever_holds_the_link_in_their_language_and_to_nobody_else(Language language, string title)
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(language: language));
        using var phone = host.NewBrowser("en");
        string page = (await phone.GetAsync("/i/" + token)).Path;
        // A day that takes place, perhaps after all: the page that was left open leads to the invitation.
        Assert.Equal(page, (await phone.GetAsync(page + "/off")).Path);
        var left = await phone.GetAsync(page);
        await using (var db = host.OpenDb())
        {
            (await db.Dialogues.SingleAsync(d => d.Id == dialogue.Id)).Cancel(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal((HttpStatusCode.OK, $"/my/{invitation.Id}/off"), await phone.SubmitAsync(left, form: ".answer-buttons", button: "[value=accept]") is var pressed ? (pressed.Status, pressed.Path) : default);
        var off = await phone.GetAsync("/i/" + token);
        using var stranger = host.NewBrowser();

        Assert.Equal((HttpStatusCode.OK, title, $"/my/{invitation.Id}/off"), (off.Status, off.Title, off.Path));
        foreach (string word in (string[])["First day", "Première journée", "Maison de la paix", "Salle bleue"]) Assert.DoesNotContain(word, off.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Gone, (await stranger.GetAsync("/i/" + new string('x', 43))).Html), (await stranger.GetAsync(off.Path)) is var theirs ? (theirs.Status, theirs.Html) : default);
    }

    [Fact]
    public async Task The_calendar_address_is_closed_only_where_there_is_one()
    {
        var (_, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();
        string path = (await phone.GetAsync("/i/" + token)).Path + "/link";
        const string Close = "form[action*=CloseFeed]";

        Assert.Null((await phone.GetAsync(path)).One(Close));
        var made = await phone.SubmitAsync(await phone.GetAsync(path), form: "form[action*='handler=Feed']");
        Assert.NotNull(made.One(Close));
        Assert.NotNull((await phone.GetAsync(path)).One(Close));
        var closed = await phone.SubmitAsync(await phone.GetAsync(path), form: Close);
        Assert.Null(closed.One(Close));
    }
}
