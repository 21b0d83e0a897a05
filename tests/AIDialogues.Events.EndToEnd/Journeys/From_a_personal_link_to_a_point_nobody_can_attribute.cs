using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AIDialogues.Events.Testing.Rooms;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Journeys;

/// <summary>
/// Eight people of the demo are invited to its second day, accept, agree to the rule and get tokens; one of them writes. Afterwards the whole database is searched
/// for anything that ties the words to their writer more than to the other seven.
/// </summary>
public sealed class From_a_personal_link_to_a_point_nobody_can_attribute(RunningProduct product)
{
    private const string Words = "Upkeep of the gauges has no owner and no budget.";
    private const string Session = "Signals before a crisis";

    /// <summary>The writer first.</summary>
    private static readonly (string Name, string Address)[] People =
    [
        ("Ngozi Adekambi", "ngozi.adekambi@northgate.test"), ("Saleh Abbakanem", "saleh.abbakanem@herders-voice.test"), ("Tunde Ashimoye", "tunde.ashimoye@owd.test"),
        ("Julien Astrevaux", "julien.astrevaux@aquasol.test"), ("Halima Bakurde", "halima.bakurde@herders-voice.test"), ("Aïssata Bolorou", "aissata.bolorou@ehed.test"),
        ("Hélène Brossivard", "helene.brossivard@cire.test"), ("Sophie Delmarche", "sophie.delmarche@ehed.test"),
    ];

