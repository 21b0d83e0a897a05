using AIDialogues.Events.EndToEnd.Journeys;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Rooms;

public sealed class Two_tabs_of_one_board(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>Under the id of the point that is stored already the change would be taken for a repeat, and be dropped.</summary>
    [Fact]
    public async Task What_one_changes_while_the_other_hands_it_in_becomes_a_point_of_its_own_and_is_stored()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var context = await browser.NewContextAsync(new() { Locale = "en-GB" });
        var complaints = context.Watched();
        IPage one = await context.NewPageAsync(), two = await context.NewPageAsync();
        foreach (var page in new[] { one, two }) _ = await page.GotoAsync($"http://room.localhost:{room.Port}/s/{session.SessionId}#k={session.Key}");
        await one.FillAsync("#words", "Nobody pays.");
        await one.PressAsync("#words", "Enter");
        await two.GetByRole(AriaRole.Button, new() { Name = "Nobody pays." }).First.ClickAsync();
        await Expect(two.Locator("#words")).ToHaveValueAsync("Nobody pays.");

        await HandOverAsync(one);
        await Expect(one.Locator("#stored")).ToBeVisibleAsync();
        await two.FillAsync("#words", "Nobody pays for upkeep.");
        await two.PressAsync("#words", "Enter");
        await Expect(two.Locator("#notice")).ToContainTextAsync("What you wrote is a new point.");
        await Expect(two.Locator("#points > li p:first-child")).ToHaveTextAsync(["Nobody pays for upkeep."]);
        await HandOverAsync(two);
        await Expect(two.Locator("#stored")).ToBeVisibleAsync();

        Assert.Equal(["Nobody pays for upkeep.", "Nobody pays."], await vault.RowsAsync("SELECT words FROM vault.statements ORDER BY words COLLATE \"C\""));
        Assert.Empty(complaints);
    }

    /// <summary>Room has it then: erased here it would be stored all the same, and back in the box it would be stored twice.</summary>
    [Fact]
    public async Task What_one_has_handed_in_the_other_cannot_undo()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var context = await browser.NewContextAsync(new() { Locale = "en-GB" });
        IPage one = await context.NewPageAsync(), two = await context.NewPageAsync();
        foreach (var page in new[] { one, two }) _ = await page.GotoAsync($"http://room.localhost:{room.Port}/s/{session.SessionId}#k={session.Key}");
        // A board that opens takes up what is being typed on its device.
        foreach (var page in new[] { one, two }) await Expect(page.Locator("#hand-in-open")).ToBeVisibleAsync();
        await two.FillAsync("#words", "Nobody pays.");
        await two.PressAsync("#words", "Enter");
        await Expect(one.GetByRole(AriaRole.Button, new() { Name = "Nobody pays." }).First).ToBeVisibleAsync();
        await HandOverAsync(one, "now");
        await Expect(one.Locator("#status")).ToContainTextAsync("1 held");

        // As its undo and its delete ask, whatever it still shows; the undo itself is there for ten seconds only.
        const string Discard = """
            async () => {
              const { points } = await import('/js/store.js'), session = location.pathname.split('/').pop();
              const [point] = await points.of(session);
              return [await points.discard(point.id), (await points.of(session)).length].join();
            }
            """;
        Assert.Equal("false,1", await two.EvaluateAsync<string>(Discard));
    }

    private static async Task HandOverAsync(IPage page, string how = "close")
    {
        await page.ClickAsync("#hand-in-open");
        await page.ClickAsync($"#hand-in-dialog [value={how}]");
    }
}
