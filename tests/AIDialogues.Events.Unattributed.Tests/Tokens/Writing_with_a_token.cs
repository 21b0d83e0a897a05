using System.Net;
using System.Text.Json;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Testing.Tokens;
using AIDialogues.Events.Unattributed.Tests.Rooms;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Tokens;

/// <summary>The real Room over real HTTP: a token is the only leave, it carries one text, and it says nothing about whose it is.</summary>
public sealed class Writing_with_a_token(OneRoom one, PostgresFixture postgres) : IClassFixture<OneRoom>
{
    private readonly VaultDatabase vault = one.Vault;
    private readonly HttpClient room = one.Room.Client;

    [Fact]
    public async Task A_point_waits_with_the_others_and_is_stored_with_them()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        var (token, id) = (paid.Token(), Guid.NewGuid());
        Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(room, "Upkeep has no budget.", id));
        Assert.Empty(await StoredAsync(paid));
        Assert.DoesNotContain(token.Sha256, await SpentAsync(paid));

        await WrittenAsync(vault, room, paid);

        Assert.Equal(["Upkeep has no budget."], await StoredAsync(paid));
        Assert.Equal([token.Sha256], await SpentAsync(paid));
        // They were written in one statement; the rewriting at the close gave each table a transaction number of its own.
        Assert.Equal(0L, await vault.ScalarAsync<long>($"SELECT count(*) FROM vault.statements s JOIN vault.spent_tokens t ON s.xmin = t.xmin WHERE s.id = '{id}'"));
    }

    [Fact]
    public async Task The_same_sent_again_is_one_point_before_the_flush_and_after_it()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        var (token, id) = (paid.Token(), Guid.NewGuid());

        Assert.Equal("held", await StateAsync(await token.WriteAsync(room, "Once.", id)));
        Assert.Equal("held", await StateAsync(await token.WriteAsync(room, "Once.", id)));
        await WrittenAsync(vault, room, paid);
        Assert.Equal("stored", await StateAsync(await token.WriteAsync(room, "Once.", id)));
        await WrittenAsync(vault, room, paid);

        Assert.Equal(["Once."], await StoredAsync(paid));
    }

    [Fact]
    public async Task A_token_carries_one_text_whoever_is_first()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        var token = paid.Token();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => token.StatusAsync(room, $"Text {i}.")));
        await WrittenAsync(vault, room, paid);

        Assert.Equal(1, answers.Count(a => a == HttpStatusCode.OK));
        Assert.Equal(11, answers.Count(a => a == HttpStatusCode.Conflict));
        _ = Assert.Single(await StoredAsync(paid));
    }

    [Fact]
    public async Task Every_token_that_is_not_taken_gets_one_answer_byte_for_byte()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        using var over = await PaidDialogue.AddAsync(vault, closesAt: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var other = await PaidDialogue.AddAsync(vault);
        var good = paid.Token();
        PaidToken[] bad =
        [
            good with { Message = [.. good.Message.Reverse()] }, good with { Signature = [.. good.Signature.Reverse()] }, good with { Message = [] }, good with { Signature = [] },
            good with { KeyId = other.PointKey }, good with { KeyId = "" }, good with { KeyId = new string('0', 64) }, paid.ObjectionToken(), over.Token(),
        ];
        var answers = new List<string>();
        foreach (var token in bad)
        {
            using var answer = await token.WriteAsync(room, "words");
            answers.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.StartsWith("404 {\"code\":\"no-such-token\"", answers[0], StringComparison.Ordinal);
        Assert.Empty(await StoredAsync(paid));
    }

    [Fact]
    public async Task Every_reply_about_a_token_has_one_size_and_no_cookie()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        using var few = await PaidDialogue.AddAsync(vault, enoughHolders: false);
        var token = paid.Token();
        HttpResponseMessage[] replies =
        [
            await token.WriteAsync(room, "short"), await paid.Token().WriteAsync(room, new string('x', 1900)), await few.Token().WriteAsync(room, "words"),
            await token.WriteAsync(room, "another text"), await (token with { Signature = [] }).WriteAsync(room, "words"),
            await paid.Token().WriteAsync(room, "Write to awa.diallo@bassin.test or +33 6 12 34 56 78."), await paid.Token().ObjectAsync(room, Guid.NewGuid()),
        ];

        foreach (var reply in replies)
        {
            Assert.Equal(4096, reply.Content.Headers.ContentLength);
            Assert.False(reply.Headers.Contains("Set-Cookie"));
            reply.Dispose();
        }
    }

    [Fact]
    public async Task Words_that_point_at_somebody_come_back_and_spend_nothing_until_they_are_read()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        var (token, id) = (paid.Token(), Guid.NewGuid());
        const string Words = "Write to awa.diallo@bassin.test.";

        using var found = await token.WriteAsync(room, Words, id);
        using var json = JsonDocument.Parse(await found.Content.ReadAsStringAsync());
        Assert.Equal("found", json.RootElement.GetProperty("state").GetString());
        Assert.Equal("Contact", json.RootElement.GetProperty("findings")[0].GetProperty("kind").GetString());
        Assert.Equal("held", await StateAsync(await token.WriteAsync(room, "Write to us.", id)));
        Assert.Equal("held", await StateAsync(await paid.Token().WriteAsync(room, Words, readAnyway: true)));
        await WrittenAsync(vault, room, paid);

        Assert.Equal(["Write to awa.diallo@bassin.test.", "Write to us."], await StoredAsync(paid));
    }

    /// <summary>A device that was opened without a network had no lexicon to warn with. What Room took before is not asked about again: its writer is gone.</summary>
    [Fact]
    public async Task Names_of_participants_come_back_too()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        string lexicon = Lexicon.Of([new Participant("Awa", "Diallo", "Office du bassin")], [1, 2, 3]).ToJson();
        await vault.ExecuteAsync($"UPDATE board.sessions SET board = jsonb_set(board, '{{lexicon}}', '{lexicon}') WHERE session_id = '{paid.Session.SessionId}'");
        var token = paid.Token();
        const string Words = "Ask the Office du bassin about it.";

        using var found = await token.WriteAsync(room, Words);
        using var json = JsonDocument.Parse(await found.Content.ReadAsStringAsync());
        var finding = Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal(("ParticipantAffiliation", 8, 16), (finding.GetProperty("kind").GetString(), finding.GetProperty("start").GetInt32(), finding.GetProperty("length").GetInt32()));
        Assert.Equal("held", await StateAsync(await paid.Token().WriteAsync(room, Words, held: true)));
        Assert.Equal("held", await StateAsync(await token.WriteAsync(room, Words, readAnyway: true)));
    }

    /// <summary>Found now, it could be sent otherwise while it waits here as it was, and both would be stored.</summary>
    [Fact]
    public async Task What_waits_here_already_is_held_and_not_found_whatever_was_learnt_since()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        var (token, id) = (paid.Token(), Guid.NewGuid());
        const string Words = "Write to awa.diallo@bassin.test.";
        Assert.Equal("held", await StateAsync(await token.WriteAsync(room, Words, id, readAnyway: true)));

        // The answer was lost, and the device asks again without knowing that it arrived.
        Assert.Equal("held", await StateAsync(await token.WriteAsync(room, Words, id)));
    }

    [Fact]
    public async Task Case_66_nothing_is_taken_while_fewer_than_eight_hold_tokens_and_nothing_is_lost()
    {
        using var paid = await PaidDialogue.AddAsync(vault, enoughHolders: false);
        var (token, id) = (paid.Token(), Guid.NewGuid());
        Assert.Equal(HttpStatusCode.Conflict, await token.StatusAsync(room, "Early.", id));

        await vault.ExecuteAsync($"UPDATE board.token_keys SET enough_holders = true WHERE dialogue_id = '{paid.DialogueId}'");

        Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(room, "Early.", id));
    }

    [Fact]
    public async Task A_theme_the_session_does_not_have_is_none()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        using var known = await paid.Token().WriteAsync(room, "known", theme: paid.Session.ThemeId);
        using var made = await paid.Token().WriteAsync(room, "made up", theme: Guid.NewGuid());
        await WrittenAsync(vault, room, paid);

        Assert.Equal(["known " + paid.Session.ThemeId, "made up "], await vault.RowsAsync($"SELECT words || ' ' || coalesce(theme_id::text, '') FROM vault.statements WHERE session_id = '{paid.Session.SessionId}' ORDER BY 1"));
    }

    /// <summary>What is the same is what was sent, not what became of it.</summary>
    [Fact]
    public async Task A_held_point_sent_again_is_the_same_though_its_theme_was_removed_in_between()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        var (token, id) = (paid.Token(), Guid.NewGuid());
        Assert.Equal("held", await StateAsync(await token.WriteAsync(room, "Upkeep.", id, theme: paid.Session.ThemeId)));
        await vault.ExecuteAsync($"UPDATE board.sessions SET board = jsonb_set(board, '{{themes}}', '[]') WHERE session_id = '{paid.Session.SessionId}'");

        Assert.Equal("held", await StateAsync(await token.WriteAsync(room, "Upkeep.", id, theme: paid.Session.ThemeId, held: true)));
        await WrittenAsync(vault, room, paid);

        Assert.Equal(["Upkeep."], await StoredAsync(paid));
    }

    /// <summary>Two devices may have one set of tokens, or one a printed copy.</summary>
    [Fact]
    public async Task A_spent_token_is_an_answer_only_for_the_text_that_is_stored()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        var (token, other, id) = (paid.Token(), paid.Token(), Guid.NewGuid());
        Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(room, "Mine.", id));
        Assert.Equal(HttpStatusCode.Conflict, await token.StatusAsync(room, "From another device."));
        await WrittenAsync(vault, room, paid);

        Assert.Equal("stored", await StateAsync(await token.WriteAsync(room, "Mine.", id)));
        Assert.Equal(HttpStatusCode.Conflict, await token.StatusAsync(room, "From another device."));
        // Nor does what is stored cost a second token.
        Assert.Equal("stored", await StateAsync(await other.WriteAsync(room, "Mine.", id)));
        await WrittenAsync(vault, room, paid);
        Assert.Equal(["Mine."], await StoredAsync(paid));
        Assert.Equal([token.Sha256], await SpentAsync(paid));
    }

    [Fact]
    public async Task Who_holds_a_token_gets_one_list_of_what_is_stored_whichever_token_it_is_and_nobody_else_does()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        using var over = await PaidDialogue.AddAsync(vault, closesAt: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (token, device, id) = (paid.Token(), new Device(paid.Session), Guid.NewGuid());
        var note = device.Write("A rapporteur's.");
        Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(room, "Own.", id));
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room));
        Assert.Empty(await AcceptedAsync(token));
        await WrittenAsync(vault, room, paid);

        foreach (var shown in new[] { token, paid.Token(), paid.ObjectionToken() }) Assert.Equal(new[] { id, note }.Order(), await AcceptedAsync(shown));
        // When its time is over a device still has to learn whether its words may be forgotten.
        Assert.Empty(await AcceptedAsync(over.Token()));
        using var made = await (token with { Message = [.. token.Message.Reverse()] }).AcceptedAsync(room);
        Assert.Equal(HttpStatusCode.NotFound, made.StatusCode);
        using var reply = await token.AcceptedAsync(room);
        Assert.Equal(4096, reply.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task The_key_list_is_public_to_every_origin_and_nothing_else_is()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        using var list = await room.GetAsync($"/keys/{paid.DialogueId}.json");
        using var spent = await room.GetAsync($"/api/tokens/spent/{paid.DialogueId}");

        Assert.Equal("*", Assert.Single(list.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(spent.Headers.Contains("Access-Control-Allow-Origin"));
        using var json = JsonDocument.Parse(await list.Content.ReadAsStringAsync());
        Assert.Equal([paid.PointKey, paid.ObjectionKey], json.RootElement.GetProperty("keys").EnumerateArray().OrderByDescending(k => k.GetProperty("purpose").GetString(), StringComparer.Ordinal).Select(k => k.GetProperty("id").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await room.GetAsync($"/keys/{Guid.NewGuid()}.json")).StatusCode);
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_when_Room_is_killed_between_the_two()
    {
        await using var own = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(own);
        var texts = Enumerable.Range(0, 8).Select(i => (Token: paid.Token(), Words: $"Point {i}.", Id: Guid.NewGuid())).ToList();
        await using (var first = await RoomProcess.StartAsync(own, ("Room__FlushMinutes", "60")))
        {
            foreach (var (token, words, id) in texts.Take(6)) Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(first.Client, words, id));
            await WrittenAsync(own, first.Client, paid);
            foreach (var (token, words, id) in texts.Skip(6)) Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(first.Client, words, id));
            await first.KillAsync();
        }

        await using var second = await RoomProcess.StartAsync(own, ("Room__FlushMinutes", "60"));
        foreach (var (token, words, id) in texts) Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(second.Client, words, id));
        await WrittenAsync(own, second.Client, paid);

        Assert.Equal(texts.Select(t => t.Words), await own.RowsAsync("SELECT words FROM vault.statements ORDER BY words"));
        Assert.Equal(8L, await own.ScalarAsync<long>("SELECT count(*) FROM vault.spent_tokens"));
    }

    /// <summary>It was taken, Room was killed, and staff closed the session before the device came back, days later: it is held again, and waits for company or its last time.</summary>
    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Conflict)]
    public async Task What_Room_said_it_holds_it_takes_again_after_the_close_and_nothing_else(bool held, HttpStatusCode status)
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        await vault.ExecuteAsync($"UPDATE board.sessions SET closed = true WHERE session_id = '{paid.Session.SessionId}'");

        using (var answer = await paid.Token().WriteAsync(room, "Taken before the fall.", held: held)) Assert.Equal(status, answer.StatusCode);

        await WrittenAsync(vault, room, paid);
        // Alone it would tell whose device it was that came back.
        Assert.Empty(await StoredAsync(paid));
    }

    [Theory]
    [InlineData(23, true, HttpStatusCode.OK)]
    [InlineData(25, true, HttpStatusCode.NotFound)]
    [InlineData(1, false, HttpStatusCode.NotFound)]
    public async Task What_Room_said_it_holds_it_takes_again_for_a_day_after_the_tokens_end(int hoursAfter, bool held, HttpStatusCode status)
    {
        using var paid = await PaidDialogue.AddAsync(vault, closesAt: TimeProvider.System.GetUtcNow().AddHours(-hoursAfter));

        using var answer = await paid.Token().WriteAsync(room, "Taken before the fall.", held: held);

        Assert.Equal(status, answer.StatusCode);
    }

    private Task<IReadOnlyList<string>> StoredAsync(PaidDialogue paid) => vault.RowsAsync($"SELECT words FROM vault.statements WHERE session_id = '{paid.Session.SessionId}' ORDER BY words");

    private async Task<string?[]> SpentAsync(PaidDialogue paid)
    {
        using var json = JsonDocument.Parse(await room.GetStringAsync($"/api/tokens/spent/{paid.DialogueId}"));
        return [.. json.RootElement.GetProperty("spent").EnumerateArray().Select(s => s.GetString())];
    }

    private async Task<Guid[]> AcceptedAsync(PaidToken token)
    {
        using var answer = await token.AcceptedAsync(room);
        using var json = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return [.. json.RootElement.GetProperty("accepted").EnumerateArray().Select(id => id.GetGuid())];
    }

    private static async Task WrittenAsync(VaultDatabase vault, HttpClient room, PaidDialogue paid) => Assert.Equal(HttpStatusCode.OK, await vault.WrittenAsync(paid.Session, room));

    private static async Task<string?> StateAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            using var json = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
            return json.RootElement.GetProperty("state").GetString();
        }
    }
}
