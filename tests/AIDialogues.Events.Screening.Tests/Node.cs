using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace AIDialogues.Events.Screening.Tests;

/// <summary>The browser's modules, run by Node on the same texts.</summary>
internal static class Node
{
    public static async Task<(int Start, int Length, string Kind, string Reason)[][]> ScreenAsync(Lexicon lexicon, IEnumerable<string> texts, bool pointing)
    {
        string folder = System.IO.Directory.CreateTempSubdirectory("aide-screening-").FullName;
        string lexiconFile = Path.Combine(folder, "lexicon.json"), textsFile = Path.Combine(folder, "texts.json"), wordsFile = Path.Combine(folder, "words.mjs");
        try
        {
            await File.WriteAllTextAsync(lexiconFile, lexicon.ToJson());
            await File.WriteAllTextAsync(textsFile, JsonSerializer.Serialize(new { texts = texts.Select(text => new { text }) }));
            await File.WriteAllTextAsync(wordsFile, WordLists.ToModule());
            string[] arguments = [Vectors.PathOf("vectors.mjs"), lexiconFile, textsFile, .. pointing ? [wordsFile] : Array.Empty<string>()];
            using var node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
            string output = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            Assert.Equal(0, node.ExitCode);
            using var answer = JsonDocument.Parse(output);
            return [.. answer.RootElement.GetProperty("found").EnumerateArray().Select(findings => findings.EnumerateArray().Select(Span).ToArray())];
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
}
