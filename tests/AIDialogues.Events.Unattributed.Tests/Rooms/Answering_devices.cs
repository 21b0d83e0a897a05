using System.Net;
using System.Text;
using System.Text.Json;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rooms;

/// <summary>The real process over real HTTP: what it says, what it never says, and how long its answers are.</summary>
public sealed class Answering_devices(OneRoom one, PostgresFixture postgres) : IClassFixture<OneRoom>, IAsyncLifetime
{
    private readonly VaultDatabase vault = one.Vault;
    private readonly RoomProcess room = one.Room;
    private OpenSession session = null!;

    public async ValueTask InitializeAsync() => session = await vault.AddSessionAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Opens_the_board_for_its_key()
    {
        var (status, body, _) = await AskAsync("/api/board", new { sessionId = session.SessionId, key = session.Key });

        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(session.SessionId, json.RootElement.GetProperty("board").GetProperty("sessionId").GetGuid());
    }

    [Theory]
    [InlineData("/api/board")]
    [InlineData("/api/points")]
    [InlineData("/api/accepted")]
    public async Task Gives_one_answer_to_a_wrong_key_a_revoked_key_and_an_unknown_session(string path)
    {
        var revoked = await vault.AddKeyAsync(session, revoked: true);
        var other = await vault.AddSessionAsync();

        var answers = new[]
        {
            await WholeAsync(path, session.SessionId, "wrong"),
            await WholeAsync(path, session.SessionId, ""),
            await WholeAsync(path, session.SessionId, revoked.Key),
            await WholeAsync(path, session.SessionId, other.Key),
            await WholeAsync(path, Guid.NewGuid(), session.Key),
            await WholeAsync(path, Guid.Empty, "x"),
        };

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.StartsWith("404 no-store", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"no-such-board\"", answers[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"019e0000-0000-7000-8000-000000000000","kind":"view","words":"w"}""", "id-not-random")]
    [InlineData("""{"id":"3d813cbb-47fb-42ba-91df-831e1593ac29","kind":"View","words":"w"}""", "kind-unknown")]
    [InlineData("""{"id":"3d813cbb-47fb-42ba-91df-831e1593ac29","kind":"rumour","words":"w"}""", "kind-unknown")]
    [InlineData("""{"id":"3d813cbb-47fb-42ba-91df-831e1593ac29","kind":"view","words":"  "}""", "words-empty")]
    [InlineData("""{"id":"3d813cbb-47fb-42ba-91df-831e1593ac29","kind":"view","words":"a\ud800"}""", "not-json")]
    [InlineData("""{"id":"3d813cbb-47fb-42ba-91df-831e1593ac29","kind":"view","words":null}""", "not-json")]
    [InlineData("""{"id":"3d813cbb-47fb-42ba-91df-831e1593ac29","kind":"view"}""", "not-json")]
    [InlineData("""{"id":"1","kind":"view","words":"w"}""", "not-json")]
    [InlineData("null", "not-json")]
    public async Task Refuses_a_malformed_point_with_a_stable_code_and_none_of_its_words(string point, string code)
    {
        using var content = new StringContent($$"""{"sessionId":"{{session.SessionId}}","key":"{{session.Key}}","points":[{{point}}]}""", Encoding.UTF8, "application/json");
        using var answer = await room.Client.PostAsync("/api/points", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(code, json.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Refuses_what_is_too_much()
    {
        Assert.Equal("words-too-long", await CodeAsync(Points(1, new string('é', 951))));
        Assert.Equal("too-many-points", await CodeAsync(Points(201, "w")));
        Assert.Equal("not-json", await CodeAsync("""{"sessionId":"""));
        Assert.Equal("not-json", await CodeAsync("{}"));
        Assert.Equal("not-json", await CodeAsync("[]"));
        Assert.Equal("too-large", await CodeAsync(Points(1, "w")[..^1] + ",\"pad\":\"" + new string(' ', 1024 * 1024) + "\"}"));
        Assert.Equal("not-json", await CodeAsync(Points(1, "w"), "text/plain"));
        Assert.Equal(0L, await vault.ScalarAsync<long>($"SELECT count(*) FROM vault.statements WHERE session_id = '{session.SessionId}'"));
        for (var i = 0; i < 10; i++) Assert.Null(await CodeAsync(Points(200, "w")));
        Assert.Equal("too-many-waiting", await CodeAsync(Points(1, "w")));
    }

    [Fact]
    public async Task Pads_every_answer_of_the_board_to_four_kibibytes()
    {
        var device = new Device(session);
        for (var i = 0; i < 150; i++) _ = device.Write($"words {i}");
        _ = await device.HandInAsync(room.Client, handOver: true);
        var open = new { sessionId = session.SessionId, key = session.Key };

        var sizes = new List<int>
        {
            (await AskAsync("/api/board", open)).Bytes,
            (await AskAsync("/api/points", open)).Bytes,
            (await AskAsync("/api/accepted", open)).Bytes,
            (await AskAsync("/api/board", new { sessionId = session.SessionId, key = "x" })).Bytes,
            (await AskAsync("/api/board", new { nothing = 1 })).Bytes,
        };

        Assert.All(sizes, size => Assert.Equal(0, size % 4096));
        Assert.Equal([4096, 4096, 8192, 4096, 4096], sizes);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/alive")]
    [InlineData("GET", "/s/")]
    [InlineData("GET", "/s/3d813cbb-47fb-42ba-91df-831e1593ac29")]
    [InlineData("GET", "/s/sw.js")]
    [InlineData("GET", "/s/board.webmanifest")]
    [InlineData("GET", "/js/board.js")]
    [InlineData("GET", "/js/../../appsettings.json")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/api/points")]
    [InlineData("POST", "/api/points")]
    [InlineData("POST", "/s/")]
    public async Task Sets_no_cookie_and_the_same_strict_headers_everywhere(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "Cookie", "a=b" }, { "X-Forwarded-For", "203.0.113.9" } } };
        using var answer = await room.Client.SendAsync(request);
        string One(string name) => Assert.Single(answer.Headers.GetValues(name));

        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            One("Content-Security-Policy"));
        Assert.Equal("no-store", One("Cache-Control"));
        Assert.Equal("nosniff", One("X-Content-Type-Options"));
        Assert.Equal("no-referrer", One("Referrer-Policy"));
        Assert.Equal("same-origin", One("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", One("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", One("Permissions-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.test", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.test", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("room.localhost", HttpStatusCode.OK)]
    [InlineData("room.localhost:443", HttpStatusCode.OK)]
    public async Task Answers_only_under_its_own_names(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/alive") { Headers = { Host = host } };
        using var answer = await room.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("/s/3d813cbb-47fb-42ba-91df-831e1593ac29", "fr-CH, fr;q=0.9, en;q=0.8", "lang=\"fr\"")]
    [InlineData("/s/3d813cbb-47fb-42ba-91df-831e1593ac29", "de, en;q=0.5", "lang=\"en\"")]
    [InlineData("/s/3d813cbb-47fb-42ba-91df-831e1593ac29?lang=fr", "en", "lang=\"fr\"")]
    [InlineData("/?lang=en", "fr", "lang=\"en\"")]
    [InlineData("/", "", "lang=\"en\"")]
    public async Task Speaks_the_language_asked_for(string path, string accepted, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        _ = request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        using var answer = await room.Client.SendAsync(request);

        Assert.Contains("<html " + expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_the_same_page_for_every_session()
    {
        var known = await room.Client.GetStringAsync($"/s/{session.SessionId}");
        var unknown = await room.Client.GetStringAsync($"/s/{Guid.NewGuid()}");

        Assert.Equal(known, unknown);
        Assert.DoesNotContain("{{", known, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_63_writes_nothing_of_a_request_to_its_log()
    {
        const string canary = "canary7d41";
        await using var own = await VaultDatabase.CreateAsync(postgres);
        await using var logging = await RoomProcess.StartAsync(own, ("Room__FlushMinutes", "60"));
        var mine = await own.AddSessionAsync();
        var device = new Device(mine);
        _ = device.Write(canary);
        _ = await device.HandInAsync(logging.Client);
        (await Device.PostAsync(logging.Client, "/api/board", new { sessionId = mine.SessionId, key = canary })).Dispose();
        (await Device.PostAsync(logging.Client, "/api/points", new[] { canary })).Dispose();
        using (var request = new HttpRequestMessage(HttpMethod.Get, "/" + canary + "?" + canary))
        {
            request.Headers.Add("User-Agent", canary);
            (await logging.Client.SendAsync(request)).Dispose();
        }
        // A fault too: the table is gone, so the flush at close fails.
        await own.ExecuteAsync("ALTER TABLE vault.statements RENAME TO away");
        _ = await device.HandInAsync(logging.Client, handOver: true);
        await own.ExecuteAsync("ALTER TABLE vault.away RENAME TO statements");

        Assert.Equal(0, await logging.StopAsync());
        Assert.Equal($"Room listens on port {logging.Port} and is reached at http://room.localhost:5101/", logging.Log);
        Assert.Equal(canary, await own.ScalarAsync<string>("SELECT words FROM vault.statements"));
    }

    [Fact]
    public async Task Case_68_tells_a_rapporteur_nothing_about_another_one()
    {
        var second = await vault.AddKeyAsync(session);
        var (mine, theirs) = (new { sessionId = session.SessionId, key = session.Key }, new Device(second));
        var before = (await AskAsync("/api/board", mine), await AskAsync("/api/accepted", mine));

        for (var i = 0; i < 7; i++) _ = theirs.Write($"words {i}");
        Assert.Equal(HttpStatusCode.OK, await theirs.HandInAsync(room.Client));

        Assert.Equal(before, (await AskAsync("/api/board", mine), await AskAsync("/api/accepted", mine)));
    }

    [Fact]
    public async Task Drops_a_theme_the_session_does_not_have_and_keeps_the_point()
    {
        var body = Points(1, "kept").Replace("\"themeId\":null", $"\"themeId\":\"{Guid.NewGuid()}\"", StringComparison.Ordinal);
        Assert.Null(await CodeAsync(body[..^1] + ",\"close\":true}"));

        Assert.Equal("kept", await vault.ScalarAsync<string>($"SELECT words FROM vault.statements WHERE theme_id IS NULL AND session_id = '{session.SessionId}'"));
    }

    private string Points(int count, string words) => JsonSerializer.Serialize(new
    {
        sessionId = session.SessionId,
        key = session.Key,
        points = Enumerable.Range(0, count).Select(_ => new { id = Guid.NewGuid(), themeId = (Guid?)null, kind = "fact", words }),
    });

    private async Task<(HttpStatusCode Status, string Body, int Bytes)> AskAsync(string path, object body)
    {
        using var answer = await Device.PostAsync(room.Client, path, body);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return (answer.StatusCode, Encoding.UTF8.GetString(bytes), bytes.Length);
    }

    private async Task<string> WholeAsync(string path, Guid sessionId, string key)
    {
        using var answer = await Device.PostAsync(room.Client, path, new { sessionId, key });
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key != "Date").OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        return $"{(int)answer.StatusCode} {answer.Headers.CacheControl}\n{string.Join('\n', headers)}\n\n{await answer.Content.ReadAsStringAsync()}";
    }

    private async Task<string?> CodeAsync(string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/points") { Content = content };
        // A server that refuses by the length alone closes before it has read: the client asks first (RFC 9110 10.1.1).
        request.Headers.ExpectContinue = body.Length > 1024 * 1024;
        using var answer = await room.Client.SendAsync(request);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
    }
}
