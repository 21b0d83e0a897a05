using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using AIDialogues.Events.EndToEnd.Journeys;
using AIDialogues.Events.EndToEnd.Rooms;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Testing.Tokens;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AIDialogues.Events.EndToEnd.Tokens;

/// <summary>A participant's form in a real browser against the real Room: nobody is signed in, and nothing is left behind.</summary>
public sealed class Writing_a_point_unseen(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Theory]
    [InlineData("en", 390, ColorScheme.Light)]
    [InlineData("fr", 1280, ColorScheme.Dark)]
    public async Task From_the_tokens_to_the_vault_on_a_phone(string language, int width, ColorScheme scheme)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault);
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var context = await browser.NewContextAsync(new() { Locale = language, ViewportSize = new() { Width = width, Height = 844 }, ColorScheme = scheme });
        var complaints = context.Watched();
        var page = await context.NewPageAsync();

        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/p/?lang={language}#t={Set(paid)}");
        await Expect(page.Locator("#write")).ToBeVisibleAsync();
        Assert.DoesNotContain("#t=", page.Url, StringComparison.Ordinal);
        await Expect(page.Locator("#session option")).ToHaveTextAsync([language == "fr" ? "Séance" : "Session"]);
        await Expect(page.Locator("#left")).ToContainTextAsync("5");
        await page.LookAsync($"own-points-{language}", complaints);
        await page.FillAsync("#words", "Nobody pays for upkeep.");
        await page.ClickAsync("#send");
        await Expect(page.Locator("#list li .said")).ToHaveTextAsync(["Nobody pays for upkeep."]);
        await Expect(page.Locator("#left")).ToContainTextAsync("4");
        await Expect(page.Locator("#list li .hint")).ToContainTextAsync(language == "fr" ? "Arrivé" : "Arrived");
        await page.LookAsync($"own-points-sent-{language}", complaints);
        Assert.Empty(await vault.RowsAsync("SELECT words FROM vault.statements"));

        // A rapporteur who hands over learns nothing of the one point that waits; once staff have closed the session it is written.
        Assert.Equal(HttpStatusCode.OK, await new Device(paid.Session).HandInAsync(room.Client, handOver: true));
        Assert.Empty(await vault.RowsAsync("SELECT words FROM vault.statements"));
        Assert.Equal(HttpStatusCode.OK, await vault.WrittenAsync(paid.Session, room.Client));
        _ = await page.ReloadAsync();

        await Expect(page.Locator("#stored")).ToBeVisibleAsync();
        await Expect(page.Locator("#mine")).ToBeHiddenAsync();
        Assert.Equal(["Nobody pays for upkeep."], await vault.RowsAsync("SELECT words FROM vault.statements"));
        Assert.Empty(await context.CookiesAsync());
        await page.ClickAsync("#forget");
        await page.ClickAsync("#forget-dialog [value=yes]");
        await Expect(page.Locator("#none")).ToBeVisibleAsync();
        Assert.Empty(complaints);
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth"));
    }

    [Fact]
    public async Task Words_that_point_at_somebody_wait_for_their_writer_and_offline_ones_for_the_network()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault);
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/p/?lang=en#t={Set(paid)}");

        await page.FillAsync("#words", "Ask awa.diallo@bassin.test about it.");
        await page.ClickAsync("#send");
        await Expect(page.Locator("#list mark")).ToHaveTextAsync(["awa.diallo@bassin.test"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take back into the box" }).ClickAsync();
        await Expect(page.Locator("#words")).ToHaveValueAsync("Ask awa.diallo@bassin.test about it.");
        await context.SetOfflineAsync(true);
        await page.FillAsync("#words", "Ask about it.");
        await page.ClickAsync("#send");
        await Expect(page.Locator("#list li .hint")).ToHaveTextAsync(["Waits to be sent."]);
        // It does not go the moment the network is back, but at a moment of chance within ten minutes.
        long wait = await page.EvaluateAsync<long>("async () => { const [text] = await (await import('/js/own/keep.js')).texts.all(); return text.sendAt - Date.now(); }");
        Assert.InRange(wait, -60_000, 600_000);
    }

    [Fact]
    public async Task Opens_without_a_network_and_keeps_what_is_written_there()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault);
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/p/?lang=fr#t={Set(paid)}");
        await Expect(page.Locator("#write")).ToBeVisibleAsync();
        _ = await page.EvaluateAsync("async () => { await navigator.serviceWorker.ready; }");
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");
        // Of the board nothing is kept, nor is it answered for.
        Assert.Equal(["/p/"], await page.EvaluateAsync<string[]>("async () => (await navigator.serviceWorker.getRegistrations()).map(r => new URL(r.scope).pathname)"));

        await page.CloseAsync();
        await context.SetOfflineAsync(true);
        page = await context.NewPageAsync();
        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/p/?lang=fr");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await page.FillAsync("#words", "Personne ne paie l’entretien.");
        await page.ClickAsync("#send");

        await Expect(page.Locator("#list li .said")).ToHaveTextAsync(["Personne ne paie l’entretien."]);
        await Expect(page.Locator("#left")).ToContainTextAsync("4");
    }

    /// <summary>As on a train: the tab dies in the middle of a word, then the battery, then Room finds a name that nobody marked.</summary>
    [Fact]
    public async Task Loses_no_word_offline_when_tab_and_browser_are_killed_and_marks_names_there()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault);
        await vault.ExecuteAsync($"UPDATE board.sessions SET board = board || '{OneName.Lexicon}'::jsonb");
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        await using var device = new DeviceBrowser(new() { Locale = "en-GB" });
        string address = $"http://room.localhost:{room.Port}/p/?lang=en";
        var page = await device.OpenAsync();
        _ = await page.GotoAsync($"{address}#t={Set(paid)}");
        await Expect(page.Locator("#session option")).ToHaveTextAsync(["Session"]);
        await SendAsync(page, "One, held.");
        await Expect(page.Locator("#list li .hint")).ToContainTextAsync("Arrived");
        _ = await page.EvaluateAsync("async () => { await navigator.serviceWorker.ready; }");
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");

        await device.Context.SetOfflineAsync(true);
        var next = await device.Context.NewPageAsync();
        await page.BringToFrontAsync();
        await page.SelectOptionAsync("#kind", "proposal");
        await page.Locator("#words").PressSequentiallyAsync("Two, says Awa Dial");
        await page.CloseAsync(new() { RunBeforeUnload = false });
        _ = await next.GotoAsync(address);
        await Expect(next.Locator("#words")).ToHaveValueAsync("Two, says Awa Dial");
        await Expect(next.Locator("#session option")).ToHaveTextAsync(["Session"]);
        await Expect(next.Locator("#theme option")).ToHaveTextAsync(["No theme", "Access"]);
        await next.SelectOptionAsync("#theme", paid.Session.ThemeId.ToString());
        await next.Locator("#words").PressSequentiallyAsync("lo.");
        await Expect(next.Locator("#warning")).ToContainTextAsync("Awa Diallo");
        await device.KillAsync();
        page = await device.OpenAsync(offline: true);
        _ = await page.GotoAsync(address);
        await Expect(page.Locator("#words")).ToHaveValueAsync("Two, says Awa Diallo.");
        await Expect(page.Locator("#kind")).ToHaveValueAsync("proposal");
        await Expect(page.Locator("#theme")).ToHaveValueAsync(paid.Session.ThemeId.ToString());
        await Expect(page.Locator("#list li .said")).ToHaveTextAsync(["One, held."]);
        await page.ClickAsync("#send");
        await Expect(page.Locator("#list li")).ToHaveCountAsync(2);
        await Expect(page.Locator("#words")).ToHaveValueAsync("");

        // Its moment of chance, at once; and Room looks for names too.
        await device.Context.SetOfflineAsync(false);
        _ = await page.EvaluateAsync("async () => { const { texts } = await import('/js/own/keep.js'); for (const text of await texts.all()) await texts.update(text.id, { sendAt: 0 }); }");
        _ = await page.ReloadAsync();
        await Expect(page.Locator("#list mark")).ToHaveTextAsync(["Awa Diallo"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send as it is" }).ClickAsync();
        await Expect(page.Locator("#list mark")).ToHaveCountAsync(0);
        await Expect(page.Locator("#list li .hint")).ToContainTextAsync(["Arrived", "Arrived"]);
        Assert.Equal(HttpStatusCode.OK, await vault.WrittenAsync(paid.Session, room.Client));
        _ = await page.ReloadAsync();
        await Expect(page.Locator("#mine")).ToBeHiddenAsync();
        Assert.Equal(["One, held.", "Two, says Awa Diallo."], await vault.RowsAsync("SELECT words FROM vault.statements ORDER BY words"));
    }

    /// <summary>A printed copy, or tokens taken to the form twice: both devices begin with the one token that both have.</summary>
    [Fact]
    public async Task Two_devices_with_one_set_of_tokens_lose_none_of_their_texts()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault);
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using IBrowserContext one = await browser.NewContextAsync(), two = await browser.NewContextAsync();
        var (shared, more) = (paid.Token(), paid.Token());
        IPage first = await OpenAsync(one), second = await OpenAsync(two);
        var state = second.Locator("#list li .hint");

        await SendAsync(first, "From the telephone.");
        await Expect(first.Locator("#list li .hint")).ToContainTextAsync("Arrived");
        await SendAsync(second, "From the computer.");
        await Expect(state).ToContainTextAsync("its token was used for another text");
        Assert.Equal(HttpStatusCode.OK, await vault.WrittenAsync(paid.Session, room.Client));
        _ = await second.RunAndWaitForResponseAsync(() => second.ReloadAsync(), response => response.Url.EndsWith("/api/tokens/accepted", StringComparison.Ordinal));
        await second.WaitForLoadStateAsync(LoadState.NetworkIdle);
        // The token is spent, and these words are not stored: they stay, and nothing says otherwise.
        await Expect(state).ToContainTextAsync("its token was used for another text");
        await Expect(second.Locator("#stored")).ToBeHiddenAsync();
        await second.FillAsync("#copy", Set(paid, [shared, more]));
        await second.ClickAsync("#take-in button");
        await Expect(state).ToContainTextAsync("Arrived");
        Assert.Equal(HttpStatusCode.OK, await vault.WrittenAsync(paid.Session, room.Client));
        foreach (var page in new[] { first, second })
        {
            _ = await page.ReloadAsync();
            await Expect(page.Locator("#mine")).ToBeHiddenAsync();
        }

        Assert.Equal(["From the computer.", "From the telephone."], await vault.RowsAsync("SELECT words FROM vault.statements ORDER BY words"));
        Assert.Equal(2L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.spent_tokens"));

        async Task<IPage> OpenAsync(IBrowserContext context)
        {
            var page = await context.NewPageAsync();
            _ = await page.GotoAsync($"http://room.localhost:{room.Port}/p/?lang=en#t={Set(paid, [shared])}");
            await Expect(page.Locator("#left")).ToContainTextAsync("1");
            return page;
        }
    }

    [Fact]
    public async Task A_day_that_is_put_off_is_found_open_by_who_took_the_tokens_in_before()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault, closesAt: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/p/?lang=en#t={Set(paid)}");
        await Expect(page.Locator("#notice")).ToContainTextAsync("10 tokens");
        await Expect(page.Locator("#write")).ToBeHiddenAsync();

        await vault.ExecuteAsync("UPDATE board.token_keys SET closes_at = '2099-01-01Z'");
        _ = await page.ReloadAsync();
        await Expect(page.Locator("#write")).ToBeVisibleAsync();
        await SendAsync(page, "Better late.");

        await Expect(page.Locator("#list li .hint")).ToContainTextAsync("Arrived");
    }

    /// <summary>Somebody who watches would otherwise see every half minute that this device has something waiting.</summary>
    [Fact]
    public async Task What_Room_holds_is_sent_again_to_another_Room_only()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        int sent = 0;
        context.Request += (_, request) => sent += request.Url.EndsWith("/api/tokens/points", StringComparison.Ordinal) ? 1 : 0;
        int port;
        await using (var first = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60")))
        {
            port = first.Port;
            _ = await page.GotoAsync($"http://room.localhost:{port}/p/?lang=en#t={Set(paid)}");
            await SendAsync(page, "Nobody pays for upkeep.");
            await Expect(page.Locator("#list li .hint")).ToContainTextAsync("Arrived");
            for (int again = 0; again < 2; again++)
            {
                _ = await page.RunAndWaitForResponseAsync(() => page.ReloadAsync(), response => response.Url.EndsWith("/api/tokens/accepted", StringComparison.Ordinal));
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                await Expect(page.Locator("#list li .hint")).ToContainTextAsync("Arrived");
            }
            Assert.Equal(1, sent);
            await first.KillAsync();
        }

        await using var second = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"), ("Ports__Room", port.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        _ = await page.RunAndWaitForResponseAsync(() => page.ReloadAsync(), response => response.Url.EndsWith("/api/tokens/points", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await vault.WrittenAsync(paid.Session, second.Client));
        _ = await page.ReloadAsync();

        await Expect(page.Locator("#stored")).ToBeVisibleAsync();
        Assert.Equal(["Nobody pays for upkeep."], await vault.RowsAsync("SELECT words FROM vault.statements"));
        Assert.Equal(2, sent);
    }

    [Fact]
    public async Task An_objection_waits_for_the_end_of_its_round()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault);
        var item = Guid.NewGuid();
        await vault.ExecuteAsync($"INSERT INTO board.objection_rounds VALUES (gen_random_uuid(), '{paid.DialogueId}', '2098-01-01Z', ARRAY['{item}']::uuid[])");
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/p/?lang=en#t={Set(paid)}");
        await Expect(page.Locator("#write")).ToBeVisibleAsync();

        var round = await context.NewPageAsync();
        _ = await round.GotoAsync($"http://room.localhost:{room.Port}/p/?lang=en#object={item}&sentence=One%20ministry%20pays.");
        await Expect(round.Locator("#objecting")).ToContainTextAsync("One ministry pays.");
        await round.ClickAsync("#send");

        await Expect(round.Locator("#list li .said")).ToHaveTextAsync(["An objection without words"]);
        await Expect(round.Locator("#list li .hint")).ToContainTextAsync("Arrived");
        Assert.Empty(await vault.RowsAsync("SELECT kind FROM vault.objections"));
    }

    [Fact]
    public async Task The_module_holds_for_every_vector_of_the_RFC_in_a_browser_too_and_refuses_a_lying_server()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        var page = await browser.NewPageAsync();
        // Web's own files, served on a secure origin of the test's.
        await page.RouteAsync("**/test/**", async route =>
        {
            string name = new Uri(route.Request.Url).AbsolutePath["/test/".Length..];
            await route.FulfillAsync(name == "" ? new() { ContentType = "text/html", Body = "<script type=application/json id=points-data>{\"dialogue\":\"d\",\"texts\":{}}</script><p id=points-status></p>" }
                : new() { ContentType = "text/javascript", Body = await File.ReadAllTextAsync(Path.Combine(DevCommand.Root, "src", "AIDialogues.Events.Web", "wwwroot", "js", "points", name)) });
        });
        _ = await page.GotoAsync($"http://room.localhost:{room.Port}/test/");
        using var key = Rfc9474.Key();

        int held = await page.EvaluateAsync<int>("""
            async ([file, der]) => {
              const { blind, finalise, inverse, prepare, readKey, toNumber } = await import('/test/blind.js');
              const hex = text => Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
              const text = bytes => [...bytes].map(b => b.toString(16).padStart(2, '0')).join('');
              let held = 0;
              for (const v of JSON.parse(file).vectors) {
                const key = await readKey(hex(der), hex(v.salt).length);
                const message = v.msg_prefix ? prepare(hex(v.msg), hex(v.msg_prefix)) : hex(v.msg);
                const { blinded, back } = await blind(key, message, { salt: hex(v.salt), factor: inverse(toNumber(hex(v.inv)), key.n) });
                if (text(blinded) === v.blinded_msg && text(await finalise(key, message, hex(v.blind_sig), back)) === v.sig) held++;
              }
              return held;
            }
            """, new[] { await File.ReadAllTextAsync(Rfc9474.PathOf), Convert.ToHexStringLower(key.ExportSubjectPublicKeyInfo()) });
        string[] answers = await page.EvaluateAsync<string[]>("""
            async () => {
              const { agreedKeys } = await import('/test/issue.js');
              const server = (mine, everybodys) => async url => ({ ok: true, text: async () => url === 'web' ? mine : everybodys });
              const said = work => work.then(list => JSON.stringify(list), error => error.constructor.name);
              const honest = '{"keys":["a"]}', tagged = '{"keys":["b"]}';
              return [await said(agreedKeys('web', 'room', server(honest, honest))), await said(agreedKeys('web', 'room', server(tagged, honest)))];
            }
            """);

        Assert.Equal(4, held);
        Assert.Equal(["""{"keys":["a"]}""", "Lying"], answers);
    }

    [Fact]
    public async Task Who_has_tokens_is_offered_to_use_them_and_who_forgot_them_to_get_some()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        var page = await browser.NewPageAsync();
        await IssuingAsync(page, "<script>localStorage.getItem('seen') ?? localStorage.setItem('tokens d', JSON.stringify({ set: 'x' })); localStorage.setItem('seen', 1)</script>", []);

        await Expect(page.Locator("#points-get")).ToBeHiddenAsync();
        await Expect(page.Locator("button.primary:visible")).ToHaveCountAsync(1);
        await Expect(page.Locator("button.primary[data-do=open]")).ToBeVisibleAsync();

        await page.ClickAsync("[data-do=forget]");
        await Expect(page.Locator("#points-get")).ToBeVisibleAsync();
        await Expect(page.Locator("#points-again")).ToBeHiddenAsync();
    }

    /// <summary>Web keeps the hash of what was blinded beside a name: on a device that somebody else reads, it would say whose tokens lie there.</summary>
    [Fact]
    public async Task Of_what_was_blinded_nothing_is_kept_once_the_tokens_are_made()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        var page = await browser.NewPageAsync();
        using var key = RSA.Create(2048);
        await IssuingAsync(page, "<input name=__RequestVerificationToken>", new()
        {
            ["keys"] = _ => $$"""{"dialogue":"d","perHolder":1,"keys":[{"id":"k","key":"{{Text(key.ExportSubjectPublicKeyInfo())}}"}]}""",
            ["?handler=Prepare"] = _ => """{"issued":[],"again":false}""",
            ["?handler=Issue"] = asked => $$"""{"k":["{{Text(Signed(key, asked.RootElement.GetProperty("k")[0].GetString()!))}}"]}""",
        });
        await page.ClickAsync("#points-get");
        await page.WaitForURLAsync(url => url.Contains("t=", StringComparison.Ordinal));

        string kept = await page.EvaluateAsync<string>("() => localStorage.getItem('tokens d')");
        using var json = JsonDocument.Parse(kept);
        Assert.Equal(["set"], json.RootElement.EnumerateObject().Select(p => p.Name));
        using var set = JsonDocument.Parse(json.RootElement.GetProperty("set").GetString()!);
        Assert.Equal("k", Assert.Single(set.RootElement.GetProperty("tokens").EnumerateArray())[0].GetString());
    }

    /// <summary>The page's own buttons, with words in place of what it looks up, and answers in place of Web's and Room's.</summary>
    private static async Task IssuingAsync(IPage page, string before, Dictionary<string, Func<JsonDocument, string>> answers)
    {
        string web = Path.Combine(DevCommand.Root, "src", "AIDialogues.Events.Web");
        string markup = await File.ReadAllTextAsync(Path.Combine(web, "Pages", "My", "Points.cshtml"));
        int from = markup.IndexOf("  <p class=\"notice info\" id=\"points-wait\">", StringComparison.Ordinal), to = markup.IndexOf("</section>", from, StringComparison.Ordinal);
        string body = "<script type=application/json id=points-data>{\"dialogue\":\"d\",\"keys\":\"keys\",\"roomKeys\":\"keys\",\"form\":\"#\",\"added\":0,\"texts\":{\"made\":\"\"}}</script>"
            + markup[from..to] + before + "<script type=module src=issue.js></script>";
        await page.RouteAsync("**/test/**", async route =>
        {
            string name = new Uri(route.Request.Url).PathAndQuery["/test/".Length..];
            using var asked = JsonDocument.Parse(route.Request.PostData ?? "{}");
            await route.FulfillAsync(name == "" ? new() { ContentType = "text/html", Body = body }
                : answers.TryGetValue(name, out var answer) ? new() { ContentType = "application/json", Body = answer(asked) }
                : new() { ContentType = "text/javascript", Body = await File.ReadAllTextAsync(Path.Combine(web, "wwwroot", "js", "points", name)) });
        });
        _ = await page.GotoAsync("http://localhost/test/");
    }

    private static byte[] Signed(RSA key, string blinded)
    {
        var secret = key.ExportParameters(includePrivateParameters: true);
        var signed = BigInteger.ModPow(BlindClient.Number(System.Buffers.Text.Base64Url.DecodeFromChars(blinded)), BlindClient.Number(secret.D!), BlindClient.Number(secret.Modulus!));
        byte[] bytes = signed.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[256 - bytes.Length], .. bytes];
    }

    private static async Task SendAsync(IPage page, string words)
    {
        await page.FillAsync("#words", words);
        await page.ClickAsync("#send");
    }

    private static string Set(PaidDialogue paid) =>
        Set(paid, [.. Enumerable.Range(0, 5).Select(_ => paid.Token()), .. Enumerable.Range(0, 5).Select(_ => paid.ObjectionToken())]);

    private static string Set(PaidDialogue paid, IEnumerable<PaidToken> tokens) =>
        Text(JsonSerializer.SerializeToUtf8Bytes(new { dialogue = paid.DialogueId, tokens = tokens.Select(t => new[] { t.KeyId, Text(t.Message), Text(t.Signature) }) }));

    private static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
