using System.Globalization;
using System.Text.Json;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

internal static class ScreeningBenchmark
{
    public static int Run(string[] options)
    {
        if (Option(options, "--data") is not { } data || !File.Exists(data))
        {
            Console.Error.WriteLine("Say which file to screen: screening --data FILE.jsonl [--directory FILE.csv] [--language en|fr] [--half even|odd] [--misses] [--alone]");
            return 2;
        }
        var directoryFile = Option(options, "--directory");
        if (directoryFile is not null && !File.Exists(directoryFile))
        {
            Console.Error.WriteLine($"There is no directory file '{directoryFile}'.");
            return 2;
        }
        var language = Option(options, "--language") is "fr" ? TextLanguage.French : TextLanguage.English;
        var texts = Half(AnnotatedText.Read(data), Option(options, "--half"));
        var people = directoryFile is null ? [] : DirectoryFile.Read(directoryFile);
        if (directoryFile is not null) texts = [.. texts.Where(text => text.IsClean || text.Mentions.Any(IsDirectoryName)).Select(OnlyDirectoryNames)];

        var screener = new Screener(ParticipantDirectory.Of(people));
        Func<string, IReadOnlyList<Finding>> screen = directoryFile is null ? text => screener.ScreenDocument(text, language) : text => screener.Screen(text, language);
        // The first pass warms up the code; the second is measured.
        _ = Score.Of(texts, screen);
        var score = Score.Of(texts, screen, options.Contains("--misses", StringComparer.Ordinal) ? Misses.Show : null);

        Table(score);
        double? perturbed = null;
        if (directoryFile is not null)
        {
            perturbed = PerturbedNames.Table(texts, screen);
            PartialDirectory.Table(texts, people, language);
        }
        var speed = SpeedTable.Print(language);
        bool beside = options.Contains("--alone", StringComparer.Ordinal) || RivalTools.Table(texts, score);
        Report(Path.GetFileNameWithoutExtension(data), score);
        var missed = Targets.Missed(score, perturbed, language, speed).ToList();
        if (!beside) missed.Add("the other tools were not measured in this run.");
        foreach (var target in missed) Console.Error.WriteLine("Missed: " + target);
        return missed.Count == 0 ? 0 : 1;
    }

    private static void Report(string name, Score score)
    {
        var figures = new
        {
            Recall = Math.Round(score.Recall, 4),
            Precision = Math.Round(score.Precision, 4),
            AlertsOnClean = Math.Round(score.AlertsOnClean, 4),
            P50Ms = Math.Round(score.Percentile(0.50), 4),
            P95Ms = Math.Round(score.Percentile(0.95), 4),
            score.Texts,
        };
        BenchFile.Write("screening-" + name, figures);
        Console.WriteLine(JsonSerializer.Serialize(figures, JsonSerializerOptions.Web));
    }

    private static void Table(Score score)
    {
        Console.WriteLine($"{"label",-20} {"found",7} {"of",7}   share");
        foreach (var (label, (found, all)) in score.ByLabel) Row(label, found, all);
        Row("all mentions", score.FullyFound, score.Mentions);
        Row("… with punctuation", score.StrictlyFound, score.Mentions);
        Row("right characters", score.RightCharacters, score.MarkedCharacters);
        Row("alerts on clean", score.AlertedClean, score.CleanTexts);
        Console.WriteLine();
    }

    internal static void Row(string label, long found, long all) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{label,-20} {found,7} {all,7}  {(all == 0 ? 0 : 100.0 * found / all),6:0.0} %"));

    private static bool IsDirectoryName(AnnotatedText.Mention mention) => mention.Label == "DIRNAME";

    private static AnnotatedText OnlyDirectoryNames(AnnotatedText text) => text with { Mentions = [.. text.Mentions.Where(IsDirectoryName)] };

    private static List<AnnotatedText> Half(List<AnnotatedText> texts, string? half) => half switch
    {
        "even" => [.. texts.Where((_, at) => at % 2 == 0)],
        "odd" => [.. texts.Where((_, at) => at % 2 == 1)],
        _ => texts,
    };

    private static string? Option(string[] options, string name)
    {
        var at = Array.IndexOf(options, name);
        return at >= 0 && at + 1 < options.Length ? options[at + 1] : null;
    }
}
