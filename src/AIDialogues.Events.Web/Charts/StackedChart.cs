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
    private const int RowHeight = 46, BarWidth = 540, Width = BarWidth + 20, LegendHeight = 24;

    public static IHtmlContent Of(string id, string title, IReadOnlyList<string> parts, IReadOnlyList<StackedBar> bars)
    {
        // Only what occurs is explained.
        var used = Enumerable.Range(0, parts.Count).Where(p => bars.Any(b => b.Parts[p] > 0)).ToList();
        int most = Math.Max(1, bars.Max(b => b.Parts.Sum())), height = (bars.Count * RowHeight) + (((used.Count + 2) / 3) * LegendHeight) + 8;
        var svg = ChartFrame.Begin(id, title, bars.Select(b => Words(b, parts)), Width, height);
        for (int row = 0; row < bars.Count; row++) Row(svg, bars[row], row * RowHeight, most);
        for (int at = 0; at < used.Count; at++) Legend(svg, used[at], parts[used[at]], at % 3 * (Width / 3), (bars.Count * RowHeight) + 6 + (at / 3 * LegendHeight));
        return ChartFrame.End(svg);
    }

    private static string Words(StackedBar bar, IReadOnlyList<string> parts) =>
        $"{bar.Label}: {string.Join(", ", parts.Select((name, p) => (name, Count: bar.Parts[p])).Where(p => p.Count > 0).Select(p => $"{p.name} {p.Count}"))}";

    private static void Row(StringBuilder svg, StackedBar bar, int y, int most)
    {
        _ = svg.Append(CultureInfo.InvariantCulture, $"<text class=\"chart-label\" x=\"0\" y=\"{y + 14}\">{ChartFrame.Encode(bar.Label)}</text>");
        int before = 0;
        for (int part = 0; part < bar.Parts.Count; part++)
        {
            if (bar.Parts[part] == 0) continue;
            int x = before * BarWidth / most, width = ((before + bar.Parts[part]) * BarWidth / most) - x;
            _ = svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"chart-part part-{part}\" x=\"{x}\" y=\"{y + 20}\" width=\"{width}\" height=\"20\"/>");
            if (width >= 16) _ = svg.Append(CultureInfo.InvariantCulture, $"<text class=\"chart-number\" x=\"{x + (width / 2)}\" y=\"{y + 34}\" text-anchor=\"middle\">{bar.Parts[part]}</text>");
            before += bar.Parts[part];
        }
    }

    private static void Legend(StringBuilder svg, int part, string name, int x, int y) =>
        _ = svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"chart-part part-{part}\" x=\"{x}\" y=\"{y}\" width=\"14\" height=\"14\"/><text class=\"chart-label\" x=\"{x + 20}\" y=\"{y + 12}\">{ChartFrame.Encode(name)}</text>");
}
