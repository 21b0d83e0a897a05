using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>How much is still found when the list of people lacks some of them.</summary>
internal static class PartialDirectory
{
    public static void Table(IReadOnlyList<AnnotatedText> texts, IReadOnlyList<Participant> people, TextLanguage language)
    {
        Console.WriteLine($"{"directory holds",-20} {"found",7} {"of",7}   share");
        foreach (var quarters in new[] { 0, 1, 2, 3 })
        {
            var screener = new Screener(ParticipantDirectory.Of(people.Where((_, at) => at % 4 < quarters)));
            var score = Score.Of(texts, text => screener.Screen(text, language));
            ScreeningBenchmark.Row($"{quarters * 25} % of people", score.FullyFound, score.Mentions);
        }
        Console.WriteLine();
    }
}
