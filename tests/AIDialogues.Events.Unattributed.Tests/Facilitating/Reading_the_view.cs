using System.Net;
using System.Text;
using System.Text.Json;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Unattributed.Tests.Rooms;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Facilitating;

/// <summary>The facilitator's request to the real process: what a key opens, what it never opens, and what a reading gives away.</summary>
public sealed class Reading_the_view(OneRoom one) : IClassFixture<OneRoom>, IAsyncLifetime
{
    private readonly VaultDatabase vault = one.Vault;
    private readonly RoomProcess room = one.Room;
    private OpenSession board = null!;
    private OpenSession view = null!;

    public async ValueTask InitializeAsync()
    {
        board = await vault.AddSessionAsync();
        view = await vault.AddFacilitatorAsync(board);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Gives_points_once_five_are_stored_without_id_lexicon_or_anything_else()
    {
        await HandInAsync(4, handOver: true);
        using (var early = JsonDocument.Parse((await AskAsync(view)).Body))
        {
            Assert.Empty(early.RootElement.GetProperty("points").EnumerateArray());
            Assert.Equal(0, early.RootElement.GetProperty("atLeast").GetInt32());
        }
        await HandInAsync(3, handOver: true);
        await vault.ExecuteAsync($"UPDATE board.sessions SET closed = true WHERE session_id = '{board.SessionId}'");

        using var json = JsonDocument.Parse((await AskAsync(view)).Body);
        var root = json.RootElement;
        Assert.Equal(["atLeast", "board", "closed", "heldBack", "pad", "points", "run"], root.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["endsAt", "questions", "rule", "series", "sessionId", "startsAt", "themes", "title", "zone"], root.GetProperty("board").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(5, root.GetProperty("atLeast").GetInt32());
        Assert.True(root.GetProperty("closed").GetBoolean());
        Assert.Equal(7, root.GetProperty("points").GetArrayLength());
        Assert.All(root.GetProperty("points").EnumerateArray(), p => Assert.Equal(["themeId", "kind", "words"], p.EnumerateObject().Select(x => x.Name)));
        Assert.Equal(await vault.RowsAsync($"SELECT words FROM vault.statements WHERE session_id = '{board.SessionId}' ORDER BY words"),
            root.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("words").GetString()!).Order(StringComparer.Ordinal));
    }

    /// <summary>The device's own verdict is not asked for: Room screens with the lexicon of the board. Only who has read the words lets them through.</summary>
    [Theory]
    [InlineData("ChathamHouse", false, 5, 1)]
    [InlineData("ChathamHouse", true, 6, 0)]
    [InlineData("OnTheRecord", false, 6, 0)]
    public async Task Holds_back_a_point_that_names_a_participant_of_the_lexicon_until_somebody_has_swept_it(string rule, bool swept, int shown, int heldBack)
    {
        var lexicon = Lexicon.Of([new Participant("Awa", "Diallo", null)], [1, 2, 3]).ToJson();
        await vault.ExecuteAsync($"UPDATE board.sessions SET board = board || jsonb_build_object('rule', '{rule}', 'lexicon', '{lexicon}'::jsonb) WHERE session_id = '{board.SessionId}'");
        var named = new { id = Guid.NewGuid(), kind = "view", words = "As Awa Diallo said, nobody pays.", swept };
        using (var held = await Device.PostAsync(room.Client, "/api/points", new { sessionId = board.SessionId, key = board.Key, points = new[] { named } })) Assert.Equal(HttpStatusCode.OK, held.StatusCode);

        await HandInAsync(5, handOver: true);

        var (_, body) = await AskAsync(view);
        using var json = JsonDocument.Parse(body);
        Assert.Equal((shown, heldBack), (json.RootElement.GetProperty("points").GetArrayLength(), json.RootElement.GetProperty("heldBack").GetInt32()));
        Assert.Equal(heldBack == 0, body.Contains("Diallo", StringComparison.Ordinal));
        Assert.Equal(6L, await vault.ScalarAsync<long>($"SELECT count(*) FROM vault.statements WHERE session_id = '{board.SessionId}'"));
    }

    /// <summary>Five who hand in, a rapporteur who opens the board, another facilitator who reads: none of it is seen.</summary>
    [Fact]
    public async Task Case_68_tells_a_facilitator_nothing_of_who_is_there_or_what_waits()
    {
        var before = await AskAsync(view);
        await HandInAsync(30, handOver: false);
        (await Device.PostAsync(room.Client, "/api/board", new { sessionId = board.SessionId, key = board.Key })).Dispose();
        _ = await AskAsync(await vault.AddFacilitatorAsync(board));

        Assert.Equal(before, await AskAsync(view));
    }

    [Fact]
    public async Task Leaves_no_trace_of_its_own()
    {
        var key = new { sessionId = board.SessionId, key = board.Key };
        var (boardBefore, acceptedBefore) = (await PostAsync("/api/board", key), await PostAsync("/api/accepted", key));
        var rowsBefore = await vault.RowsAsync("SELECT k::text || k.xmin::text FROM board.keys k UNION ALL SELECT session_id::text || xmin::text FROM board.sessions ORDER BY 1");
        for (var i = 0; i < 3; i++) _ = await AskAsync(view);

        Assert.Equal((boardBefore, acceptedBefore), (await PostAsync("/api/board", key), await PostAsync("/api/accepted", key)));
        Assert.Equal(rowsBefore, await vault.RowsAsync("SELECT k::text || k.xmin::text FROM board.keys k UNION ALL SELECT session_id::text || xmin::text FROM board.sessions ORDER BY 1"));
    }

    [Fact]
    public async Task Has_one_length_whether_nothing_is_shown_or_a_hundred_points_are()
    {
        var empty = await AskAsync(view);
        await HandInAsync(100, handOver: true);
        var full = await AskAsync(view);

        Assert.Equal((64 * 1024, 64 * 1024), (Encoding.UTF8.GetByteCount(empty.Body), Encoding.UTF8.GetByteCount(full.Body)));
    }

    /// <summary>The key of a view writes nothing and opens no board, and a board's key reads no view: each as if it were made up.</summary>
    [Theory]
    [InlineData("/api/points", true)]
    [InlineData("/api/board", true)]
    [InlineData("/api/accepted", true)]
    [InlineData("/api/view", false)]
    public async Task Refuses_a_key_for_anything_but_its_own_purpose_as_a_made_up_one(string path, bool asFacilitator)
    {
        var own = asFacilitator ? view : board;
        object Body(string key) => new { sessionId = board.SessionId, key, points = new[] { new { id = Guid.NewGuid(), kind = "view", words = "written by a facilitator" } }, close = true };

        var answer = await PostAsync(path, Body(own.Key));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("\"no-such-board\"", answer.Body, StringComparison.Ordinal);
        Assert.Equal(await PostAsync(path, Body("made-up")), answer);
        Assert.Equal(0L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements WHERE words = 'written by a facilitator'"));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/api/board", new { sessionId = board.SessionId, key = board.Key })).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(view)).Status);
    }

    [Fact]
    public async Task Ends_at_once_when_its_key_is_revoked()
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(view)).Status);
        await vault.ExecuteAsync($"UPDATE board.keys SET revoked = true WHERE session_id = '{board.SessionId}' AND purpose = 'Facilitate'");

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(view)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("/api/board", new { sessionId = board.SessionId, key = board.Key })).Status);
    }

    [Fact]
    public async Task Has_the_same_page_for_every_session_as_long_as_every_other_page_and_without_a_cookie()
    {
        using var known = await room.Client.GetAsync($"/f/{board.SessionId}");
        var page = await known.Content.ReadAsStringAsync();

        Assert.Equal(page, await room.Client.GetStringAsync($"/f/{Guid.NewGuid()}"));
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
        Assert.False(known.Headers.Contains("Set-Cookie"));
        foreach (var path in new[] { $"/f/{board.SessionId}?lang=fr", $"/f/{board.SessionId}?lang=en", "/s/?lang=fr", "/p/?lang=fr", "/" })
            Assert.Equal(64 * 1024, (await room.Client.GetByteArrayAsync(path)).Length);
    }

    private async Task HandInAsync(int count, bool handOver)
    {
        var device = new Device(board);
        // Letters alone: digits thrown together are a telephone number now and then, and held back.
        for (var i = 0; i < count; i++) _ = device.Write($"words {string.Concat(Guid.NewGuid().ToByteArray().Select(b => (char)('a' + b % 26)))}");
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client, handOver));
    }

    private Task<(HttpStatusCode Status, string Body)> AskAsync(OpenSession session) => PostAsync("/api/view", new { sessionId = session.SessionId, key = session.Key });

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, object body)
    {
        using var answer = await Device.PostAsync(room.Client, path, body);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
