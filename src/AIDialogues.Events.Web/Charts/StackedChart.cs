using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;

namespace AIDialogues.Events.Web.Charts;

/// <summary>One bar made of parts: what it stands for, and how much of each part.</summary>
internal sealed record StackedBar(string Label, IReadOnlyList<int> Parts);

/// <summary>
/// Bars made of parts as SVG, made on the server like <see cref="BarChart"/>. Every part has its number in it and always the same place, so
/// that nobody needs to tell colours apart; the legend, the title and all numbers are words in it too.
/// </summary>
internal static class StackedChart
{
    private const int LettersInALine = 44, BarHeight = 20, Gap = 10, LegendHeight = 24, LegendColumns = 2;

    public static IHtmlContent Of(string id, string title, IReadOnlyList<string> parts, IReadOnlyList<StackedBar> bars)
    {
        // Only what occurs is explained.
        var used = Enumerable.Range(0, parts.Count).Where(p => bars.Any(b => b.Parts[p] > 0)).ToList();
        var labels = bars.Select(b => ChartFrame.Lines(b.Label, LettersInALine)).ToList();
        int most = Math.Max(1, bars.Max(b => b.Parts.Sum())), rows = labels.Sum(HeightOf), height = rows + (((used.Count + LegendColumns - 1) / LegendColumns) * LegendHeight) + 8;
        var svg = ChartFrame.Begin(id, title, bars.Select(b => Words(b, parts)), height);
        int y = 0;
        foreach (var (bar, lines) in bars.Zip(labels))
        {
            ChartFrame.Label(svg, lines, y);
            Row(svg, bar, y + (lines.Count * ChartFrame.LineHeight) + 4, most);
            y += HeightOf(lines);
        }

        for (int at = 0; at < used.Count; at++) Legend(svg, used[at], parts[used[at]], at % LegendColumns * (ChartFrame.Width / LegendColumns), rows + 6 + (at / LegendColumns * LegendHeight));
        return ChartFrame.End(svg);
    }

    private static int HeightOf(IReadOnlyList<string> lines) => (lines.Count * ChartFrame.LineHeight) + 4 + BarHeight + Gap;

    private static string Words(StackedBar bar, IReadOnlyList<string> parts) =>
        $"{bar.Label}: {string.Join(", ", parts.Select((name, p) => (name, Count: bar.Parts[p])).Where(p => p.Count > 0).Select(p => $"{p.name} {p.Count}"))}";

    private static void Row(StringBuilder svg, StackedBar bar, int y, int most)
    {
        int before = 0;
        for (int part = 0; part < bar.Parts.Count; part++)
        {
            if (bar.Parts[part] == 0) continue;
            int x = before * ChartFrame.Width / most, width = ((before + bar.Parts[part]) * ChartFrame.Width / most) - x;
            _ = svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"chart-part part-{part}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BarHeight}\"/>");
            if (width >= 16) _ = svg.Append(CultureInfo.InvariantCulture, $"<text class=\"chart-number\" x=\"{x + (width / 2)}\" y=\"{y + 14}\" text-anchor=\"middle\">{bar.Parts[part]}</text>");
            before += bar.Parts[part];
        }
    }

    private static void Legend(StringBuilder svg, int part, string name, int x, int y) =>
        _ = svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"chart-part part-{part}\" x=\"{x}\" y=\"{y}\" width=\"14\" height=\"14\"/><text class=\"chart-label\" x=\"{x + 20}\" y=\"{y + 12}\">{ChartFrame.Encode(name)}</text>");
}
