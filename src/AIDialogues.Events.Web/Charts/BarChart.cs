using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace AIDialogues.Events.Web.Charts;

/// <summary>One bar: what it stands for, how long it is from 0 to 100, and the words at its end.</summary>
internal sealed record Bar(string Label, int Percent, string Value);

/// <summary>
/// A bar chart as SVG, made on the server: no script, no style in it, its colours come from the style sheet. As wide as a phone and words above the bars, so
/// that they can be read there. The title and the bars' words are in it for screen readers; the page sets the table behind it.
/// </summary>
internal static class BarChart
{
    /// <summary>How many letters of a label stand beside the words of the bar.</summary>
    private const int LettersInALine = 28;

    private const int BarHeight = 16, Gap = 14;

    public static IHtmlContent Of(string id, string title, IReadOnlyList<Bar> bars)
    {
        var labels = bars.Select(b => ChartFrame.Lines(b.Label, LettersInALine)).ToList();
        int height = labels.Sum(HeightOf);
        var svg = ChartFrame.Begin(id, title, bars.Select(b => $"{b.Label}: {b.Value}"), height);
        int y = 0;
        foreach (var (bar, lines) in bars.Zip(labels))
        {
            int length = Math.Clamp(bar.Percent, 0, 100) * ChartFrame.Width / 100, top = y + (lines.Count * ChartFrame.LineHeight) + 4;
            ChartFrame.Label(svg, lines, y);
            _ = svg.Append(CultureInfo.InvariantCulture, $"<text class=\"chart-value\" x=\"{ChartFrame.Width}\" y=\"{y + ChartFrame.Baseline}\" text-anchor=\"end\">{ChartFrame.Encode(bar.Value)}</text>")
                .Append(CultureInfo.InvariantCulture, $"<rect class=\"chart-track\" x=\"0\" y=\"{top}\" width=\"{ChartFrame.Width}\" height=\"{BarHeight}\"/><rect class=\"chart-bar\" x=\"0\" y=\"{top}\" width=\"{length}\" height=\"{BarHeight}\"/>");
            y += HeightOf(lines);
        }

        return ChartFrame.End(svg);
    }

    private static int HeightOf(IReadOnlyList<string> lines) => (lines.Count * ChartFrame.LineHeight) + 4 + BarHeight + Gap;
}
