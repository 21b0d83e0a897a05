using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

/// <summary>Another address closes the links that went to the old one: whoever corrects it is told, and sends new ones from the same page.</summary>
public sealed class Correcting_an_address(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Says_that_the_links_are_closed_and_offers_a_new_one_for_each_day_to_come()
    {
        var person = await _given.PersonAsync();
        var (invitation, _) = await _given.InvitationAsync(await _given.DialogueAsync(), person);
        _ = await _given.InvitationAsync(await _given.DialogueAsync(), person, i => i.Withdraw());
        using var browser = await _given.SignedInAsync();
        string page = $"/organise/people/{person.Id}";
        Assert.Null((await browser.GetAsync(page)).One("form[action*=Renew]"));

        var renamed = await browser.SubmitAsync(await browser.GetAsync(page), new Dictionary<string, object?> { ["Input.Affiliation"] = "Bassin" }, form: "form.form");
        var saved = await browser.SubmitAsync(await browser.GetAsync(page), new Dictionary<string, object?> { ["Input.Email"] = "corrected@bassin.test" }, form: "form.form");

        Assert.Equal(["Saved."], renamed.All(".notice.ok p"));
        Assert.StartsWith("Saved. The links in the letters to the old address open nothing any more", Assert.Single(saved.All(".notice.ok p")), StringComparison.Ordinal);
        Assert.Equal($"/organise/invitations/{invitation.Id}?handler=Renew", Assert.Single(saved.Document.QuerySelectorAll("form[action*=Renew]")).GetAttribute("action"));
        _ = await browser.SubmitAsync(saved, form: "form[action*=Renew]");
        await using var db = host.OpenDb();
        Assert.Equal(("corrected@bassin.test", LetterKind.Invitation), await db.Letters.SingleAsync() is var letter ? (letter.ToAddress, letter.Kind) : default);
        // The letter that waits brings one.
        Assert.Null((await browser.GetAsync(page)).One("form[action*=Renew]"));
    }
}