    [Fact]
    public async Task Is_stored_with_nothing_that_joins_it_to_its_writer()
    {
        await product.StartedAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var desk = await chromium.NewContextAsync(new() { Locale = "en-GB", ViewportSize = new() { Width = 1280, Height = 900 } });
        await InviteAsync(await product.SignInAsync(desk, "organiser"));
        await using var database = await VaultDatabase.RunningInAsync(product.DataDirectory);

        // 1. Everybody opens the personal link, accepts, agrees to the rule and has all tokens made; which says nothing about who means to write.
        await using var phone = await chromium.NewContextAsync(new() { Locale = "en-GB", ViewportSize = new() { Width = 390, Height = 844 } });
        var complaints = phone.Watched();
        var writer = await AcceptAsync(phone, People[0].Address);
        await writer.LookAsync("20-points", complaints);
        await TakeTokensAsync(writer);
        await Task.WhenAll(People[1..].Select(async person =>
        {
            await using var other = await chromium.NewContextAsync();
            await TakeTokensAsync(await AcceptAsync(other, person.Address));
        }));

        // 2. One of them writes, on Room's origin, where nobody is signed in.
        await Expect(writer.Locator("#session option")).ToHaveTextAsync([Session, "From warning to decision", "Satellites and herders"]);
        await writer.FillAsync("#words", Words);
        await writer.ClickAsync("#send");
        await Expect(writer.Locator("#list li .hint")).ToContainTextAsync("Arrived");
        await writer.LookAsync("21-own-point", complaints);
        string token = await writer.EvaluateAsync<string>("async () => (await (await import('/js/own/keep.js')).texts.all())[0].token.hash");
        Assert.DoesNotContain(await phone.CookiesAsync(), cookie => cookie.Domain.StartsWith('.') || cookie.Domain == product.Room.Host);
        Assert.Equal("", await writer.EvaluateAsync<string>("document.referrer"));
        Assert.DoesNotContain(Words, await database.RowsAsync("SELECT words FROM vault.statements"));

        // 3. A rapporteur closes the session, and what waited is written with what was said aloud.
        await using var laptop = await chromium.NewContextAsync(new() { Locale = "en-GB" });
        await CloseAsync(await product.SignInAsync(laptop, "rapporteur"));
        _ = await writer.ReloadAsync();
        await Expect(writer.Locator("#stored")).ToBeVisibleAsync();
        await Expect(writer.Locator("#mine")).ToBeHiddenAsync();
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));

        // 4. It is among what was accepted, and nothing anywhere ties it to one of the eight.
        string dialogue = (await database.RowsAsync($"SELECT dialogue_id::text FROM board.token_keys k JOIN vault.spent_tokens s USING (key_id) WHERE encode(token_sha256, 'hex') = '{token}'")).Single();
        using var anybody = new HttpClient { BaseAddress = product.Room };
        Assert.Equal([token], (await anybody.GetFromJsonAsync<JsonElement>($"/api/tokens/spent/{dialogue}")).GetProperty("spent").EnumerateArray().Select(s => s.GetString()!));
        Assert.Contains(Words, await database.RowsAsync("SELECT words FROM vault.statements"));
        await NothingJoinsAsync(database, token, dialogue);
    }

    private static async Task NothingJoinsAsync(VaultDatabase database, string token, string dialogue)
    {
        string id = (await database.RowsAsync($"SELECT id::text FROM vault.statements WHERE words = '{Words}'")).Single();
        string writer = (await database.RowsAsync($"SELECT id::text FROM events.people WHERE email = '{People[0].Address}'")).Single();
        var outside = await database.RowsAsync("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'vault')
            """);
        int rowsOfWriter = 0;
        foreach (string table in outside)
        {
            string rows = string.Join('\n', await database.RowsAsync($"SELECT t::text FROM {table} t"));
            foreach (string known in (string[])[id, token, Words]) Assert.DoesNotContain(known, rows, StringComparison.OrdinalIgnoreCase);
            rowsOfWriter += rows.Split('\n').Count(row => row.Contains(writer, StringComparison.Ordinal));
            Assert.Equal(["0"], await database.RowsAsync($"SELECT count(*)::text FROM {table} t WHERE t.xmin IN (SELECT xmin FROM vault.statements UNION ALL SELECT xmin FROM vault.spent_tokens)"));
        }

        // The same look finds the person where persons are, and the words and the token in the vault: it is not blind.
        Assert.InRange(rowsOfWriter, 4, int.MaxValue);
        string vault = string.Join('\n', await database.RowsAsync("SELECT t::text FROM vault.statements t UNION ALL SELECT t::text FROM vault.spent_tokens t"));
        foreach (string known in (string[])[id, token, Words]) Assert.Contains(known, vault, StringComparison.Ordinal);
        Assert.DoesNotContain(writer, vault, StringComparison.Ordinal);
        // All that is left is the crowd: eight who were given tokens, each recorded alike.
        Assert.Equal(["8 0 0"], await database.RowsAsync($"SELECT count(*) || ' ' || sum(replaced) || ' ' || count(*) FILTER (WHERE may_ask_again) FROM events.token_issues WHERE dialogue_id = '{dialogue}'"));
        Assert.Equal(["1"], await database.RowsAsync($"SELECT count(DISTINCT x)::text FROM (SELECT xmin::text AS x FROM vault.statements WHERE id = '{id}' UNION ALL SELECT xmin::text FROM vault.spent_tokens) v"));
    }

    private static async Task InviteAsync(IPage organiser)
    {
        await organiser.ClickAsync("text=Water and security in the Sahel");
        await organiser.ClickAsync("text=Day two: warning in time");
        _ = await organiser.GotoAsync(organiser.Url.Split('#')[0].Split('?')[0] + "/invitations");
        foreach (var (name, _) in People) await organiser.Locator("tbody tr").Filter(new() { HasText = name }).Locator("input[type=checkbox]").CheckAsync();
        await organiser.ClickAsync(".action-bar button.primary");
        await Expect(organiser.Locator(".action-bar button.primary")).ToContainTextAsync(People.Length.ToString(CultureInfo.InvariantCulture));
        await organiser.ClickAsync(".action-bar button.primary");
    }

    private async Task<IPage> AcceptAsync(IBrowserContext device, string address)
    {
        var page = await device.NewPageAsync();
        _ = await page.GotoAsync(await product.LinkInLetterAsync(address));
        await page.ClickAsync("[value=accept]");
        await page.CheckAsync("[name='consents[AttendUnderRule]'][value=yes]");
        await page.ClickAsync("#choices button.primary");
        await page.ClickAsync("a[href$='/points']");
        return page;
    }

    private static async Task TakeTokensAsync(IPage page)
    {
        await page.ClickAsync("#points-get");
        await Expect(page.Locator("#write")).ToBeVisibleAsync();
        Assert.DoesNotContain("#t=", page.Url, StringComparison.Ordinal);
    }

    private static async Task CloseAsync(IPage rapporteur)
    {
        await rapporteur.ClickAsync($"text={Session}");
        await rapporteur.ClickAsync("form[action*=Board] button");
        await rapporteur.ClickAsync("#board-link");
        await rapporteur.FillAsync("#words", "Herders see the signs first.");
        await rapporteur.PressAsync("#words", "Enter");
        await Expect(rapporteur.Locator("#points > li")).ToHaveCountAsync(1);
        await rapporteur.ClickAsync("#hand-in-open");
        await rapporteur.ClickAsync("#hand-in-dialog [value=close]");
        await Expect(rapporteur.Locator("#stored")).ToBeVisibleAsync();
    }
}
