using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Tests.Access;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Canaries;

public sealed partial class Looking_for_canaries
{
    [Fact]
    public async Task Case_64_nothing_that_leaves_or_is_kept_is_derived_from_an_address()
    {
        var world = await SeedAsync();
        await using var db = host.OpenDb();
        var addresses = db.People.AsNoTracking().ToList().ConvertAll(p => p.Email);
        var derived = Derived(addresses).ToList();
        // Each address as typed, in capitals and as its first half, in thirteen shapes.
        Assert.InRange(addresses.Count, 4, 20);
        Assert.Equal(addresses.Count * 3 * 13, derived.Count);
        var found = new List<string>();
        void Look(string where, string text) => found.AddRange(derived.Where(d => text.Contains(d.Value, StringComparison.OrdinalIgnoreCase)).Select(d => $"{d.How} in {where}"));

        // Every page, calendar file and export, as those who may see most and as nobody.
        int opened = 0;
        foreach (var actor in await Actor.AllAsync(host, _given))
        {
            using (actor)
            {
                if (actor.Name is not ("organiser" or "rapporteur" or "expert-own-link" or "expert-other-link" or "token" or "nobody")) continue;
                foreach (var route in (await Route.AllAsync(host)).Where(r => r.Method == "GET"))
                {
                    string answer = await actor.ReadAsync(route, world);
                    if (answer.Contains("canary-a-mail@bassin.test", StringComparison.OrdinalIgnoreCase)) opened++;
                    Look($"{actor.Name} {route.Name}", answer);
                }
            }
        }

        // The positive control: the same answers hold the address itself, and the same search finds a hash that is there.
        Assert.InRange(opened, 2, int.MaxValue);
        _ = await _post.DrainAsync();
        Assert.NotEmpty(_post.Sink.Mails);
        foreach (var mail in _post.Sink.Mails) Look("a mail", Encoding.UTF8.GetString(mail.Raw));
        foreach (var (table, rows) in await AllRowsAsync()) Look(table, rows);
        Look("the log", await LogAsync(world));
        Assert.Equal("", string.Join('\n', found.Distinct(StringComparer.Ordinal)));

        Look("a control", $"UID:{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes("canary-a-mail@bassin.test")))}@frab.test");
        Assert.Equal(["md5 in hexadecimal in a control"], found);
    }

    /// <summary>What others have made of an address: its hashes, whole, shortened to an id or as base64, and the address itself as base64.</summary>
    private static IEnumerable<(string How, string Value)> Derived(IEnumerable<string> addresses)
    {
        foreach (string address in addresses.SelectMany(a => (string[])[a, a.ToUpperInvariant(), a.Split('@')[0]]).Distinct(StringComparer.Ordinal))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(address);
            foreach (var (name, hash) in ((string, byte[])[])[("md5", MD5.HashData(bytes)), ("sha1", SHA1.HashData(bytes)), ("sha256", SHA256.HashData(bytes))])
            {
                yield return ($"{name} in hexadecimal", Convert.ToHexStringLower(hash));
                yield return ($"{name} as an id", new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString());
                yield return ($"{name} as an id, little-endian", new Guid(hash.AsSpan(0, 16)).ToString());
                yield return ($"{name} in base64", Whole(hash));
            }

            // An address within longer base64 begins at one of three places; where it begins the text, this finds it whatever follows.
            yield return ("base64", Whole(bytes));
        }
    }

    /// <summary>Base64 of the whole groups of three: what follows may change the rest.</summary>
    private static string Whole(byte[] bytes) => Convert.ToBase64String(bytes, 0, bytes.Length / 3 * 3);

    private async Task<IReadOnlyList<(string Table, string Rows)>> AllRowsAsync()
    {
        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        async Task<List<string>> TextsAsync(string sql)
        {
            await using var command = owner.CreateCommand(sql);
            await using var row = await command.ExecuteReaderAsync();
            var texts = new List<string>();
            while (await row.ReadAsync()) texts.Add(row.GetString(0));
            return texts;
        }

        var tables = await TextsAsync("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
            """);
        Assert.Contains("events.people", tables);
        var rows = new List<(string, string)>();
        // As text, and the bytes of a sealed or hashed column as hexadecimal within it.
        foreach (string table in tables) rows.Add((table, string.Join('\n', await TextsAsync($"SELECT t::text FROM {table} t"))));
        return rows;
    }

    /// <summary>The site's log, as talkative as it can be, while an expert and a stranger walk through it.</summary>
    private async Task<string> LogAsync(World world)
    {
        await using var app = WebHost.Build(
            [$"--ConnectionStrings:Events={host.Database.Web}", "--Ports:Web=0", $"--Data:Directory={host.Keys.DataDirectory}", "--Logging:LogLevel:Default=Debug"],
            builder => builder.Logging.ClearProviders().AddProvider(_log));
        await app.StartAsync();
        using var phone = new Browser(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "en");
        foreach (string page in (string[])[$"/i/{world.OwnToken}", $"/i/{world.OwnToken}/data", $"/calendar/{world.OwnToken}.ics", "/"]) (await phone.Http.GetAsync(page)).Dispose();
        await app.StopAsync();
        Assert.NotEmpty(_log.All);
        return string.Join('\n', _log.All);
    }
}
