using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Rooms;

/// <summary>
/// Two rapporteurs of one session, each in a Chromium of their own, sixty minutes offline. The hour is the pages' own: their clock
/// and timers are moved on by ten minutes between points, so that everything which would happen in an hour happens.
/// </summary>
public sealed class An_hour_without_a_network(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Steps = 6;

    [Fact]
    public async Task Loses_none_of_sixteen_points_of_two_rapporteurs_though_tabs_and_browsers_are_killed()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        var session = await vault.AddSessionAsync();
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        await using var ada = new DeviceBrowser(new() { Locale = "en-GB" });
        await using var bela = new DeviceBrowser(new() { Locale = "fr-FR" });

        var adas = await AnHourAsync(ada, room, session, "Ada");
        var belas = await AnHourAsync(bela, room, await vault.AddKeyAsync(session), "Bela");
        Assert.Equal(0L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));

        // The first hands in while the session goes on, the second closes it: their points meet in Room and are written together.
        await HandInAsync(ada, adas, "now");
        await Expect(adas.Locator("#status")).ToContainTextAsync("8 held, not yet stored");
        await HandInAsync(bela, belas, "close");
        await StoredAsync(belas);
        await StoredAsync(adas);

        Assert.Equal(
            from name in (string[])["Ada", "Bela"] from number in Enumerable.Range(1, 2 + Steps) select $"{name} {number}",
            await vault.RowsAsync("SELECT words FROM vault.statements ORDER BY words"));
        Assert.Equal(1L, await vault.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.statements"));
        foreach (var page in new[] { adas, belas })
            Assert.Equal(0, await page.EvaluateAsync<int>("async () => (await (await import('/js/store.js')).points.of(location.pathname.slice(3))).length"));
    }

    /// <summary>A device that is told "held" asks again within half a minute of its clock, which stands still here unless it is moved.</summary>
    private static async Task StoredAsync(IPage page)
    {
        for (int tries = 0; tries < 20 && await page.Locator("#stored").IsHiddenAsync(); tries++)
        {
            await page.Clock.FastForwardAsync("00:31");
            await Task.Delay(TimeSpan.FromSeconds(2));
        }

        await Expect(page.Locator("#stored")).ToBeVisibleAsync();
    }

    private static async Task<IPage> AnHourAsync(DeviceBrowser device, RoomProcess room, OpenSession session, string name)
    {
        var address = $"http://room.localhost:{room.Port}/s/{session.SessionId}";
        var page = await device.OpenAsync();
        await page.Clock.InstallAsync();
        _ = await page.GotoAsync($"{address}#k={session.Key}");
        await WriteAsync(page, $"{name} 1", 1);
        await WriteAsync(page, $"{name} 2", 2);
        _ = await page.EvaluateAsync("async () => { await navigator.serviceWorker.ready; }");
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");
        await device.Context.SetOfflineAsync(true);

        for (var step = 1; step <= Steps; step++)
        {
            await page.Clock.FastForwardAsync("10:00");
            if (step == 3)
            {
                await page.CloseAsync(new() { RunBeforeUnload = false });
                page = await ReopenAsync(await device.Context.NewPageAsync(), address);
            }
            if (step == 5)
            {
                await device.KillAsync();
                page = await ReopenAsync(await device.OpenAsync(offline: true), address);
            }
            await WriteAsync(page, $"{name} {2 + step}", 2 + step);
        }
        await Expect(page.Locator("#status")).ToContainTextAsync("8");
        return page;
    }

    private static async Task<IPage> ReopenAsync(IPage page, string address)
    {
        await page.Clock.InstallAsync();
        _ = await page.GotoAsync(address);
        await Expect(page.Locator("#words")).ToBeVisibleAsync();
        return page;
    }

    private static async Task WriteAsync(IPage page, string words, int count)
    {
        await page.Locator("#words").FillAsync(words);
        await page.Locator("#words").PressAsync("Enter");
        await Expect(page.Locator("#points > li")).ToHaveCountAsync(count);
        await Expect(page.Locator("#words")).ToHaveValueAsync("");
    }

    private static async Task HandInAsync(DeviceBrowser device, IPage page, string how)
    {
        await page.Locator("#hand-in-open").ClickAsync();
        await page.Locator($"#hand-in-dialog [value={how}]").ClickAsync();
        await device.Context.SetOfflineAsync(false);
    }
}
