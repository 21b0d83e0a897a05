using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace AIDialogues.Events.Web.Charts;

/// <summary>One bar: what it stands for, how long it is from 0 to 100, and the words at its end.</summary>
internal sealed record Bar(string Label, int Percent, string Value);

/// <summary>
/// A bar chart as SVG, made on the server: no script, no style in it, its colours come from the style sheet. The title and the bars' words are in it for
/// screen readers; the page sets the table behind it.
/// </summary>
internal static class BarChart
{
    private const int RowHeight = 30, LabelWidth = 190, BarWidth = 260, Width = LabelWidth + BarWidth + 110;

    public static IHtmlContent Of(string id, string title, IReadOnlyList<Bar> bars)
    {
        int height = (bars.Count * RowHeight) + 4;
        var svg = ChartFrame.Begin(id, title, bars.Select(b => $"{b.Label}: {b.Value}"), Width, height);
        for (int i = 0; i < bars.Count; i++)
        {
            int y = (i * RowHeight) + 2, length = Math.Clamp(bars[i].Percent, 0, 100) * BarWidth / 100;
            _ = svg.Append(CultureInfo.InvariantCulture, $"<text class=\"chart-label\" x=\"{LabelWidth - 10}\" y=\"{y + 18}\" text-anchor=\"end\">{ChartFrame.Encode(bars[i].Label)}</text>")
                .Append(CultureInfo.InvariantCulture, $"<rect class=\"chart-track\" x=\"{LabelWidth}\" y=\"{y + 5}\" width=\"{BarWidth}\" height=\"18\"/><rect class=\"chart-bar\" x=\"{LabelWidth}\" y=\"{y + 5}\" width=\"{length}\" height=\"18\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text class=\"chart-value\" x=\"{LabelWidth + BarWidth + 10}\" y=\"{y + 18}\">{ChartFrame.Encode(bars[i].Value)}</text>");
        }

        return ChartFrame.End(svg);
    }
}
