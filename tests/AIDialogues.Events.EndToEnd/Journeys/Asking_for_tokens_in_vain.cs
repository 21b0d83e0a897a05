using AIDialogues.Events.Testing.Rooms;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Journeys;

/// <summary>An expert with a personal link asks for tokens, and something is in the way.</summary>
public sealed class Asking_for_tokens_in_vain(RunningProduct product)
{
    /// <summary>Room cannot be reached: the page says so in a sentence and the button works again.</summary>
    [Fact]
    public async Task A_fetch_that_fails_is_said_in_the_readers_language_and_can_be_tried_again()
    {
        await product.StartedAsync();
        await using var database = await VaultDatabase.RunningInAsync(product.DataDirectory);
        var link = await product.OneMoreLinkAsync(database);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var phone = await chromium.NewContextAsync(new() { Locale = "fr-FR" });
        phone.SetDefaultTimeout(120_000);
        var page = await phone.NewPageAsync();
        // From the beginning, so that the page that comes back when the rule is agreed to gets none either.
        await page.RouteAsync(url => url.StartsWith(product.Room.ToString(), StringComparison.Ordinal), route => route.AbortAsync());
        _ = await page.GotoAsync(link + "?lang=fr");
        await page.ClickAsync("[value=accept]");
        await page.CheckAsync("[name='consents[AttendUnderRule]'][value=yes]");
        await page.ClickAsync("#choices button");
        TaskCompletionSource arrives = new();
        await page.RouteAsync("**/js/points/issue.js*", async route => { await arrives.Task; await route.ContinueAsync(); });
        await page.ClickAsync("a[href$='/points']");

        // A press before the script is there would do nothing: until then there is no button, and a sentence says so.
        await Expect(page.Locator("#points-wait")).ToContainTextAsync("apparaît ici dès que");
        await Expect(page.Locator("#points-get")).ToBeHiddenAsync();
        await using (var plain = await chromium.NewContextAsync(new() { JavaScriptEnabled = false, StorageState = await phone.StorageStateAsync() }))
        {
            var without = await plain.NewPageAsync();
            _ = await without.GotoAsync(page.Url + "?lang=fr");
            await Expect(without.Locator("#points-get")).ToBeHiddenAsync();
            await Expect(without.Locator("noscript p")).ToContainTextAsync("confiez votre propos à un rapporteur");
        }
        arrives.SetResult();
        await Expect(page.Locator("#points-wait")).ToBeHiddenAsync();

        await page.ClickAsync("#points-get");

        await Expect(page.Locator("#points-status")).ToContainTextAsync("n’est pas joignable depuis cet appareil", new() { Timeout = 120_000 });
        await Expect(page.Locator("#points-get")).ToBeEnabledAsync();
        _ = await page.EvaluateAsync("() => Object.defineProperty(crypto, 'subtle', { value: undefined })");
        await page.ClickAsync("#points-get");
        await Expect(page.Locator("#points-status")).ToContainTextAsync("commence par https");
    }
}
