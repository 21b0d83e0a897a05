using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AIDialogues.Events.Testing.Tokens;
using AIDialogues.Events.Unattributed.Tokens;
using AIDialogues.Events.Web.Tokens;

namespace AIDialogues.Events.Benchmarks.Tokens;

/// <summary>How long it takes to make a key, sign unseen and verify. `./dev bench tokens [SIGNATURES]`; one thread, RSA-2048. Blinding is the browser's, in its own module, timed under node.</summary>
internal static class TokensBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100;
        var key = Timed(5, _ => RSA.Create(TokenKey.Bits).ExportSubjectPublicKeyInfo());
        using var rsa = RSA.Create(TokenKey.Bits);
        var published = new TokenKey(Guid.Empty, Guid.Empty, TokenPurpose.Point, rsa.ExportSubjectPublicKeyInfo(), DateTimeOffset.MaxValue);
        var client = new BlindClient(rsa.ExportSubjectPublicKeyInfo());
        var signer = new BlindSigner(rsa.ExportPkcs8PrivateKey());
        var asked = Enumerable.Range(0, count).Select(_ => BlindClient.Prepare(RandomNumberGenerator.GetBytes(32))).Select(m => (Message: m, Cover: client.Blind(m))).ToList();
        _ = signer.Sign(asked[0].Cover.Blinded);
        var sign = Timed(count, i => signer.Sign(asked[i].Cover.Blinded)!);
        var tokens = asked.Select(a => new BlindToken(a.Message, client.Finalise(signer.Sign(a.Cover.Blinded)!, a.Cover.Back))).ToList();
        _ = tokens[0].IsSignedBy(published);
        var verify = Timed(count, i => tokens[i].IsSignedBy(published) ? [] : throw new InvalidOperationException("A token does not hold."));
        var (blind, finalise) = await BrowserAsync(rsa, count);

        (string Name, double[] Ms)[] rows = [("make a key", key), ("sign unseen", sign), ("verify", verify), ("blind (module, node)", blind), ("finalise (module, node)", finalise)];
        Console.WriteLine($"{"RSA-2048, one thread",-26} {"p50 ms",9} {"p95 ms",9}");
        foreach (var (name, ms) in rows) Console.WriteLine($"{name,-26} {At(ms, 0.5),9:0.00} {At(ms, 0.95),9:0.00}");
        BenchFile.Write("tokens", rows.Select(r => new { r.Name, p50Ms = At(r.Ms, 0.5), p95Ms = At(r.Ms, 0.95), runs = r.Ms.Length }));
        return 0;
    }

    private static double[] Timed(int count, Func<int, byte[]> work) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var start = Stopwatch.GetTimestamp();
        _ = work(i);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    })];

    private static double At(double[] ms, double share) => ms.Order().ElementAt((int)Math.Min(ms.Length - 1, ms.Length * share));

    private static async Task<(double[] Blind, double[] Finalise)> BrowserAsync(RSA key, int count)
    {
        const string Script = """
            import { blind, fromText, inverse, power, prepare, random, readKey, toBytes, toNumber, finalise } from './blind.mjs';
            const [, , der, d, count] = process.argv;
            const key = await readKey(Uint8Array.from(Buffer.from(der, 'hex')));
            const times = { blind: [], finalise: [] };
            for (let i = 0; i < Number(count); i++) {
              const message = prepare(random(32));
              let at = performance.now();
              const { blinded, back } = await blind(key, message);
              times.blind.push(performance.now() - at);
              const signed = toBytes(power(toNumber(blinded), BigInt('0x' + d), key.n), key.length);
              at = performance.now();
              await finalise(key, message, signed, back);
              times.finalise.push(performance.now() - at);
            }
            console.log(JSON.stringify(times));
            """;
        var file = Path.Combine(AppContext.BaseDirectory, "blind-times.mjs");
        await File.WriteAllTextAsync(file, Script);
        var d = Convert.ToHexStringLower(key.ExportParameters(includePrivateParameters: true).D!);
        using var node = Process.Start(new ProcessStartInfo("node", [file, Convert.ToHexStringLower(key.ExportSubjectPublicKeyInfo()), d, count.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        using var json = JsonDocument.Parse(await node.StandardOutput.ReadToEndAsync());
        await node.WaitForExitAsync();
        return (Read("blind"), Read("finalise"));

        double[] Read(string name) => [.. json.RootElement.GetProperty(name).EnumerateArray().Select(t => t.GetDouble())];
    }
}
