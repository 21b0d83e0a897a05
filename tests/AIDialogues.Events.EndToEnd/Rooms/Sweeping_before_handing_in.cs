using AIDialogues.Events.EndToEnd.Journeys;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Rooms;

/// <summary>What the board marks, what it offers instead, and what a rapporteur says of it before it leaves the device.</summary>
public sealed class Sweeping_before_handing_in(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task An_offer_ends_the_warning_and_a_point_that_was_read_is_shown_while_another_is_held_back()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await vault.ExecuteAsync($"UPDATE board.sessions SET board = board || '{OneName.Lexicon}'::jsonb");
        var view = await vault.AddFacilitatorAsync(session);
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var context = await browser.NewContextAsync(new() { Locale = "en-GB" });
        var complaints = context.Watched();
        var page = await context.NewPageAsync();
        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/s/{session.SessionId}#k={session.Key}");

        await page.FillAsync("#words", "As Awa Diallo said, nobody pays.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace by “somebody”" }).ClickAsync();
        await Expect(page.Locator("#words")).ToHaveValueAsync("As somebody said, nobody pays.");
        await Expect(page.Locator("#warning")).ToBeEmptyAsync();
        await page.Locator("#words").PressAsync("Enter");
        foreach (var (words, at) in new[] { "Awa Diallo is also a river.", "Awa Diallo pays.", "One.", "Two.", "Three." }.Select((w, i) => (w, i + 2)))
        {
            await page.FillAsync("#words", words);
            await page.Locator("#words").PressAsync("Enter");
            await Expect(page.Locator("#points > li")).ToHaveCountAsync(at);
        }

        await page.ClickAsync("#hand-in-open");
        await Expect(page.Locator("#sweep-list li")).ToHaveCountAsync(2);
        await page.LookAsync("board-sweep", complaints);
        await page.GetByRole(AriaRole.Button, new() { Name = "It names nobody: Awa Diallo is also a river." }).ClickAsync();
        await Expect(page.Locator("#sweep-list li .said")).ToHaveTextAsync(["Awa Diallo pays."]);
        await page.ClickAsync("#hand-in-dialog [value=close]");
        await Expect(page.Locator("#stored")).ToBeVisibleAsync();

        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/f/{view.SessionId}?lang=en#k={view.Key}");
        await Expect(page.Locator("#held-back")).ToHaveTextAsync("1 point is held back here: it may name somebody, and nobody has looked it over. It is in the review of the summary.");
        Assert.Equal(["As somebody said, nobody pays.", "Awa Diallo is also a river.", "One.", "Three.", "Two."],
            (await page.Locator(".point .said").AllTextContentsAsync()).Order(StringComparer.Ordinal));
        await page.LookAsync("facilitator-held-back", complaints);
        Assert.Empty(complaints);
    }

    /// <summary>Boards that were described before two themes of one name were refused.</summary>
    [Fact]
    public async Task Two_themes_of_one_name_are_one_button_and_one_count()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await vault.ExecuteAsync($$"""UPDATE board.sessions SET board = jsonb_set(board, '{themes}', board->'themes' || '[{"id":"{{Guid.NewGuid()}}","en":"ACCESS ","fr":"Acces"},{"id":"{{Guid.NewGuid()}}","en":"Upkeep","fr":"Entretien"}]'::jsonb)""");
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        await using var device = new DeviceBrowser(new() { Locale = "fr-FR" });
        var page = await device.OpenAsync();
        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/s/{session.SessionId}#k={session.Key}");

        await Expect(page.Locator("#themes .chip > span:first-of-type")).ToHaveTextAsync(["Sans thème", "Accès", "Entretien"]);
        await page.FillAsync("#words", "Trop cher. #acc");
        await Expect(page.Locator("#theme-options li")).ToHaveTextAsync(["Accès"]);
        await page.Locator("#words").PressAsync("Enter");
        await page.Locator("#words").PressAsync("Enter");
        await Expect(page.Locator("#themes .count")).ToHaveTextAsync(["", "1", ""]);
    }
}
