using System.Globalization;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>Milliseconds for 500 characters with 1,000 people and with 10,000, at the 95th percentile.</summary>
/// <param name="Browser">Null when it was not measured, as is <paramref name="BrowserLargest"/>.</param>
internal sealed record Speed(double Server, double ServerLargest, double? Browser, double? BrowserLargest);

/// <summary>What the screening has to reach. A benchmark that misses one of these ends with an error, so that nobody has to read its table to know.</summary>
internal static class Targets
{
    private const double MostMilliseconds = 5;

    // Ten times the people may cost what a cache misses, not ten times the time; below half a millisecond the clock's own noise is the larger part.
    private const double MostTimes = 2, Noise = 0.5;

    /// <param name="perturbed">The share of perturbed names that was found; null for documents, which are read without a directory.</param>
    public static IEnumerable<string> Missed(Score score, double? perturbed, TextLanguage language, Speed speed)
    {
        (string What, double Is, double AtLeast)[] shares = perturbed is { } found
            ? [("participants found", score.Recall, 1), ("clean sentences without an alert", 1 - score.AlertsOnClean, 0.95), ("perturbed names found", found, 0.97)]
            : [("mentions found", score.Recall, 0.95), ("right characters", score.Precision, language == TextLanguage.French ? 0.70 : 0.80)];
        foreach (var (what, share, least) in shares)
            if (share < least) yield return string.Create(CultureInfo.InvariantCulture, $"{what} {100 * share:0.00} %, at least {100 * least:0} % are asked for.");
        foreach (var (where, ms, largest) in new (string, double?, double?)[] { ("on the server", speed.Server, speed.ServerLargest), ("in the browser's module", speed.Browser, speed.BrowserLargest) })
        {
            if (largest > MostTimes * ms + Noise) yield return string.Create(CultureInfo.InvariantCulture, $"{largest:0.00} ms {where} with 10,000 people, {ms:0.00} ms with 1,000: the cost is not flat.");
            if (ms is null) yield return $"the time {where} was not measured.";
            else if (ms > MostMilliseconds) yield return string.Create(CultureInfo.InvariantCulture, $"{ms:0.00} ms {where} for 500 characters, at most {MostMilliseconds:0} ms are asked for.");
        }
    }
}
