using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace AIDialogues.Events.Screening.Tests;

public sealed class The_browser_and_the_server_agree
{
    private static readonly Vectors Shared = Vectors.Read("vectors.json");

    [Fact]
    public void The_server_finds_exactly_what_the_vectors_say()
    {
        var screener = new Screener(ParticipantDirectory.Of(Shared.People));
        Assert.All(Shared.Texts, vector => Assert.Equal(vector.Find, Said(vector.Text, screener.Phrases(vector.Text))));
    }

    [Fact]
    public void Hashes_find_exactly_what_plain_phrases_find()
    {
        var lexicon = Lexicon.Of(Shared.People, Shared.Salt);
        Assert.All(Shared.Texts, vector => Assert.Equal(vector.Find, Said(vector.Text, lexicon.Screen(vector.Text))));
    }

    [Fact]
    public async Task The_browsers_module_finds_exactly_what_the_server_finds()
    {
        var lexicon = Lexicon.Of(Shared.People, Shared.Salt);
        using var answer = await NodeAsync(lexicon, "vectors.json");
        var browser = answer.RootElement.GetProperty("found").EnumerateArray()
            .Select(findings => findings.EnumerateArray().Select(Span).ToArray()).ToArray();
        Assert.Equal(Shared.Texts.Count, browser.Length);
        for (var i = 0; i < browser.Length; i++)
        {
            Assert.Equal(lexicon.Screen(Shared.Texts[i].Text).Select(finding => (finding.Start, finding.Length, finding.Kind.ToString(), finding.Reason)), browser[i]);
        }
    }

    [Fact]
    public async Task The_seeded_notes_give_the_same_spans_in_the_browser()
    {
        var notes = Vectors.Read("seeded-notes.json");
        var lexicon = Lexicon.Of(notes.People, notes.Salt);
        using var answer = await NodeAsync(lexicon, "seeded-notes.json");
        var browser = answer.RootElement.GetProperty("found").EnumerateArray().Select(findings => findings.EnumerateArray().Select(Span).ToArray()).ToArray();
        Assert.Equal(notes.Texts.Select(note => lexicon.Screen(note.Text).Select(finding => (finding.Start, finding.Length, finding.Kind.ToString(), finding.Reason)).ToArray()), browser);
    }

    internal static string[] Said(string text, IEnumerable<Finding> findings) =>
        [.. findings.Select(finding => (finding.Kind == FindingKind.ParticipantName ? "name:" : "affiliation:") + text.Substring(finding.Start, finding.Length))];

    private static (int, int, string, string) Span(JsonElement finding) => (finding.GetProperty("start").GetInt32(), finding.GetProperty("length").GetInt32(),
        finding.GetProperty("kind").GetString()!, finding.GetProperty("reason").GetString()!);

    private static async Task<JsonDocument> NodeAsync(Lexicon lexicon, string vectors)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, lexicon.ToJson());
            using var node = Process.Start(new ProcessStartInfo("node", [Vectors.PathOf("vectors.mjs"), file, Vectors.PathOf(vectors)]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var output = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            Assert.Equal(0, node.ExitCode);
            return JsonDocument.Parse(output);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
