using AIDialogues.Events.EndToEnd.Journeys;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Facilitating;

/// <summary>The facilitator's view in a real browser against the real Room: from waiting to the wall, by keyboard alone and by pointer alone.</summary>
public sealed class Projecting_points(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData("en", 1280, ColorScheme.Light)]
    [InlineData("fr", 390, ColorScheme.Dark)]
    public async Task Waits_shows_a_batch_and_fills_the_wall_at_one_key(string language, int width, ColorScheme scheme)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var board = await vault.AddSessionAsync();
        var session = await vault.AddFacilitatorAsync(board);
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var context = await browser.NewContextAsync(new() { Locale = language, ViewportSize = new() { Width = width, Height = 844 }, ColorScheme = scheme });
        var complaints = context.Watched();
        var page = await context.NewPageAsync();
        string Said(string en, string fr) => language == "fr" ? fr : en;

        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/f/{session.SessionId}?lang={language}#k={session.Key}");
        await Expect(page.Locator("#state")).ToHaveTextAsync(Said("Waiting for the first batch.", "En attente du premier lot."));
        Assert.DoesNotContain(session.Key, page.Url, StringComparison.Ordinal);
        await Expect(page.Locator("#questions-list li")).ToHaveTextAsync(["Why?"]);
        await page.LookAsync($"facilitator-waiting-{language}", complaints);

        await SayAsync(board, room, 4, handOver: true);
        await vault.ExecuteAsync("UPDATE board.sessions SET closed = true");
        _ = await page.ReloadAsync();
        await Expect(page.Locator("#state")).ToHaveTextAsync(Said(
            "No batch was opened here. All points that were handed in are in the summary.", "Aucun lot n’a été ouvert ici. Tous les propos remis figurent dans la synthèse."));
        await Expect(page.Locator(".point")).ToHaveCountAsync(0);
        await vault.ExecuteAsync("UPDATE board.sessions SET closed = false");
        await SayAsync(board, room, 3, handOver: true);
        await vault.ExecuteAsync("UPDATE board.sessions SET closed = true");
        _ = await page.ReloadAsync();
        await Expect(page.Locator(".point")).ToHaveCountAsync(7);
        await Expect(page.Locator("#state")).ToHaveTextAsync(Said("At least 5 points are shown.", "Au moins 5 propos sont affichés."));
        await Expect(page.Locator("#closed")).ToBeVisibleAsync();
        await page.LookAsync($"facilitator-{language}", complaints);
        float small = await SizeAsync(page);

        await page.Keyboard.PressAsync("f");
        await Expect(page.Locator("html")).ToHaveClassAsync("projector");
        Assert.True(await SizeAsync(page) > small);
        foreach (var control in new[] { "#project", "#other-language", "#forget", "#single-keys" }) await Expect(page.Locator(control)).ToBeHiddenAsync();
        Assert.Equal("0", await page.EvaluateAsync<string>("() => getComputedStyle(document.getElementById('leave')).opacity"));
        await page.LookAsync($"facilitator-projector-{language}", complaints);
        await page.Keyboard.PressAsync("f");
        await Expect(page.Locator("#project")).ToBeFocusedAsync();

        // The pointer alone: into it, a move shows the only button, and out.
        await page.ClickAsync("#project");
        await page.Mouse.MoveAsync(200, 300);
        await Expect(page.Locator("html")).ToHaveClassAsync("projector pointing");
        await page.ClickAsync("#leave");
        await Expect(page.Locator("#forget")).ToBeVisibleAsync();

        // Whoever dictates switches the key off.
        await page.Locator("#single-keys").UncheckAsync();
        await page.Locator("#single-keys").BlurAsync();
        await page.Keyboard.PressAsync("f");
        await Expect(page.Locator("#project")).ToBeVisibleAsync();

        await page.ClickAsync("#forget");
        _ = await page.ReloadAsync();
        await Expect(page.Locator("#view")).ToBeHiddenAsync();
        await Expect(page.Locator("#notice")).ToContainTextAsync(Said("The key is missing.", "La clé manque."));
        Assert.Empty(await context.CookiesAsync());
        Assert.Empty(complaints);
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth"));
    }

    /// <summary>What the page asks for by itself is the same, whether points come or not: the view and nothing else.</summary>
    [Fact]
    public async Task Asks_for_nothing_but_the_view_and_says_so_when_its_link_is_closed()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddFacilitatorAsync(await vault.AddSessionAsync());
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        var page = await browser.NewPageAsync();
        List<string> asked = [];
        page.Request += (_, request) => { if (request.Method != "GET") asked.Add($"{request.Method} {new Uri(request.Url).AbsolutePath}"); };

        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/f/{session.SessionId}?lang=en#k={session.Key}");
        await Expect(page.Locator("#view")).ToBeVisibleAsync();
        await vault.ExecuteAsync("UPDATE board.keys SET revoked = true");
        _ = await page.EvaluateAsync("() => dispatchEvent(new Event('online'))");

        await Expect(page.Locator("#notice")).ToContainTextAsync("This link no longer opens the view.");
        await Expect(page.Locator("#view")).ToBeHiddenAsync();
        Assert.Equal(["POST /api/view", "POST /api/view"], asked);
    }

    /// <summary>What is on the wall stays there; what comes then comes in batches as before; and a page that is opened then says why it is empty.</summary>
    [Fact]
    public async Task Keeps_what_it_has_shown_when_Room_is_started_again()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var board = await vault.AddSessionAsync();
        var session = await vault.AddFacilitatorAsync(board);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        var page = await browser.NewPageAsync();
        int port;
        await using (var first = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60")))
        {
            port = first.Port;
            await SayAsync(board, first, 6, handOver: true);
            await SayAsync(board, first, 4, handOver: true);
            _ = await page.GotoAsync($"http://room.localhost:{port}/f/{session.SessionId}?lang=en#k={session.Key}");
            await Expect(page.Locator(".point")).ToHaveCountAsync(6);
            await Expect(page.Locator("#again")).ToBeHiddenAsync();
        }
        var shown = await page.Locator(".said").AllTextContentsAsync();
        await using var second = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"), ("Ports__Room", $"{port}"));

        await AskAgainAsync(page);
        await Expect(page.Locator("#again")).ToBeVisibleAsync();
        Assert.Equal(shown, await page.Locator(".said").AllTextContentsAsync());
        await Expect(page.Locator("#state")).ToHaveTextAsync("At least 5 points are shown.");
        // The four that were hidden are not counted on: with them, one more point would have opened a batch.
        await SayAsync(board, second, 1, handOver: true);
        await vault.ExecuteAsync("UPDATE board.sessions SET closed = true");
        await AskAgainAsync(page);
        await Expect(page.Locator("#closed")).ToBeVisibleAsync();
        await Expect(page.Locator(".point")).ToHaveCountAsync(6);
        await vault.ExecuteAsync("UPDATE board.sessions SET closed = false");
        await SayAsync(board, second, 5, handOver: true);
        await AskAgainAsync(page);
        await Expect(page.Locator(".point")).ToHaveCountAsync(12);
        Assert.Equal(shown, (await page.Locator(".said").AllTextContentsAsync()).Take(6));

        _ = await page.ReloadAsync();
        await Expect(page.Locator(".point")).ToHaveCountAsync(6);
        await Expect(page.Locator("#what")).ToContainTextAsync("a page that is opened then begins anew");
    }

    private static async Task AskAgainAsync(IPage page)
    {
        var answer = page.WaitForResponseAsync("**/api/view");
        _ = await page.EvaluateAsync("() => dispatchEvent(new Event('online'))");
        Assert.Equal(200, (await answer).Status);
    }

    private static async Task SayAsync(OpenSession board, RoomProcess room, int count, bool handOver)
    {
        var device = new Device(board);
        for (var i = 0; i < count; i++) _ = device.Write($"Nobody pays for upkeep in the {i + 1}. year, and everybody knows it.");
        _ = await device.HandInAsync(room.Client, handOver);
    }

    private static Task<float> SizeAsync(IPage page) => page.EvaluateAsync<float>("() => parseFloat(getComputedStyle(document.querySelector('.said')).fontSize)");
}
