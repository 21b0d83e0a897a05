using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Rooms;

/// <summary>A rapporteur comes back from an hour without a network, and staff have closed the session meanwhile.</summary>
public sealed class Coming_after_the_close(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData("en-GB", "This session was closed before your points arrived", "This session is closed to further points")]
    [InlineData("fr-FR", "Cette séance a été close avant l’arrivée de vos points", "Cette séance est close")]
    public async Task The_points_go_back_to_the_list_with_the_reason_and_are_taken_once_the_session_is_open_again(string locale, string refused, string closed)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        await using var device = new DeviceBrowser(new() { Locale = locale });
        var page = await device.OpenAsync();
        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/s/{session.SessionId}#k={session.Key}");
        await page.Locator("#words").FillAsync("Written offline.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#points > li")).ToHaveCountAsync(1);
        await device.Context.SetOfflineAsync(true);
        await HandInAsync(page);
        await Expect(page.Locator("#points > li")).ToHaveCountAsync(0);
        await vault.ExecuteAsync("UPDATE board.sessions SET closed = true");

        await device.Context.SetOfflineAsync(false);

        await Expect(page.Locator("#notice")).ToContainTextAsync(refused);
        await Expect(page.Locator("#points > li .said")).ToHaveTextAsync(["Written offline."]);
        Assert.Empty(await vault.RowsAsync("SELECT words FROM vault.statements"));
        _ = await page.ReloadAsync();
        await Expect(page.Locator("#notice")).ToContainTextAsync(closed);
        await Expect(page.Locator("#points > li .said")).ToHaveTextAsync(["Written offline."]);

        await vault.ExecuteAsync("UPDATE board.sessions SET closed = false");
        await HandInAsync(page);
        await Expect(page.Locator("#stored")).ToBeVisibleAsync();
        Assert.Equal(["Written offline."], await vault.RowsAsync("SELECT words FROM vault.statements"));
    }

    private static async Task HandInAsync(IPage page)
    {
        await page.Locator("#hand-in-open").ClickAsync();
        await page.Locator("#hand-in-dialog [value=close]").ClickAsync();
    }
}
