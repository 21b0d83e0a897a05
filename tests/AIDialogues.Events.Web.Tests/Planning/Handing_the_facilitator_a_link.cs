using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Planning;

public sealed class Handing_the_facilitator_a_link(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task Gives_a_key_of_its_own_purpose_once_and_stores_it_nowhere(string language)
    {
        var dialogue = await _given.DialogueAsync();
        using var organiser = await _given.SignedInAsync(language: language);
        string session = $"/organise/sessions/{dialogue.Sessions[0].Id}";

        var page = await organiser.SubmitAsync(await organiser.GetAsync(session), form: "form[action*='handler=View']");

        string address = page.One("#view-link")!.GetAttribute("href")!;
        Assert.Matches($"^http://room\\.localhost:5101/f/{dialogue.Sessions[0].Id}#k=[A-Za-z0-9_-]{{43}}$", address);
        await using var db = host.OpenDb();
        var key = await db.BoardKeys.SingleAsync();
        Assert.Equal(("Facilitate", false), (key.Purpose, key.Revoked));
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(address.Split("#k=")[1])), key.KeySha256);
        Assert.Null((await organiser.GetAsync(session)).One("#view-link"));
    }

    [Fact]
    public async Task Each_purpose_is_closed_by_itself()
    {
        var dialogue = await _given.DialogueAsync();
        using var organiser = await _given.SignedInAsync();
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        string session = $"/organise/sessions/{dialogue.Sessions[0].Id}", board = $"/report/sessions/{dialogue.Sessions[0].Id}";
        _ = await organiser.SubmitAsync(await organiser.GetAsync(session), form: "form[action*='handler=View']");
        _ = await rapporteur.SubmitAsync(await rapporteur.GetAsync(board), form: "form[action*='handler=Board']");

        _ = await organiser.SubmitAsync(await organiser.GetAsync(session), form: "form[action*='CloseViews']");
        Assert.Equal(["Facilitate True", "Report False"], await KeysAsync());

        _ = await organiser.SubmitAsync(await organiser.GetAsync(session), form: "form[action*='handler=View']");
        _ = await rapporteur.SubmitAsync(await rapporteur.GetAsync(board), form: "form[action*='CloseBoards']");
        Assert.Equal(["Facilitate False", "Facilitate True", "Report True"], await KeysAsync());
    }

    private async Task<string[]> KeysAsync()
    {
        await using var db = host.OpenDb();
        return [.. (await db.BoardKeys.AsNoTracking().ToListAsync()).Select(k => $"{k.Purpose} {k.Revoked}").Order(StringComparer.Ordinal)];
    }
}
