using System.Globalization;
using System.Text.RegularExpressions;
using AIDialogues.Events.Testing.Rooms;

namespace AIDialogues.Events.Testing.Linkage;

/// <summary>
/// All that is at rest, read as its holder reads it: the live table with its row numbers, a dump, the index, dead rows, the
/// write-ahead log, the files of a base backup, the logs, and every row of every other table.
/// </summary>
public sealed partial class Artefacts(VaultDatabase vault, string table)
{
    public static readonly IReadOnlyList<string> Names =
    [
        "ctid rank", "dump order (COPY)", "index pages", "order within index pages", "dead rows (pageinspect)", "WAL, raw", "WAL commit times", "base backup, raw", "logs", "rows of other tables", "pg_stats",
    ];

    private const int PageSize = 8192;

    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<Guid, long>>> ReadAsync(
        IReadOnlyList<Trace> traces, string firstWal, IEnumerable<string> logs)
    {
        await vault.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pageinspect; CREATE EXTENSION IF NOT EXISTS pg_walinspect; ANALYZE; CHECKPOINT");
        var ids = traces.Select(t => t.Id).ToList();
        var places = new[]
        {
            Numbered(await vault.RowsAsync($"SELECT id::text FROM {table} ORDER BY ctid")),
            Numbered(await DumpAsync()),
            await IndexAsync(ids, PointerBefore),
            await IndexAsync(ids, (_, at) => InPage(number: 0, at)),
            await DeadAsync(ids),
            await WalAsync(ids, firstWal),
            await CommitsAsync(traces, firstWal),
            await BackupAsync(ids),
            InText(ids, string.Join('\n', [await ServerLogAsync(), .. logs])),
            InText(ids, string.Join('\n', await OtherRowsAsync())),
            InText(ids, string.Join('\n', await vault.RowsAsync("SELECT concat(most_common_vals::text, histogram_bounds::text) FROM pg_stats WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"))),
        };
        return Names.Zip(places).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }

    private async Task<string> DirectoryAsync() => await vault.ScalarAsync<string>("SHOW data_directory");

    private async Task<IReadOnlyList<string>> DumpAsync()
    {
        await using var connection = await vault.Owner.OpenConnectionAsync();
        using var copy = await connection.BeginTextExportAsync($"COPY {table} (id) TO STDOUT");
        var lines = new List<string>();
        while (await copy.ReadLineAsync() is { } line) lines.Add(line);
        return lines;
    }

    private async Task<IReadOnlyDictionary<Guid, long>> IndexAsync(List<Guid> ids, Func<byte[], int, long?> place)
    {
        var scan = new RawScan(ids);
        var file = await vault.ScalarAsync<string>($"SELECT pg_relation_filepath(indexrelid) FROM pg_index WHERE indrelid = '{table}'::regclass AND indisprimary");
        var bytes = await ReadAsync(Path.Combine(await DirectoryAsync(), file));
        scan.Through(bytes, at => place(bytes, at));
        return scan.Found;
    }

    /// <summary>
    /// However often its pages were split, and each split sorts what it moves: an entry says where in the table its row lies (block and
    /// line, before the key). The entries that only part pages point elsewhere, and say so in a bit.
    /// </summary>
    private static long? PointerBefore(byte[] bytes, int at)
    {
        const int onlyParts = 0x2000;
        int Word(int back) => BitConverter.ToUInt16(bytes, at - back);
        return at < 8 || (Word(2) & onlyParts) != 0 ? null : ((long)Word(8) << 32) | ((long)Word(6) << 16) | (uint)Word(4);
    }

    /// <summary>What a deletion or an update left in the pages of any table.</summary>
    private async Task<IReadOnlyDictionary<Guid, long>> DeadAsync(List<Guid> ids)
    {
        var scan = new RawScan(ids);
        var rows = await vault.RowsAsync("""
            SELECT encode(i.t_data, 'hex') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL generate_series(0, pg_relation_size(c.oid) / 8192 - 1) AS b
            CROSS JOIN LATERAL heap_page_items(get_raw_page(c.oid::regclass::text, b::int)) AS i
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND i.t_data IS NOT NULL AND i.t_xmax <> '0'::xid
            ORDER BY c.oid, b, i.lp
            """);
        foreach (var (number, row) in rows.Index()) scan.Through(Convert.FromHexString(row), _ => number);
        return scan.Found;
    }

