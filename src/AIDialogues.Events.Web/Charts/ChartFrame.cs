using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Html;

namespace AIDialogues.Events.Web.Charts;

/// <summary>What every chart begins and ends with: an image whose title and words are in it for screen readers.</summary>
internal static class ChartFrame
{
    /// <summary>As much as a phone shows without making it smaller: words in it stay readable.</summary>
    public const int Width = 340;

    public const int LineHeight = 18, Baseline = 14;

    public static StringBuilder Begin(string id, string title, IEnumerable<string> words, int height) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\">")
        .Append(CultureInfo.InvariantCulture, $"<title id=\"{id}-title\">{Encode(title)}</title><desc id=\"{id}-desc\">{Encode(string.Join("; ", words))}</desc>");

    public static IHtmlContent End(StringBuilder svg) => new HtmlString(svg.Append("</svg>").ToString());

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A label broken between words, since SVG breaks none; what is longer than three lines ends in "…" (the words are whole in the description and the table).</summary>
    public static IReadOnlyList<string> Lines(string label, int letters)
    {
        var lines = new List<string>();
        foreach (string word in label.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => w.Chunk(letters).Select(part => new string(part))))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= letters) lines[^1] += " " + word;
            else lines.Add(word);
        }

        if (lines.Count > 3) lines[2] = lines[2][..Math.Min(lines[2].Length, letters - 1)] + "…";
        return [.. lines.Take(3)];
    }

    public static void Label(StringBuilder svg, IReadOnlyList<string> lines, int y)
    {
        for (int line = 0; line < lines.Count; line++)
            _ = svg.Append(CultureInfo.InvariantCulture, $"<text class=\"chart-label\" x=\"0\" y=\"{y + Baseline + (line * LineHeight)}\">{Encode(lines[line])}</text>");
    }
}
