using System.Net;
using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Room.Tokens;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Testing.Tokens;
using AIDialogues.Events.Unattributed.Objections;
using AIDialogues.Events.Unattributed.Tokens;
using AIDialogues.Events.Unattributed.Statements;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Tokens;

/// <summary>Objections wait for the end of their round, and then are all there at once.</summary>
public sealed class Objecting(PostgresFixture postgres)
{
    private static readonly DateTimeOffset End = new(2027, 5, 20, 18, 0, 0, TimeSpan.Zero);

    private readonly Clock clock = new(End.AddHours(-1));

    private const string OneTransactionEach = "SELECT max(n) FROM (SELECT count(DISTINCT xmin::text) AS n FROM vault.objections UNION ALL SELECT count(DISTINCT xmin::text) FROM vault.spent_tokens) x";

    [Fact]
    public async Task All_of_a_round_are_written_together_at_its_end_and_read_by_sentence()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        using var waiting = new WaitingObjections(new ObjectionWriter(room), new VaultRewriting(new StatementWriter(room)), clock);
        var (summary, one, two) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        for (byte token = 0; token < 6; token++) Assert.Equal(ObjectionHold.Held, waiting.Hold(Objection(summary, one, ObjectionKind.IdentifiesMe, token, token == 0 ? "That is my ministry." : null), End));
        Assert.Equal(ObjectionHold.Held, waiting.Hold(Objection(summary, two, ObjectionKind.NotWhatWasSaid, 6), End));
        Assert.Equal(ObjectionHold.Held, waiting.Hold(Objection(summary, two, ObjectionKind.NotWhatWasSaid, 6), End));
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));
        Assert.Empty(await ReadAsync(vault, summary));

        clock.Now = End;
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));

        var read = await ReadAsync(vault, summary);
        Assert.Equal(new[] { one, two }.Order(), read.Select(r => r.ItemId));
        var first = read.Single(r => r.ItemId == one);
        Assert.Equal((6, 0, 2), (first.IdentifiesMe, first.NotWhatWasSaid, first.HoldersAtLeast));
        Assert.Equal(["That is my ministry."], first.Words);
        var second = read.Single(r => r.ItemId == two);
        Assert.Equal((0, 1, 1), (second.IdentifiesMe, second.NotWhatWasSaid, second.HoldersAtLeast));
        Assert.Empty(second.Words);
        Assert.Empty(await ReadAsync(vault, Guid.NewGuid()));
        // One who was given a second set may have written all six.
        Assert.Equal(1, (await ReadAsync(vault, summary, replaced: 1)).Single(r => r.ItemId == one).HoldersAtLeast);
        Assert.Equal(7L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.spent_tokens"));
        Assert.Equal(1L, await vault.ScalarAsync<long>(OneTransactionEach));
    }

    [Fact]
    public async Task What_a_device_sends_again_after_a_restart_is_taken_for_a_day_and_written_at_the_end_of_it()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        using var waiting = new WaitingObjections(new ObjectionWriter(room), new VaultRewriting(new StatementWriter(room)), clock);
        var summary = Guid.NewGuid();
        clock.Now = End.AddHours(1);
        Assert.Equal(ObjectionHold.Held, waiting.Hold(Objection(summary, Guid.NewGuid(), ObjectionKind.IdentifiesMe, 1), End));
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));
        Assert.Empty(await ReadAsync(vault, summary));

        clock.Now = End.AddDays(1);
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));

        Assert.Single(await ReadAsync(vault, summary));
        Assert.Equal(ObjectionHold.TooLate, waiting.Hold(Objection(summary, Guid.NewGuid(), ObjectionKind.IdentifiesMe, 2), End));
    }

    /// <summary>What is sent late is a batch of few; the order of transactions and places would tell it from the others for ever.</summary>
    [Fact]
    public async Task Case_61_what_came_late_lies_among_the_others_once_it_is_written()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        using var waiting = new WaitingObjections(new ObjectionWriter(room), new VaultRewriting(new StatementWriter(room)), clock);
        const string late = "SELECT string_agg((get_byte(token_sha256, 0) >= 100)::text, ' ' ORDER BY ctid) FROM vault.spent_tokens";
        for (byte token = 0; token < 30; token++) Assert.Equal(ObjectionHold.Held, waiting.Hold(Objection(Guid.NewGuid(), Guid.NewGuid(), ObjectionKind.IdentifiesMe, token), End));
        clock.Now = End;
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));
        for (byte token = 100; token < 130; token++) Assert.Equal(ObjectionHold.Held, waiting.Hold(Objection(Guid.NewGuid(), Guid.NewGuid(), ObjectionKind.IdentifiesMe, token), End));
        // While the vault is read for long, the objections are written and the rewriting waits for the next time.
        await using (var reading = await vault.Owner.OpenConnectionAsync())
        await using (await reading.BeginTransactionAsync())
        {
            await using var look = new NpgsqlCommand("SELECT count(*) FROM vault.statements", reading);
            _ = await look.ExecuteScalarAsync();
            clock.Now = End.AddDays(1);
            Assert.True(await waiting.FlushDueAsync(CancellationToken.None));
        }
        Assert.Equal(2L, await vault.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.spent_tokens"));
        string before = string.Join(' ', Enumerable.Repeat("false", 30).Concat(Enumerable.Repeat("true", 30)));
        Assert.Equal(before, await vault.ScalarAsync<string>(late));

        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));

        Assert.Equal(1L, await vault.ScalarAsync<long>(OneTransactionEach));
        Assert.NotEqual(before, await vault.ScalarAsync<string>(late));
    }

    [Fact]
    public async Task Fault_14_losing_the_replies_of_the_database_doubles_no_objection()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var wire = new CuttingWire(vault.As("aide_room"));
        await using var room = NpgsqlDataSource.Create(wire.ConnectionString);
        using var waiting = new WaitingObjections(new ObjectionWriter(room), new VaultRewriting(new StatementWriter(room)), clock);
        var (summary, item) = (Guid.NewGuid(), Guid.NewGuid());
        for (int token = 0; token < 3; token++) Assert.Equal(ObjectionHold.Held, waiting.Hold(Objection(summary, item, ObjectionKind.IdentifiesMe, token), End));
        // Nothing is due, and the connection is there.
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));
        clock.Now = End;

        wire.SwallowReplies();
        var flushing = waiting.FlushDueAsync(CancellationToken.None);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await vault.ScalarAsync<long>("SELECT count(*) FROM vault.objections") < 3) await Task.Delay(10, limit.Token);
        wire.CutAll();
        Assert.False(await flushing);
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));

        Assert.Equal(3, Assert.Single(await ReadAsync(vault, summary)).IdentifiesMe);
        Assert.Equal(3L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.spent_tokens"));
    }

    [Fact]
    public async Task One_too_many_is_to_come_again_later_and_is_not_told_that_its_token_is_none()
    {
        await using var source = NpgsqlDataSource.Create("Host=nowhere");
        using var waiting = new WaitingObjections(new ObjectionWriter(source), new VaultRewriting(new StatementWriter(source)), clock);
        for (int token = 0; token < WaitingObjections.MostWaiting; token++) _ = waiting.Hold(Objection(Guid.Empty, Guid.Empty, ObjectionKind.IdentifiesMe, token), End);

        Assert.Equal(ObjectionHold.TooMany, waiting.Hold(Objection(Guid.Empty, Guid.Empty, ObjectionKind.IdentifiesMe, WaitingObjections.MostWaiting), End));
        Assert.Equal(ObjectionHold.Held, waiting.Hold(Objection(Guid.Empty, Guid.Empty, ObjectionKind.IdentifiesMe, 0), End));
    }

    /// <summary>Two devices may have one set: which objection a spent token paid for, only the objection's own id says.</summary>
    [Fact]
    public async Task A_spent_token_is_an_answer_only_for_the_objection_that_is_stored()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault);
        var (item, stored, token) = (Guid.NewGuid(), Guid.NewGuid(), paid.ObjectionToken());
        await vault.ExecuteAsync($"INSERT INTO board.objection_rounds VALUES ('{item}', '{paid.DialogueId}', '2098-01-01Z', ARRAY['{item}']::uuid[])");
        await vault.ExecuteAsync($"INSERT INTO vault.objections VALUES ('{stored}', '{item}', '{item}', 'identifies-me')");
        await vault.ExecuteAsync($"INSERT INTO vault.spent_tokens VALUES ('\\x{token.Sha256}', '{token.KeyId}')");
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));

        using var same = await token.ObjectAsync(room.Client, item, id: stored);
        Assert.Contains("\"stored\"", await same.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(token.ObjectAsync(room.Client, item)));
        using var list = await paid.ObjectionToken().AcceptedAsync(room.Client);
        Assert.Contains($"[\"{stored}\"]", await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Typed on a device that stayed off until the next round began: under the same sentence other words may stand by now.</summary>
    [Fact]
    public async Task One_that_was_typed_in_an_earlier_round_is_not_taken_for_the_words_of_this_one()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault);
        var (item, token) = (Guid.NewGuid(), paid.ObjectionToken());
        var closes = new DateTimeOffset(2098, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await vault.ExecuteAsync($"INSERT INTO board.objection_rounds VALUES ('{item}', '{paid.DialogueId}', '2098-01-01Z', ARRAY['{item}']::uuid[])");
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));

        using var earlier = await token.ObjectAsync(room.Client, item, round: closes.AddDays(-30).ToUnixTimeSeconds());
        using var now = await token.ObjectAsync(room.Client, item, round: closes.ToUnixTimeSeconds());

        Assert.Equal(HttpStatusCode.Conflict, earlier.StatusCode);
        Assert.Contains("other-round", await earlier.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // It cost no token.
        Assert.Contains("\"held\"", await now.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_lost_while_the_database_is_away()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        using var waiting = new WaitingObjections(new ObjectionWriter(room), new VaultRewriting(new StatementWriter(room)), clock);
        var summary = Guid.NewGuid();
        Assert.Equal(ObjectionHold.Held, waiting.Hold(Objection(summary, Guid.NewGuid(), ObjectionKind.IdentifiesMe, 1), End));
        clock.Now = End;
        await vault.ExecuteAsync("ALTER TABLE vault.objections RENAME TO away");
        Assert.False(await waiting.FlushDueAsync(CancellationToken.None));
        Assert.Equal(0L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.spent_tokens"));
        await vault.ExecuteAsync("ALTER TABLE vault.away RENAME TO objections");

        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));

        Assert.Single(await ReadAsync(vault, summary));
    }

    [Fact]
    public async Task Only_a_sentence_of_an_open_round_of_the_own_dialogue_may_be_objected_to_and_only_with_its_own_token()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(vault);
        using var other = await PaidDialogue.AddAsync(vault);
        var (item, past) = (Guid.NewGuid(), Guid.NewGuid());
        await vault.ExecuteAsync($"INSERT INTO board.objection_rounds VALUES (gen_random_uuid(), '{paid.DialogueId}', '2098-01-01Z', ARRAY['{item}']::uuid[]), (gen_random_uuid(), '{paid.DialogueId}', '2020-01-01Z', ARRAY['{past}']::uuid[])");
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        var (token, id) = (paid.ObjectionToken(), Guid.NewGuid());

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token.ObjectAsync(room.Client, item, id: id)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token.ObjectAsync(room.Client, item, id: id)));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(token.ObjectAsync(room.Client, item)));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(token.ObjectAsync(room.Client, item, "not-what-was-said")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(paid.Token().ObjectAsync(room.Client, item)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other.ObjectionToken().ObjectAsync(room.Client, item)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(paid.ObjectionToken().ObjectAsync(room.Client, past)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(paid.ObjectionToken().ObjectAsync(room.Client, Guid.NewGuid())));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(paid.ObjectionToken().ObjectAsync(room.Client, item, "rumour")));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(paid.ObjectionToken().ObjectAsync(room.Client, item, id: new Guid("0196c5a0-0000-7000-8000-000000000000"))));
    }

    [Theory]
    [InlineData("aide_room", "SELECT * FROM vault.objections")]
    [InlineData("aide_room", "SELECT * FROM vault.spent_tokens")]
    [InlineData("aide_room", "SELECT * FROM board.token_keys")]
    [InlineData("aide_room", "SELECT * FROM events.token_issues")]
    [InlineData("aide_board", "SELECT * FROM vault.objections")]
    [InlineData("aide_board", "SELECT words FROM vault.objections")]
    [InlineData("aide_board", "SELECT kind, item_id FROM vault.objections")]
    [InlineData("aide_board", "SELECT * FROM events.token_issues")]
    [InlineData("aide_board", "INSERT INTO vault.spent_tokens VALUES (decode(repeat('00', 32), 'hex'), 'k')")]
    [InlineData("aide_web", "INSERT INTO vault.objections VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'identifies-me')")]
    [InlineData("aide_web", "DELETE FROM vault.objections")]
    [InlineData("aide_web", "INSERT INTO vault.spent_tokens VALUES (decode(repeat('00', 32), 'hex'), 'k')")]
    [InlineData("aide_web", "DELETE FROM vault.spent_tokens")]
    [InlineData("aide_worker", "SELECT * FROM vault.spent_tokens")]
    [InlineData("aide_worker", "SELECT * FROM board.token_keys")]
    public async Task The_database_refuses_every_wrong_door(string role, string sql)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var source = NpgsqlDataSource.Create(vault.As(role));
        await using var command = source.CreateCommand(sql);

        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        return answer.StatusCode;
    }

    private static async Task<IReadOnlyList<ItemObjections>> ReadAsync(VaultDatabase vault, Guid summary, int replaced = 0)
    {
        await using var web = NpgsqlDataSource.Create(vault.As("aide_web"));
        return [.. (await new ObjectionReader(web).AllAsync(summary, CancellationToken.None)).GroupBy(o => o.Item).OrderBy(item => item.Key).Select(item => new ItemObjections(
            item.Key, item.Count(o => o.Kind == ObjectionKind.IdentifiesMe), item.Count(o => o.Kind == ObjectionKind.NotWhatWasSaid), HolderBound.AtLeast(item.Count(), replaced), [.. item.Select(o => o.Words).OfType<string>()]))];
    }

    private sealed record ItemObjections(Guid ItemId, int IdentifiesMe, int NotWhatWasSaid, int HoldersAtLeast, IReadOnlyList<string> Words);

    /// <summary>With the same id each time for the same token, as a device sends it again.</summary>
    private static UnwrittenObjection Objection(Guid summary, Guid item, ObjectionKind kind, int token, string? raw = null)
    {
        Words? words = null;
        if (raw is not null) _ = Words.TryNormalise(raw, out words);
        var hash = new byte[32];
        (hash[0], hash[1]) = ((byte)token, (byte)(token >> 8));
        return new(new Guid(token, 0, 0x4000, [0x80, 0, 0, 0, 0, 0, 0, 0]), summary, item, kind, words, hash, "key");
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
