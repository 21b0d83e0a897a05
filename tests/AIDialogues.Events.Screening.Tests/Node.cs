using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace AIDialogues.Events.Screening.Tests;

/// <summary>The browser's modules, run by Node on the same texts.</summary>
internal static class Node
{
    public static async Task<(int Start, int Length, string Kind, string Reason)[][]> ScreenAsync(Lexicon? lexicon, IEnumerable<string> texts, bool pointing)
    {
        using var answer = await RunAsync("vectors.mjs", lexicon, texts, pointing, words: null);
        return [.. answer.RootElement.GetProperty("found").EnumerateArray().Select(findings => findings.EnumerateArray().Select(Span).ToArray())];
    }

    /// <summary>For each finding of each text what the browser would offer, and how many findings are left then; null for nothing.</summary>
    /// <param name="words">What may be tried, by kind and reason.</param>
    public static async Task<(Rewrite Rewrite, int Left)?[][]> RewriteAsync(Lexicon lexicon, IEnumerable<string> texts, Dictionary<string, string[]> words)
    {
        using var answer = await RunAsync("rewrites.mjs", lexicon, texts, pointing: true, words);
        return [.. answer.RootElement.GetProperty("rewrites").EnumerateArray().Select(of => of.EnumerateArray().Select(Offer).ToArray())];
    }

    private static async Task<JsonDocument> RunAsync(string script, Lexicon? lexicon, IEnumerable<string> texts, bool pointing, Dictionary<string, string[]>? words)
    {
        string folder = System.IO.Directory.CreateTempSubdirectory("aide-screening-").FullName;
        string lexiconFile = Path.Combine(folder, "lexicon.json"), textsFile = Path.Combine(folder, "texts.json"), listsFile = Path.Combine(folder, "words.mjs"), wordsFile = Path.Combine(folder, "words.json");
        try
        {
            await File.WriteAllTextAsync(lexiconFile, lexicon?.ToJson() ?? "{}");
            await File.WriteAllTextAsync(textsFile, JsonSerializer.Serialize(new { texts = texts.Select(text => new { text }) }));
            await File.WriteAllTextAsync(listsFile, WordLists.ToModule());
            await File.WriteAllTextAsync(wordsFile, JsonSerializer.Serialize(words));
            string[] arguments = [Vectors.PathOf(script), lexiconFile, textsFile, .. pointing ? [listsFile] : Array.Empty<string>(), .. words is null ? Array.Empty<string>() : [wordsFile]];
            using var node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
            string output = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            Assert.Equal(0, node.ExitCode);
            return JsonDocument.Parse(output);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    public static (int Start, int Length, string Kind, string Reason)[] Spans(IEnumerable<Finding> findings) =>
        [.. findings.Select(finding => (finding.Start, finding.Length, finding.Kind.ToString(), finding.Reason))];

    private static (int, int, string, string) Span(JsonElement finding) => (finding.GetProperty("start").GetInt32(), finding.GetProperty("length").GetInt32(),
        finding.GetProperty("kind").GetString()!, finding.GetProperty("reason").GetString()!);

    private static (Rewrite Rewrite, int Left)? Offer(JsonElement offer) => offer.ValueKind == JsonValueKind.Null ? null
        : (new(offer.GetProperty("words").GetString()!, offer.GetProperty("text").GetString()!), offer.GetProperty("left").GetInt32());
}
