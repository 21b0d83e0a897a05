using System.Text.Json;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>The same screening as Room's page runs it, under Node: names by salted hashes, and the word lists.</summary>
internal static class BrowserSpeed
{
    /// <returns>Milliseconds for each text, in their order; null without Node.</returns>
    public static List<double>? Of(IEnumerable<Participant> people, IEnumerable<string> texts)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("aide-bench-").FullName;
        try
        {
            string lexicon = Path.Combine(folder, "lexicon.json"), said = Path.Combine(folder, "texts.json"), words = Path.Combine(folder, "words.mjs");
            File.WriteAllText(lexicon, Lexicon.Of(people, "sixteen bytes ok"u8).ToJson());
            File.WriteAllText(said, JsonSerializer.Serialize(texts));
            File.WriteAllText(words, WordLists.ToModule());
            var (exit, output) = RivalTools.Start("node", ["speed.mjs", lexicon, said, words], Path.Combine(AppContext.BaseDirectory, "Screening"));
            return exit == 0 ? JsonSerializer.Deserialize<List<double>>(output) : null;
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }
}
