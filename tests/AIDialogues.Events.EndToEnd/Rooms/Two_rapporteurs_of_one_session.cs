using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Rooms;

public sealed class Two_rapporteurs_of_one_session(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>Two browsers: all that one shows, word for word, stays as it was while somebody else types, saves and hands in, and also after it was opened anew.</summary>
    [Fact]
    public async Task Case_68_see_nothing_of_each_other()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using IBrowserContext writes = await browser.NewContextAsync(new() { Locale = "en-GB" }), watches = await browser.NewContextAsync(new() { Locale = "en-GB" });
        IPage writer = await OpenAsync(writes, room, session), watcher = await OpenAsync(watches, room, session);
        string read = await watcher.InnerTextAsync("body"), before = await ShownAsync(watcher), blank = await ShownAsync(writer);

        await writer.FillAsync("#words", "Nobody pays for upkeep.");
        string typing = await ShownAsync(watcher);
        await writer.PressAsync("#words", "Enter");
        await Expect(writer.Locator("#points > li")).ToHaveCountAsync(1);
        string saved = await ShownAsync(watcher);
        await writer.ClickAsync("#hand-in-open");
        await writer.ClickAsync("#hand-in-dialog [value=close]");
        await Expect(writer.Locator("#stored")).ToBeVisibleAsync();

        Assert.Equal(1L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));
        Assert.Equal([before, before, before], [typing, saved, await ShownAsync(watcher)]);
        _ = await watcher.ReloadAsync();
        await Expect(watcher.Locator("#words")).ToBeFocusedAsync();
        Assert.Equal(read, await watcher.InnerTextAsync("body"));
        // The look sees what it looks for: on the writer's own page the same words have changed it.
        Assert.NotEqual(blank, await ShownAsync(writer));
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, RoomProcess room, OpenSession session)
    {
        var page = await context.NewPageAsync();
        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/s/{session.SessionId}#k={session.Key}");
        await Expect(page.Locator("#words")).ToBeFocusedAsync();
        return page;
    }

    /// <summary>The whole document as it stands, and what its fields hold.</summary>
    private static Task<string> ShownAsync(IPage page) =>
        page.EvaluateAsync<string>("() => document.documentElement.outerHTML + JSON.stringify([...document.querySelectorAll('input, textarea, select')].map(field => field.value))");
}
