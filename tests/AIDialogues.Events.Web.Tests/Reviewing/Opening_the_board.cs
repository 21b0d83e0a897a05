using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Reviewing;

public sealed class Opening_the_board(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Gives_a_key_that_is_stored_nowhere_and_no_name_to_the_room()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Canary", "Kanarienvogel", "canary@kanari.test", "Institut Canari"));
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        string session = $"/report/sessions/{dialogue.Sessions[0].Id}";

        var page = await rapporteur.SubmitAsync(await rapporteur.GetAsync(session), form: "form[action*='Board']");

        string address = page.One("#board-link")!.GetAttribute("href")!;
        Assert.Matches($"^http://room\\.localhost:5101/s/{dialogue.Sessions[0].Id}#k=[A-Za-z0-9_-]{{43}}$", address);
        string key = address.Split("#k=")[1];
        await using var db = host.OpenDb();
        var board = await db.BoardSessions.SingleAsync();
        Assert.DoesNotContain("anar", board.Board, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Confiance", board.Board, StringComparison.Ordinal);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)), (await db.BoardKeys.SingleAsync()).KeySha256);
    }

    [Fact]
    public async Task Twice_gives_two_keys_to_one_board()
    {
        var dialogue = await _given.DialogueAsync();
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        string session = $"/report/sessions/{dialogue.Sessions[0].Id}";

        for (int i = 0; i < 2; i++) _ = await rapporteur.SubmitAsync(await rapporteur.GetAsync(session), form: "form[action*='Board']");

        await using var db = host.OpenDb();
        Assert.Equal((1, 2), (await db.BoardSessions.CountAsync(), await db.BoardKeys.CountAsync()));
    }
}
