using System.Text.Json;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Rooms;

/// <summary>The board in a real browser against the real Room.</summary>
public sealed class Writing_on_the_board(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Loses_no_point_offline_when_tab_browser_and_Room_are_killed()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        await using var device = new DeviceBrowser(new() { Locale = "en-GB" });
        var page = await device.OpenAsync();
        _ = await page.GotoAsync($"{Address(room, session)}#k={session.Key}");
        await WriteAsync(page, "first", 1);
        Assert.DoesNotContain(session.Key, page.Url, StringComparison.Ordinal);
        await KeptForOfflineAsync(page);

        await device.Context.SetOfflineAsync(true);
        await WriteAsync(page, "second, offline", 2);
        var next = await device.Context.NewPageAsync();
        await page.BringToFrontAsync();
        await page.Locator("#words").PressSequentiallyAsync("third, half wr");
        // At once: words being typed are kept with every key, not after a pause.
        await page.CloseAsync(new() { RunBeforeUnload = false });
        _ = await next.GotoAsync(Address(room, session));
        await Expect(next.Locator("#words")).ToHaveValueAsync("third, half wr");
        await next.Locator("#words").PressSequentiallyAsync("itten");
        await next.Keyboard.PressAsync("Enter");
        await Expect(next.Locator("#points > li")).ToHaveCountAsync(3);

        await device.KillAsync();
        page = await device.OpenAsync(offline: true);
        _ = await page.GotoAsync(Address(room, session));
        await Expect(page.Locator("#points > li p:first-child")).ToHaveTextAsync(["third, half written", "second, offline", "first"]);
        await Expect(page.Locator("#status")).ToHaveTextAsync("Saved on this device · 3 not handed in · offline");

        await page.Locator("#hand-in-open").ClickAsync();
        await page.Locator("#hand-in-dialog [value=close]").ClickAsync();
        await Expect(page.Locator("#status")).ToContainTextAsync("3 held, not yet stored");
        await device.Context.SetOfflineAsync(false);
        await Expect(page.Locator("#stored")).ToBeVisibleAsync();
        Assert.Equal(["first", "second, offline", "third, half written"], await vault.RowsAsync("SELECT words FROM vault.statements ORDER BY words"));
        Assert.Equal(0, await page.EvaluateAsync<int>("async () => (await (await import('/js/store.js')).points.of(location.pathname.slice(3))).length"));
    }

    [Fact]
    public async Task Needs_no_more_than_the_keyboard()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        await using var device = new DeviceBrowser(new() { Locale = "en-GB" });
        var page = await device.OpenAsync();
        _ = await page.GotoAsync($"{Address(room, session)}#k={session.Key}");
        await Expect(page.Locator("#words")).ToBeFocusedAsync();

        await page.Keyboard.TypeAsync("#acc");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("Nobody pays");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("for upkeep.");
        await page.Keyboard.PressAsync("Alt+3");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#points > li")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Control+z");
        await Expect(page.Locator("#points > li")).ToHaveCountAsync(0);
        await Expect(page.Locator("#words")).ToHaveValueAsync("Nobody pays\nfor upkeep.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#points > li")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.TypeAsync(" Ever.");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#points > li p:first-child")).ToHaveTextAsync("Nobody pays\nfor upkeep. Ever.");
        await Expect(page.Locator("#points .badge")).ToHaveTextAsync(["Disagreement", "Access"]);
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#help-dialog")).ToBeVisibleAsync();

        // Whoever dictates switches keys of a single character off; the question mark is then a question mark, also tomorrow.
        await page.Locator("#single-keys").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#words").FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#help-dialog")).ToBeHiddenAsync();
        await Expect(page.Locator("#words")).ToHaveValueAsync("?");
        _ = await page.ReloadAsync();
        await page.Locator("#help-open").ClickAsync();
        await Expect(page.Locator("#single-keys")).Not.ToBeCheckedAsync();
    }

    /// <summary>Asked of the browser itself: it reads the manifest without complaint, finds every icon and a start page in its scope, and would offer to install the board, in the reader's language.</summary>
    [Theory]
    [InlineData("en", "Board")]
    [InlineData("fr", "Tableau")]
    public async Task Can_be_installed_on_a_device(string language, string name)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        await using var device = new DeviceBrowser(new() { Locale = language });
        var page = await device.OpenAsync();
        _ = await page.GotoAsync($"{Address(room, session)}#k={session.Key}");
        await KeptForOfflineAsync(page);

        var browser = await device.Context.NewCDPSessionAsync(page);
        var manifest = (await browser.SendAsync("Page.getAppManifest"))!.Value;
        var errors = (await browser.SendAsync("Page.getInstallabilityErrors"))!.Value;

        Assert.Empty(manifest.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("message").GetString()));
        Assert.Equal(name, JsonDocument.Parse(manifest.GetProperty("data").GetString()!).RootElement.GetProperty("short_name").GetString());
        Assert.Empty(errors.GetProperty("installabilityErrors").EnumerateArray().Select(e => e.GetProperty("errorId").GetString()));
    }

    [Fact]
    public async Task Says_nothing_to_the_network_while_somebody_types_and_saves()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        await using var device = new DeviceBrowser(new() { Locale = "en-GB" });
        var page = await device.OpenAsync();
        _ = await page.GotoAsync($"{Address(room, session)}#k={session.Key}");
        await KeptForOfflineAsync(page);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        // What the service worker answers from its store never leaves the device.
        List<string> answered = [];
        device.Context.Response += (_, response) => { if (!response.FromServiceWorker) answered.Add(response.Url); };

        await page.Locator("#words").PressSequentiallyAsync("Somebody said this.");
        await page.Keyboard.PressAsync("Alt+4");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#points > li")).ToHaveCountAsync(1);
        Assert.Empty(answered);

        await page.Locator("#hand-in-open").ClickAsync();
        await page.Locator("#hand-in-dialog [value=close]").ClickAsync();
        await Expect(page.Locator("#stored")).ToBeVisibleAsync();
        Assert.Contains(answered, url => url.EndsWith("/api/points", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", ColorScheme.Light, 1280)]
    [InlineData("en", ColorScheme.Dark, 390)]
    [InlineData("fr", ColorScheme.Light, 390)]
    [InlineData("fr", ColorScheme.Dark, 1280)]
    public async Task Breaks_no_rule_of_accessibility_or_content_security(string language, ColorScheme scheme, int width)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        await using var device = new DeviceBrowser(new() { Locale = language, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 844 } });
        var page = await device.OpenAsync();
        List<string> complaints = [];
        page.Console += (_, message) => complaints.Add(message.Text);

        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/?lang={language}");
        await CheckAsync(page);
        _ = await page.GotoAsync($"{Address(room, session)}?lang={language}#k={session.Key}");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await WriteAsync(page, "Une chose.", 1);
        await CheckAsync(page);
        foreach (var dialog in new[] { "hand-in", "help", "forget" })
        {
            await page.Locator($"#{dialog}-open").ClickAsync();
            await CheckAsync(page);
            await page.Keyboard.PressAsync("Escape");
        }

        Assert.Empty(complaints);
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth"));
    }

    private static string Address(RoomProcess room, OpenSession session) => $"http://room.localhost:{room.Port}/s/{session.SessionId}";

    private static async Task WriteAsync(IPage page, string words, int count)
    {
        await page.Locator("#words").FillAsync(words);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#points > li")).ToHaveCountAsync(count);
        await Expect(page.Locator("#words")).ToHaveValueAsync("");
    }

    private static async Task KeptForOfflineAsync(IPage page)
    {
        _ = await page.EvaluateAsync("async () => { await navigator.serviceWorker.ready; }");
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");
    }

    private static async Task CheckAsync(IPage page)
    {
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(v => $"{v.Id}: {string.Join(", ", v.Nodes.Select(n => n.Html))}"));
    }
}