    private async Task<IReadOnlyDictionary<Guid, long>> WalAsync(List<Guid> ids, string firstWal)
    {
        var scan = new RawScan(ids);
        var first = await vault.ScalarAsync<string>($"SELECT pg_walfile_name('{firstWal}')");
        var last = await vault.ScalarAsync<string>("SELECT pg_walfile_name(pg_current_wal_lsn())");
        var segments = Directory.EnumerateFiles(Path.Combine(await DirectoryAsync(), "pg_wal"))
            .Where(f => Path.GetFileName(f) is { Length: 24 } name && string.CompareOrdinal(name, first) >= 0 && string.CompareOrdinal(name, last) <= 0)
            .Order(StringComparer.Ordinal);
        byte[] cut = [];
        foreach (var (number, segment) in segments.Index())
        {
            byte[] records = [.. cut, .. WalPages.Records(await ReadAsync(segment))];
            scan.Through(records, at => ((long)number << 32) | (uint)at);
            cut = records[^Math.Min(records.Length, RawScan.Known - 1)..];
        }
        return scan.Found;
    }

    /// <summary>The microsecond in which the transaction of each row ended, which the write-ahead log holds even where the database does not.</summary>
    private async Task<IReadOnlyDictionary<Guid, long>> CommitsAsync(IReadOnlyList<Trace> traces, string firstWal)
    {
        var commits = await vault.RowsAsync($"""
            SELECT xid::text || ' ' || split_part(description, ';', 1) FROM pg_get_wal_records_info('{firstWal}', pg_current_wal_flush_lsn())
            WHERE resource_manager = 'Transaction' AND record_type LIKE 'COMMIT%'
            """);
        var times = commits.Select(c => c.Split(' ', 2)).DistinctBy(c => c[0]).ToDictionary(
            c => uint.Parse(c[0], CultureInfo.InvariantCulture),
            c => DateTimeOffset.Parse(c[1].Replace(" UTC", "Z", StringComparison.Ordinal), CultureInfo.InvariantCulture).Ticks);
        return traces.Where(t => times.ContainsKey(t.Xmin)).ToDictionary(t => t.Id, t => times[t.Xmin]);
    }

    /// <summary>Every file of the database but the table and its index, which are looked at above.</summary>
    private async Task<IReadOnlyDictionary<Guid, long>> BackupAsync(List<Guid> ids)
    {
        var scan = new RawScan(ids);
        var own = (await vault.RowsAsync($"SELECT pg_relation_filepath(o) FROM pg_index, unnest(ARRAY[indrelid, indexrelid]) AS o WHERE indrelid = '{table}'::regclass")).ToHashSet(StringComparer.Ordinal);
        var folder = Path.GetDirectoryName(own.First())!;
        var files = Directory.EnumerateFiles(Path.Combine(await DirectoryAsync(), folder)).Where(f => !own.Contains(Path.Combine(folder, Path.GetFileName(f))));
        foreach (var (number, file) in files.OrderBy(f => f, StringComparer.Ordinal).Index()) scan.Through(await ReadAsync(file), at => InPage(number, at));
        return scan.Found;
    }

    /// <summary>A page is filled from its end: what came later lies before what came earlier, in a page of the table and, until it is split, in one of the index.</summary>
    private static long InPage(int number, int at) => ((long)number << 48) | ((long)(at / PageSize) << 16) | (uint)(PageSize - (at % PageSize));

    private async Task<string> ServerLogAsync() => System.Text.Encoding.UTF8.GetString(await ReadAsync(Path.Combine(await DirectoryAsync(), "server.log")));

    private async Task<IReadOnlyList<string>> OtherRowsAsync()
    {
        var rows = new List<string>();
        foreach (var other in await vault.RowsAsync($"""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.oid <> '{table}'::regclass ORDER BY 1
            """))
            rows.AddRange(await vault.RowsAsync($"SELECT t::text FROM {other} t"));
        return rows;
    }

    private static Dictionary<Guid, long> Numbered(IEnumerable<string> ids) => ids.Index().ToDictionary(i => Guid.Parse(i.Item), i => (long)i.Index);

    private static Dictionary<Guid, long> InText(List<Guid> ids, string text)
    {
        var wanted = ids.ToHashSet();
        return Identifier().Matches(text).DistinctBy(m => m.Value).Select(m => (Id: Guid.Parse(m.Value), m.Index)).Where(m => wanted.Contains(m.Id)).ToDictionary(m => m.Id, m => (long)m.Index);
    }

    /// <summary>A file that another process is writing.</summary>
    private static async Task<byte[]> ReadAsync(string path)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy);
            return copy.ToArray();
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Identifier();
}
