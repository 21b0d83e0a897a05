using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Html;

namespace AIDialogues.Events.Web.Charts;

/// <summary>What every chart begins and ends with: an image whose title and words are in it for screen readers.</summary>
internal static class ChartFrame
{
    public static StringBuilder Begin(string id, string title, IEnumerable<string> words, int width, int height) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">")
        .Append(CultureInfo.InvariantCulture, $"<title id=\"{id}-title\">{Encode(title)}</title><desc id=\"{id}-desc\">{Encode(string.Join("; ", words))}</desc>");

    public static IHtmlContent End(StringBuilder svg) => new HtmlString(svg.Append("</svg>").ToString());

    public static string Encode(string text) => WebUtility.HtmlEncode(text);
}
