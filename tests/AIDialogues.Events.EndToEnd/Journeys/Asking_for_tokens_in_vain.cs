using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
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
        string token = await LetterAsync(database);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var phone = await chromium.NewContextAsync(new() { Locale = "fr-FR" });
        phone.SetDefaultTimeout(120_000);
        var page = await phone.NewPageAsync();
        _ = await page.GotoAsync(new Uri(product.Web, $"/i/{token}?lang=fr").ToString());
        await page.ClickAsync("[value=accept]");
        await page.CheckAsync("[name='consents[AttendUnderRule]'][value=yes]");
        await page.ClickAsync("#choices button");
        await page.ClickAsync("a[href$='/points']");
        // Its script is there once the page has loaded; a press before that does nothing.
        await page.WaitForURLAsync("**/points");
        await page.RouteAsync(url => url.StartsWith(product.Room.ToString(), StringComparison.Ordinal), route => route.AbortAsync());

        await page.ClickAsync("#points-get");

        await Expect(page.Locator("#points-status")).ToContainTextAsync("n’est pas joignable depuis cet appareil", new() { Timeout = 120_000 });
        await Expect(page.Locator("#points-get")).ToBeEnabledAsync();
        _ = await page.EvaluateAsync("() => Object.defineProperty(crypto, 'subtle', { value: undefined })");
        await page.ClickAsync("#points-get");
        await Expect(page.Locator("#points-status")).ToContainTextAsync("commence par https");
    }

    /// <summary>Somebody of the demo who has not answered, with one more letter's link: the tests cannot know the token of one that was sent.</summary>
    private static async Task<string> LetterAsync(VaultDatabase database)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        string invitation = await database.ScalarAsync<string>("""
            SELECT i.id::text FROM events.invitations i JOIN events.dialogues d ON d.id = i.dialogue_id
            WHERE i.state = 'Invited' AND d.day > current_date AND d.answer_by > current_date ORDER BY i.id LIMIT 1
            """);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        await database.ExecuteAsync($"INSERT INTO events.personal_links (id, invitation_id, token_sha256, created_at) VALUES (gen_random_uuid(), '{invitation}', '\\x{hash}', now())");
        return token;
    }
}
