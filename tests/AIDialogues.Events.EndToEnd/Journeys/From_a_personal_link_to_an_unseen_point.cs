using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Testing.Rooms;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Journeys;

/// <summary>An expert on a phone: the personal link, the answer, the rule, tokens made by the device, Room's form, a point in the vault.</summary>
public sealed class From_a_personal_link_to_an_unseen_point(RunningProduct product)
{
    private const string Words = "Personne ne paie l’entretien des jauges.";

    [Fact]
    public async Task The_point_arrives_and_nothing_says_whose_it_is()
    {
        await product.StartedAsync();
        await using var database = await VaultDatabase.RunningInAsync(product.DataDirectory);
        var (invitation, token) = await LetterAsync(database);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var phone = await chromium.NewContextAsync(new() { Locale = "fr-FR", ViewportSize = new() { Width = 390, Height = 844 } });
        var complaints = phone.Watched();
        var page = await phone.NewPageAsync();

        _ = await page.GotoAsync(new Uri(product.Web, $"/i/{token}?lang=fr").ToString());
        await page.ClickAsync("[value=accept]");
        await page.CheckAsync("[name='consents[AttendUnderRule]'][value=yes]");
        await page.ClickAsync("#choices button");
        await page.ClickAsync("a[href$='/points']");
        await page.LookAsync("14-expert-tokens", complaints);
        await page.ClickAsync("#points-get");
        await Expect(page.Locator("#points-status")).ToBeVisibleAsync();

        // Room's form, on another origin, with the tokens out of the address at once.
        await page.WaitForURLAsync(url => url.StartsWith(new Uri(product.Room, "/p/").ToString(), StringComparison.Ordinal), new() { Timeout = 180_000 });
        await Expect(page.Locator("#write")).ToBeVisibleAsync();
        Assert.DoesNotContain("#t=", page.Url, StringComparison.Ordinal);
        // Fewer than eight hold tokens in the demo; the other seven ask now, so to say.
        await database.ExecuteAsync("UPDATE board.token_keys SET enough_holders = true");
        await page.FillAsync("#words", Words);
        await page.ClickAsync("#send");
        await Expect(page.Locator("#list li .hint")).ToContainTextAsync("Arrivé");
        await page.LookAsync("15-expert-point", complaints);

        // A rapporteur hands the session over: what waits in it is written.
        var session = Guid.Parse(await page.Locator("#session").InputValueAsync());
        using (var room = new HttpClient { BaseAddress = product.Room })
            _ = await new Device(await database.AddKeyAsync(new OpenSession(session, "", Guid.Empty))).HandInAsync(room, close: true);
        _ = await page.ReloadAsync();
        await Expect(page.Locator("#stored")).ToBeVisibleAsync();

        Assert.Equal([session.ToString()], await database.RowsAsync($"SELECT session_id::text FROM vault.statements WHERE words = '{Words}'"));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM vault.spent_tokens"));
        // All that Web kept of it: that this person was issued tokens, as everybody is who asks.
        Assert.Equal(1L, await database.ScalarAsync<long>($"SELECT count(*) FROM events.token_issues t JOIN events.invitations i USING (dialogue_id, person_id) WHERE i.id = '{invitation}'"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM events.token_issues t JOIN vault.statements s ON s.xmin = t.xmin"));
        Assert.Empty((await phone.CookiesAsync()).Where(c => c.Domain.StartsWith("room.", StringComparison.Ordinal)));
        Assert.Empty(complaints);
    }

    /// <summary>Room cannot be reached: the page says so in a sentence and the button works again.</summary>
    [Fact]
    public async Task A_fetch_that_fails_is_said_in_the_readers_language_and_can_be_tried_again()
    {
        await product.StartedAsync();
        await using var database = await VaultDatabase.RunningInAsync(product.DataDirectory);
        var (_, token) = await LetterAsync(database);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var phone = await chromium.NewContextAsync(new() { Locale = "fr-FR" });
        var page = await phone.NewPageAsync();
        _ = await page.GotoAsync(new Uri(product.Web, $"/i/{token}?lang=fr").ToString());
        await page.ClickAsync("[value=accept]");
        await page.CheckAsync("[name='consents[AttendUnderRule]'][value=yes]");
        await page.ClickAsync("#choices button");
        await page.ClickAsync("a[href$='/points']");
        await page.RouteAsync(url => url.StartsWith(product.Room.ToString(), StringComparison.Ordinal), route => route.AbortAsync());

        await page.ClickAsync("#points-get");

        await Expect(page.Locator("#points-status")).ToContainTextAsync("n’est pas joignable depuis cet appareil", new() { Timeout = 120_000 });
        await Expect(page.Locator("#points-get")).ToBeEnabledAsync();
        _ = await page.EvaluateAsync("() => Object.defineProperty(crypto, 'subtle', { value: undefined })");
        await page.ClickAsync("#points-get");
        await Expect(page.Locator("#points-status")).ToContainTextAsync("commence par https");
    }

    /// <summary>Somebody of the demo who has not answered, with one more letter's link: the tests cannot know the token of one that was sent.</summary>
    private static async Task<(string Invitation, string Token)> LetterAsync(VaultDatabase database)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        string invitation = await database.ScalarAsync<string>("""
            SELECT i.id::text FROM events.invitations i JOIN events.dialogues d ON d.id = i.dialogue_id
            WHERE i.state = 'Invited' AND d.day > current_date AND d.answer_by > current_date ORDER BY i.id LIMIT 1
            """);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        await database.ExecuteAsync($"INSERT INTO events.personal_links (id, invitation_id, token_sha256, created_at) VALUES (gen_random_uuid(), '{invitation}', '\\x{hash}', now())");
        return (invitation, token);
    }
}
