using System.Net;
using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Room.Hosting;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Testing.Tokens;
using AIDialogues.Events.Unattributed.Statements;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Linkage;

/// <summary>
/// The leaks of PostgreSQL and .NET that the threat model lists, one test each, against the real Room on a server of its own.
/// Where something must not be found, the same look finds it where it may be.
/// </summary>
public sealed class Rows_of_the_threat_model(OwnCluster cluster) : IClassFixture<OwnCluster>, IAsyncLifetime
{
    private VaultDatabase vault = null!;
    private RoomProcess room = null!;
    private OpenSession session = null!;

    public async ValueTask InitializeAsync()
    {
        vault = await cluster.CreateVaultAsync();
        room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        session = await vault.AddSessionAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await room.DisposeAsync();
        await vault.DisposeAsync();
    }

    [Fact]
    public async Task Xmin_ctid_and_row_order()
    {
        var said = await SayAsync(40, handOver: true);

        Assert.Equal(1L, await vault.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.statements"));
        var places = await vault.RowsAsync("SELECT id::text FROM vault.statements ORDER BY ctid");
        // One of 40 stays in its place by chance; ten would happen once in ten million runs.
        Assert.InRange(said.Zip(places).Count(p => p.First.ToString() == p.Second), 0, 9);
    }

    [Fact]
    public async Task Sequences_gaps_timed_ids_and_created_at()
    {
        _ = await SayAsync(5, handOver: true);

        Assert.Empty(await vault.RowsAsync("SELECT relname::text FROM pg_class WHERE relkind = 'S' AND relnamespace::regnamespace::text IN ('vault', 'board')"));
        Assert.Empty(await vault.RowsAsync("SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'vault' AND (data_type ~ 'time|date|int|serial' OR is_identity = 'YES' OR is_generated = 'ALWAYS')"));
        Assert.Equal(5L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements WHERE uuid_extract_version(id) = 4"));
    }

    [Fact]
    public void Audit_interceptors_outbox_and_domain_events()
    {
        string[] keepers = ["EntityFramework", "Hangfire", "OpenTelemetry", "DiagnosticAdapter", "Serilog", "AIDialogues.Events.Data", "AIDialogues.Events.Domain", "AIDialogues.Events.Web"];
        var used = typeof(RoomHost).Assembly.GetReferencedAssemblies().Concat(typeof(StatementWriter).Assembly.GetReferencedAssemblies()).Select(a => a.Name!).ToList();

        Assert.Empty(used.Where(name => Array.Exists(keepers, k => name.Contains(k, StringComparison.Ordinal))));
        Assert.Contains("Npgsql", used);
    }

    [Fact]
    public async Task Foreign_key_and_joint_table()
    {
        Assert.Empty(await vault.RowsAsync("SELECT conname::text FROM pg_constraint WHERE contype = 'f' AND (conrelid::regclass::text LIKE 'vault.%' OR confrelid::regclass::text LIKE 'vault.%')"));
        Assert.Equal(
            ["aide_board board true", "aide_board events false", "aide_board staff false", "aide_room board false", "aide_room events false", "aide_room staff false"],
            await vault.RowsAsync("""
                SELECT format('%s %s %s', r, s, has_schema_privilege(r, s, 'USAGE')::text)
                FROM unnest(ARRAY['aide_room', 'aide_board']) AS r, unnest(ARRAY['events', 'staff', 'board']) AS s ORDER BY 1
                """));
    }

    [Fact]
    public async Task One_per_person_marker() =>
        Assert.Empty(await vault.RowsAsync("""
            SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
            WHERE c.table_schema IN ('events', 'staff') AND c.column_name ~ 'contribut|statement|spoke|said|handed'
            AND (c.table_name IN ('people', 'accounts') OR EXISTS (SELECT FROM information_schema.columns p WHERE p.table_schema = c.table_schema
                AND p.table_name = c.table_name AND p.column_name IN ('person_id', 'invitation_id', 'account_id')))
            """));

    [Fact]
    public async Task Case_61_spent_tokens()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        PaidToken[] tokens = [.. Enumerable.Range(0, 25).Select(_ => paid.Token())];
        foreach (var token in tokens) Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(room.Client, "Upkeep has no budget."));
        // While the window is open what is spent is in memory only, and that is enough to refuse a second text.
        Assert.Equal(HttpStatusCode.Conflict, await tokens[0].StatusAsync(room.Client, "Upkeep has a budget."));
        Assert.Empty(await vault.RowsAsync("SELECT key_id FROM vault.spent_tokens"));

        _ = await new Device(paid.Session).HandInAsync(room.Client, handOver: true);

        // One transaction number for all tokens and another for all statements: no join by it.
        Assert.Equal(["1 25"], await vault.RowsAsync("SELECT count(DISTINCT xmin::text) || ' ' || count(*) FROM vault.spent_tokens"));
        Assert.Equal(["1 25"], await vault.RowsAsync("SELECT count(DISTINCT xmin::text) || ' ' || count(*) FROM vault.statements"));
        Assert.Empty(await vault.RowsAsync("SELECT s.id::text FROM vault.statements s JOIN vault.spent_tokens t ON s.xmin = t.xmin"));
        var places = await vault.RowsAsync("SELECT encode(token_sha256, 'hex') FROM vault.spent_tokens ORDER BY ctid");
        // One of 25 is in its place by chance; nine would happen once in a million runs.
        Assert.InRange(tokens.Zip(places).Count(p => p.First.Sha256 == p.Second), 0, 9);
        // A hash is all that is kept, in every file; what was shown is in none.
        await vault.ExecuteAsync("CHECKPOINT");
        Assert.NotEmpty(await FilesWithAsync(SHA256.HashData(tokens[0].Message)));
        Assert.Empty(await FilesWithAsync(tokens[0].Message));
        Assert.Empty(await FilesWithAsync(tokens[0].Signature));
    }

