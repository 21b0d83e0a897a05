using AIDialogues.Events.Testing.Rooms;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Journeys;

/// <summary>An expert on a phone: the personal link, the answer, the rule, tokens made by the device, Room's form, and a point in the vault that says nothing of its writer.</summary>
public sealed class From_a_personal_link_to_an_unseen_point(RunningProduct product)
{
    private const string Words = "Personne ne paie l’entretien des jauges.";

    [Fact]
    public async Task The_point_is_stored_and_nothing_says_whose_it_is()
    {
        await product.StartedAsync();
        await using var database = await VaultDatabase.RunningInAsync(product.DataDirectory);
        var link = await product.OneMoreLinkAsync(database);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var phone = await chromium.NewContextAsync(new() { Locale = "fr-FR", ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true });
        var complaints = phone.Watched();
        var page = await phone.NewPageAsync();

        // With a name: the link, the answer, the rule, and a set of tokens as everybody gets one.
        _ = await page.GotoAsync(link + "?lang=fr");
        await page.TapAsync("[value=accept]");
        await page.CheckAsync("[name='consents[AttendUnderRule]'][value=yes]");
        await page.TapAsync("#choices button");
        // Without a press: whoever agrees has tokens, so having them says nothing.
        await Expect(page.Locator("#points-status")).ToContainTextAsync("Votre appareil a maintenant ses jetons", new() { Timeout = 120_000 });
        await page.TapAsync("a[href$='/points']");
        await Expect(page.Locator("#points-again [data-do=open]")).ToBeVisibleAsync();
        await page.LookAsync("21-expert-tokens", complaints);
        await SevenOthersAsync(page, database);
        await page.TapAsync("#points-again [data-do=open]");
        await page.WaitForURLAsync(url => url.StartsWith(product.Room.ToString(), StringComparison.Ordinal), new() { Timeout = 120_000 });

        // Without one: on another origin, the tokens out of the address at once, and the personal link's cookie gone.
        await Expect(page.Locator("#write")).ToBeVisibleAsync();
        Assert.DoesNotContain("#t=", page.Url, StringComparison.Ordinal);
        await phone.ClearCookiesAsync();
        List<IRequest> asked = [], answered = [];
        phone.Request += (_, request) => asked.Add(request);
        // Of a request that a new opening of the page broke off, the browser never tells all headers.
        phone.RequestFinished += (_, request) => answered.Add(request);
        await page.FillAsync("#words", Words);
        await page.TapAsync("#send");
        await Expect(page.Locator("#list li .hint")).ToContainTextAsync("Arrivé");
        await page.LookAsync("22-expert-point", complaints);
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth"));
        Assert.Equal(0L, await database.ScalarAsync<long>($"SELECT count(*) FROM vault.statements WHERE words = '{Words}'"));

        // Staff close the session, and Room writes what waits in it at the next round time of the clock.
        string session = await page.Locator("#session").InputValueAsync();
        await using (var desk = await chromium.NewContextAsync())
        {
            var rapporteur = await product.SignInAsync(desk, "rapporteur");
            _ = await rapporteur.GotoAsync(new Uri(product.Web, $"/report/sessions/{session}").ToString());
            await rapporteur.ClickAsync("form[action$='handler=Close'] button");
            await Expect(rapporteur.Locator("form[action$='handler=OpenAgain']")).ToBeVisibleAsync();
        }
        await StoredAsync(page);

        Assert.Equal([session], await database.RowsAsync($"SELECT session_id::text FROM vault.statements WHERE words = '{Words}'"));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM vault.spent_tokens"));
        await NothingElseKnowsAsync(database);
        await Expect(page.Locator("#mine")).ToBeHiddenAsync();
        // Room alone was asked, and heard no cookie and no page that somebody came from.
        Assert.NotEmpty(asked);
        Assert.All(asked, request => Assert.StartsWith(product.Room.ToString(), request.Url, StringComparison.Ordinal));
        Assert.Contains(answered, request => request.Method == "POST");
        foreach (var request in answered)
            Assert.DoesNotContain(await HeadersAsync(request), header => header.Key is "cookie" or "referer" or "authorization" && header.Value.Length > 0);
        Assert.Empty(await phone.CookiesAsync());
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    /// <summary>
    /// Cases 61, 69 and 70 with every host at work: jobs, their arguments and states, the audit, letters waiting and sent. The walk sees what it looks for, since the same
    /// question finds the session, which is no secret, and rows of every host.
    /// </summary>
    private async Task NothingElseKnowsAsync(VaultDatabase database)
    {
        var point = await database.ScalarAsync<string>($"SELECT id::text FROM vault.statements WHERE words = '{Words}'");
        var session = await database.ScalarAsync<string>($"SELECT session_id::text FROM vault.statements WHERE words = '{Words}'");
        var tables = await database.RowsAsync("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'vault') ORDER BY 1
            """);
        Dictionary<string, long> filled = [], about = [];
        foreach (var table in tables)
        {
            Assert.Equal((table, 0L), (table, await database.ScalarAsync<long>($"SELECT count(*) FROM {table} t WHERE strpos(t::text, '{Words}') > 0 OR strpos(t::text, '{point}') > 0")));
            Assert.Equal((table, 0L), (table, await database.ScalarAsync<long>($"SELECT count(*) FROM {table} t JOIN vault.statements s ON s.xmin = t.xmin")));
            filled[table] = await database.ScalarAsync<long>($"SELECT count(*) FROM {table}");
            about[table] = await database.ScalarAsync<long>($"SELECT count(*) FROM {table} t WHERE strpos(t::text, '{session}') > 0");
        }
        Assert.All<string>(["hangfire.job", "hangfire.state", "events.outbox", "audit.entries", "board.token_keys"], table => Assert.NotEqual(0L, filled[table]));
        Assert.NotEqual(0L, about["board.sessions"]);

        using var http = new HttpClient { BaseAddress = product.Mail };
        var mails = await http.GetStringAsync("/api/mails");
        Assert.StartsWith("[{", mails, StringComparison.Ordinal);
        Assert.DoesNotContain(point, mails, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("entretien des jauges", mails, StringComparison.Ordinal);
    }

    /// <summary>Room takes points once eight people hold tokens. Making those of seven more would take this browser a minute; Web counts them as if it had signed.</summary>
    private static async Task SevenOthersAsync(IPage page, VaultDatabase database)
    {
        bool prepared = await page.EvaluateAsync<bool>("""
            async () => (await fetch('?handler=Prepare', {
              method: 'POST', headers: { RequestVerificationToken: document.querySelector('input[name=__RequestVerificationToken]').value } })).ok
            """);
        Assert.True(prepared);
        await database.ExecuteAsync("UPDATE board.token_keys SET holders = 8, enough_holders = true");
    }

    /// <summary>All that the browser tells; of a request on whose page it gave up meanwhile, what was asked for.</summary>
    private static async Task<IDictionary<string, string>> HeadersAsync(IRequest request)
    {
        try
        {
            return await request.AllHeadersAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException)
        {
            return request.Headers;
        }
    }

    /// <summary>The form asks every half minute by itself; opened anew it asks at once.</summary>
    private static async Task StoredAsync(IPage page)
    {
        var stored = page.Locator("#stored");
        var patience = TimeProvider.System.GetTimestamp();
        while (await stored.IsHiddenAsync() && TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromSeconds(100))
        {
            _ = await page.ReloadAsync();
            await page.WaitForTimeoutAsync(2000);
        }
        await Expect(stored).ToBeVisibleAsync();
    }
}
