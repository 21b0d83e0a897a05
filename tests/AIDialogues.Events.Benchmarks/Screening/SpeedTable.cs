using System.Diagnostics;
using System.Globalization;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>Time for 500 characters beside directories of growing size, with invented names made of syllables.</summary>
internal static class SpeedTable
{
    private static readonly string[] Syllables = ["ba", "den", "kor", "li", "mar", "no", "pel", "qui", "ras", "sto", "ter", "ul", "van", "wes", "yo", "zan", "cha", "fre", "gil", "hu"];

    private const int Measured = 1_000, Largest = 10_000;

    /// <returns>The 95th percentiles with 1,000 people, and with 10,000.</returns>
    public static Speed Print(TextLanguage language)
    {
        double server = 0, largest = 0;
        Console.WriteLine($"{"people",8} {"p50 ms",9} {"p95 ms",9} {"built in ms",12}   for 500 characters");
        foreach (var size in new[] { 0, 100, Measured, Largest })
        {
            var people = Enumerable.Range(0, size).Select(Person).ToList();
            var building = Stopwatch.GetTimestamp();
            var screener = new Screener(ParticipantDirectory.Of(people));
            var built = Stopwatch.GetElapsedTime(building).TotalMilliseconds;
            var times = new List<double>();
            for (var round = 0; round < 600; round++)
            {
                var text = Text(round);
                var before = Stopwatch.GetTimestamp();
                _ = screener.Screen(text, language);
                if (round >= 200) times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }
            times.Sort();
            if (size == Measured) server = P95(times);
            if (size == Largest) largest = P95(times);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,8} {times[times.Count / 2],9:0.000} {P95(times),9:0.000} {built,12:0}"));
        }
        var browser = InBrowser(Measured);
        var browserLargest = browser is null ? null : InBrowser(Largest);
        if (browser is null) Console.WriteLine("The browser's module was not measured: there is no Node here.");
        Console.WriteLine();
        return new(server, largest, browser, browserLargest);
    }

    private static double? InBrowser(int size)
    {
        if (BrowserSpeed.Of(Enumerable.Range(0, size).Select(Person), Enumerable.Range(0, 600).Select(Text)) is not { } all) return null;
        var times = all[200..].Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,8} {times[times.Count / 2],9:0.000} {P95(times),9:0.000}                in the browser's module under Node, nothing remembered"));
        return P95(times);
    }

    private static double P95(List<double> sorted) => sorted[sorted.Count * 95 / 100];

    private static Participant Person(int n)
    {
        // Mixed so that neighbours in number are not neighbours in spelling.
        var mixed = unchecked((uint)n * 2_654_435_761u);
        string Part(int count, uint seed) => string.Concat(Enumerable.Range(0, count).Select(i => Syllables[(int)((seed >> (i * 4)) % (uint)Syllables.Length)]));
        var family = Part(3, mixed);
        return new(Capital(Part(2, mixed >> 7)), Capital(family), $"Institute {Capital(Part(3, mixed >> 11))}");
    }

    private static string Text(int round)
    {
        var person = Person(round);
        var text = $"The group agreed that audits need an owner and {person.GivenName} {person.FamilyName} said so twice. Several Speakers asked who pays, "
            + $"Mr {Person(round + 7).FamilyName}'s answer was short, and nobody from the French delegation disagreed. ";
        return string.Concat(Enumerable.Repeat(text, 3))[..500];
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