    [Fact]
    public async Task Dead_tuples_TOAST_and_indexes()
    {
        await vault.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pageinspect");
        for (var i = 0; i < 3; i++) _ = await SayAsync(10, handOver: true, longest: true);

        var pages = await vault.ScalarAsync<long>("SELECT pg_relation_size('vault.statements') / 8192");
        Assert.Equal(30L, await vault.ScalarAsync<long>($"SELECT count(*) FROM generate_series(0, {pages - 1}) AS b, heap_page_items(get_raw_page('vault.statements', b::int)) AS i WHERE i.lp_len > 0"));
        Assert.Equal(30L, await vault.ScalarAsync<long>("SELECT count(*) FROM bt_page_items('vault.statements_pkey', 1)"));
        Assert.Equal(0L, await vault.ScalarAsync<long>("SELECT coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0) FROM pg_class WHERE oid = 'vault.statements'::regclass"));
        // Insert-only: the grants refuse everything else; see Crossing_the_walls.
    }

    [Fact]
    public async Task WAL_replicas_and_base_backup()
    {
        const string canary = "canary-before-the-flush";
        _ = await SayAsync(7, handOver: false, words: canary);
        await vault.ExecuteAsync("CHECKPOINT");
        Assert.Empty(await FilesWithAsync(canary));

        _ = await SayAsync(0, handOver: true);
        await vault.ExecuteAsync("CHECKPOINT");

        Assert.Contains(await FilesWithAsync(canary), f => f.Contains("pg_wal", StringComparison.Ordinal));
        Assert.Contains(await FilesWithAsync(canary), f => f.Contains("base", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pool_in_memory_only()
    {
        _ = await SayAsync(7, handOver: false);

        // Descriptors of files that are open for writing; read-only ones are the program itself.
        var written = Directory.EnumerateFiles($"/proc/{room.Id}/fd").Select(fd => (Target: new FileInfo(fd).LinkTarget ?? "", Info: Info(fd)))
            .Where(fd => fd.Target.StartsWith('/') && !fd.Target.StartsWith("/dev/", StringComparison.Ordinal) && !fd.Target.StartsWith("/memfd:", StringComparison.Ordinal))
            .Where(fd => (Convert.ToInt32(fd.Info, 8) & 3) != 0).Select(fd => fd.Target);
        Assert.Empty(written);

        static string Info(string fd) => File.ReadLines(fd.Replace("/fd/", "/fdinfo/", StringComparison.Ordinal)).Single(l => l.StartsWith("flags:", StringComparison.Ordinal))[6..].Trim();
    }

    [Fact]
    public async Task Samples_in_pg_statistic()
    {
        _ = await SayAsync(50, handOver: true);
        await vault.ExecuteAsync("CREATE TABLE public.ordinary AS SELECT * FROM vault.statements; ANALYZE");

        Assert.Empty(await vault.RowsAsync("SELECT attname::text FROM pg_stats WHERE schemaname = 'vault'"));
        Assert.Contains("words", await vault.RowsAsync("SELECT attname::text FROM pg_stats WHERE tablename = 'ordinary'"));
    }

    [Fact]
    public async Task Counters_of_the_server()
    {
        const string counters = "SELECT n_tup_ins::text || ' ' || n_tup_upd || ' ' || n_tup_del FROM pg_stat_all_tables WHERE schemaname = 'vault'";
        var before = await vault.ScalarAsync<string>(counters);
        for (var i = 0; i < 20; i++) _ = await SayAsync(1, handOver: false);

        Assert.Equal(before, await vault.ScalarAsync<string>(counters));
        _ = await SayAsync(0, handOver: true);
        // A backend reports its counters within some seconds: one jump, at the time of the flush.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await vault.ScalarAsync<string>(counters) == before) await Task.Delay(100, limit.Token);
    }

    [Fact]
    public async Task Logs_of_PostgreSQL()
    {
        const string canary = "canary-in-an-error";
        await using var source = NpgsqlDataSource.Create(vault.As("aide_room"));
        await using var wrong = source.CreateCommand($"INSERT INTO vault.statements (id, session_id, kind, words) VALUES (gen_random_uuid(), gen_random_uuid(), 'rumour', '{canary}')");
        Assert.Equal("23514", (await Assert.ThrowsAsync<PostgresException>(() => wrong.ExecuteNonQueryAsync())).SqlState);
        _ = await SayAsync(7, handOver: true, words: canary);

        var log = await ReadAsync(Path.Combine(await vault.ScalarAsync<string>("SHOW data_directory"), "server.log"));
        Assert.DoesNotContain(canary, log, StringComparison.Ordinal);
        Assert.Contains("violates check constraint", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_70_jobs_audit_and_every_other_record()
    {
        var said = await SayAsync(12, handOver: true);
        var tables = await vault.RowsAsync("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'vault')
            """);
        Assert.Contains("events.outbox", tables);

        foreach (var table in tables)
        {
            var rows = string.Join('\n', await vault.RowsAsync($"SELECT t::text FROM {table} t"));
            Assert.DoesNotContain(said, id => rows.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase));
            Assert.Equal(0L, await vault.ScalarAsync<long>($"SELECT count(*) FROM {table} t JOIN vault.statements s ON s.xmin = t.xmin"));
        }
    }

    /// <summary>A letter is a row of the outbox before it is a mail, and a wish for one is a row of a job; so is a reminder. None of them, nor any other, comes of a hand-in.</summary>
    [Fact]
    public async Task Case_69_no_row_outside_the_vault_is_written_by_a_hand_in_a_close_a_participants_point_or_an_objection()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        var item = Guid.NewGuid();
        await vault.ExecuteAsync($"INSERT INTO board.objection_rounds VALUES (gen_random_uuid(), '{paid.DialogueId}', '2098-01-01Z', ARRAY['{item}']::uuid[])");
        var before = await OutsideTheVaultAsync();
        Assert.Contains("events.outbox", before.Keys);
        Assert.Contains("events.reminders", before.Keys);
        var stored = await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements");

        _ = await SayAsync(12, handOver: false);
        _ = await SayAsync(9, handOver: true);
        // Of five people at the least, so that a hand-over writes them.
        for (var i = 0; i < 21; i++) Assert.Equal(HttpStatusCode.OK, await paid.Token().StatusAsync(room.Client, "Upkeep has no budget."));
        using (var objected = await paid.ObjectionToken().ObjectAsync(room.Client, item)) Assert.Equal(HttpStatusCode.OK, objected.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await new Device(paid.Session).HandInAsync(room.Client, handOver: true));

        Assert.Equal(stored + 42, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));
        Assert.Equal(before, await OutsideTheVaultAsync());
        // The positive control: one row anywhere, even one that only looks like itself, is seen.
        await vault.ExecuteAsync($"UPDATE board.objection_rounds SET closes_at = closes_at WHERE dialogue_id = '{paid.DialogueId}'");
        Assert.NotEqual(before, await OutsideTheVaultAsync());
    }

    [Fact]
    public async Task Sign_in_times_lockouts_and_sessions()
    {
        const string transactions = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text";
        _ = await SayAsync(1, handOver: false);
        var before = await vault.ScalarAsync<string>(transactions);
        for (var i = 0; i < 20; i++) _ = await SayAsync(2, handOver: false);

        // Not one transaction wrote anything anywhere in the cluster: there is no row to correlate with.
        Assert.Equal(before, await vault.ScalarAsync<string>(transactions));
        _ = await SayAsync(0, handOver: true);
        Assert.NotEqual(before, await vault.ScalarAsync<string>(transactions));
    }

    [Fact]
    public void Kestrel_HTTP_logs_and_monitoring()
    {
        var program = Encoding.UTF8.GetString(File.ReadAllBytes(typeof(RoomHost).Assembly.Location));

        foreach (var never in new[] { "RemoteIpAddress", "ForwardedHeaders", "TraceIdentifier", "ActivitySource", "AddConsole", "UseHttpLogging" })
            Assert.DoesNotContain(never, program, StringComparison.Ordinal);
        Assert.Contains("RequestAborted", program, StringComparison.Ordinal);
        // That it also says nothing: Case_63_writes_nothing_of_a_request_to_its_log.
    }

    [Fact]
    public async Task Same_connection_for_signed_in_and_unsigned_requests()
    {
        Assert.Contains("credentials: 'omit'", await room.Client.GetStringAsync("/js/own/tokens.js"), StringComparison.Ordinal);
        foreach (var path in new[] { "/js/room.js", "/js/own/room.js" })
        {
            var script = await room.Client.GetStringAsync(path);
            Assert.Contains("credentials: 'omit'", script, StringComparison.Ordinal);
            Assert.Contains("referrerPolicy: 'no-referrer'", script, StringComparison.Ordinal);
        }
        Assert.DoesNotContain((await ScriptsAsync()).Values, s => s.Contains("document.cookie", StringComparison.Ordinal) || s.Contains("credentials: 'include'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Circuits_sockets_and_autosave()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor") { Headers = { { "Connection", "Upgrade" }, { "Upgrade", "websocket" }, { "Sec-WebSocket-Version", "13" }, { "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==" } } };
        using var answer = await room.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);

        // One file of each page speaks to the network, and typing does not reach it: see Writing_on_the_board.
        string[] ways = ["fetch(", "WebSocket", "sendBeacon", "EventSource", "XMLHttpRequest"];
        var speakers = (await ScriptsAsync()).Where(s => Array.Exists(ways, way => s.Value.Contains(way, StringComparison.Ordinal))).Select(s => s.Key);
        Assert.Equal(["/js/own/room.js", "/js/own/tokens.js", "/js/room.js"], speakers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sensitive_logging_exception_pages_and_crash_dumps()
    {
        Assert.Equal(WordsProblem.None, Words.TryNormalise("canary", out var words));
        Assert.DoesNotContain("canary", $"{words}", StringComparison.Ordinal);
        Assert.Contains("Max core file size        0                    0", await File.ReadAllTextAsync($"/proc/{room.Id}/limits"), StringComparison.Ordinal);
        await vault.ExecuteAsync("UPDATE board.sessions SET board = '\"no board\"'");

        var point = new { id = Guid.NewGuid(), themeId = session.ThemeId, kind = "view", words = "canary" };
        using var answer = await Device.PostAsync(room.Client, "/api/points", new { sessionId = session.SessionId, key = session.Key, points = new[] { point }, close = false });

        Assert.DoesNotContain("canary", room.Log, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.StartsWith("""{"code":"fault","pad":" """.TrimEnd(), await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.EndsWith("A request failed: InvalidOperationException", room.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Length_as_fingerprint()
    {
        var pages = new List<int>();
        foreach (var path in new[] { "/", "/?lang=fr", "/s/", $"/s/{session.SessionId}", "/s/?lang=fr" }) pages.Add((await room.Client.GetByteArrayAsync(path)).Length);
        Assert.Equal([65536, 65536, 65536, 65536, 65536], pages);

        var requests = new List<int>();
        foreach (var length in new[] { 1, 100, 800, 1500 })
        {
            var device = new Device(session);
            _ = device.Write(new string('x', length));
            requests.Add(await device.HandInMeasuredAsync(room.Client));
        }
        Assert.Equal([4096, 4096, 4096, 4096], requests);
    }

    [Fact]
    public async Task Unlogged_tables_in_a_dump() =>
        Assert.Empty(await vault.RowsAsync("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relpersistence <> 'p' AND relnamespace::regnamespace::text IN ('vault', 'board', 'events', 'staff')"));

    /// <summary>
    /// What is secret about a statement is not its words, which the Rule leaves free, but everything that ties them to somebody: see
    /// decision 0046. So a copy of all files holds the words once they are stored, and no key, device or waiting word ever.
    /// </summary>
    [Fact]
    public async Task Case_71_a_copy_of_every_file_holds_the_words_and_nothing_that_ties_them()
    {
        const string stored = "canary-stored", waiting = "canary-waiting", browser = "canary-browser", address = "203.0.113.77";
        room.Client.DefaultRequestHeaders.Add("User-Agent", browser);
        room.Client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        _ = await SayAsync(7, handOver: true, words: stored);
        var other = await vault.AddSessionAsync();
        var late = new Device(other);
        _ = late.Write(waiting);
        Assert.Equal(HttpStatusCode.OK, await late.HandInAsync(room.Client));
        await vault.ExecuteAsync("CHECKPOINT");

        Assert.NotEmpty(await FilesWithAsync(stored));
        foreach (var never in new[] { session.Key, other.Key, waiting, browser, address }) Assert.Empty(await FilesWithAsync(never));
    }

    private async Task<IReadOnlyList<Guid>> SayAsync(int count, bool handOver, string words = "words", bool longest = false)
    {
        var device = new Device(session);
        var ids = Enumerable.Range(0, count).Select(i => device.Write(longest ? new string('y', 1900) : $"{words} {i}")).ToList();
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client, handOver));
        return ids;
    }

    /// <summary>Every file of the cluster, write-ahead log and server log included, as `strings` would look.</summary>
    private Task<List<string>> FilesWithAsync(string text) => FilesWithAsync(Encoding.UTF8.GetBytes(text));

    private async Task<List<string>> FilesWithAsync(byte[] wanted)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(await vault.ScalarAsync<string>("SHOW data_directory"), "*", SearchOption.AllDirectories))
            if ((await BytesAsync(file)).AsSpan().IndexOf(wanted) >= 0) found.Add(file);
        return found;
    }

    private async Task<Dictionary<string, string>> ScriptsAsync()
    {
        var scripts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in typeof(RoomHost).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("wwwroot/js/", StringComparison.Ordinal) && !n.EndsWith("/sw.js", StringComparison.Ordinal)))
            scripts.Add(name["wwwroot".Length..], await room.Client.GetStringAsync(name["wwwroot".Length..]));
        return scripts;
    }

    private static async Task<string> ReadAsync(string path) => Encoding.UTF8.GetString(await BytesAsync(path));

    private static async Task<byte[]> BytesAsync(string path)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy);
            return copy.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Each table's rows with the transaction that wrote them, as one number.</summary>
    private async Task<IReadOnlyDictionary<string, string>> OutsideTheVaultAsync()
    {
        var tables = await vault.RowsAsync("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'vault')
            """);
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables) sums.Add(table, await vault.ScalarAsync<string>($"SELECT count(*) || ' ' || coalesce(md5(string_agg(t.xmin::text || t::text, '|' ORDER BY t.ctid)), '') FROM {table} t"));
        return sums;
    }
}
