using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

/// <summary>From "Added: 2" to the preview of their letters.</summary>
public sealed class Inviting_whom_an_import_added(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Is_one_button_for_each_day_to_come_and_takes_nobody_else()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.DialogueAsync(with: d => d.Cancel(_given.Now));
        var known = await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test");
        using var browser = await _given.SignedInAsync();
        var preview = await browser.SubmitAsync(
            await browser.GetAsync("/organise/people/import"), new { Text = "Name;E-mail;Affiliation\nAwa Diallo;awa@bassin.test;Bassin du Niger\nHana Novotná;hana@reka.test;Reka\nJonas Lindqvist;jonas@nord.test;Nord\n" });

        var imported = await browser.SubmitAsync(preview, button: ".action-bar .primary");

        Assert.Equal("Invite the 2 people whom the last import added", imported.One("#invite-title")!.TextContent);
        Assert.Equal($"/organise/dialogues/{dialogue.Id}/invitations/prepare", Assert.Single(imported.Document.QuerySelectorAll("#invite button")).GetAttribute("formaction"));
        var letters = await browser.SubmitAsync(imported, form: "#invite form", button: "button");
        Assert.Equal("Preview before sending", letters.Title);
        await using var db = host.OpenDb();
        var readers = (await db.Waves.Include(w => w.Readers).SingleAsync()).Readers.Select(r => r.PersonId).ToList();
        Assert.Equal((2, false), (readers.Count, readers.Contains(known.Id)));

        // After a day nobody knows any more whom it added.
        host.Clock.Advance(TimeSpan.FromHours(25));
        using var later = await _given.SignedInAsync();
        Assert.Null((await later.GetAsync("/organise/people/imports")).One("#invite"));
    }
}
