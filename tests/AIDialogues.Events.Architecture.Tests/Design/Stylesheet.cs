using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace AIDialogues.Events.Architecture.Tests.Design;

/// <summary>A stylesheet as text: its tokens in both schemes, its class names, its weight on the wire.</summary>
internal sealed partial class Stylesheet(string text)
{
    private const string DarkByDevice = "@media (prefers-color-scheme: dark)";
    private const string DarkByChoice = ":root[data-theme=\"dark\"]";

    internal static Stylesheet Site { get; } = Read("src/AIDialogues.Events.Web/wwwroot/css/site.css");

    internal static Stylesheet Organise { get; } = Read("src/AIDialogues.Events.Web/wwwroot/css/organise.css");

    internal static Stylesheet Board { get; } = Read("src/AIDialogues.Events.Room/wwwroot/css/board.css");

    internal static Stylesheet[] All { get; } = [Site, Organise, Board];

    internal string WithoutComments => Comment().Replace(text, "");

    internal IReadOnlyDictionary<string, string> Light => Colours(Between(":root {", DarkByDevice));

    internal IReadOnlyDictionary<string, string> Dark => Colours(Between(DarkByDevice, DarkByChoice));

    internal IReadOnlyDictionary<string, string> DarkWhenChosen => Colours(Between(DarkByChoice, "@layer base {"));

    internal string TokensAndBase => text[text.IndexOf("@layer tokens {", StringComparison.Ordinal)..LayerAfterBase()].TrimEnd();

    internal IEnumerable<string> Classes => ClassInSelector().Matches(WithoutComments).Select(found => found.Groups["name"].Value).Distinct();

    internal int BytesOverTheWire
    {
        get
        {
            using var packed = new MemoryStream();
            using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                brotli.Write(Encoding.UTF8.GetBytes(text));
            }

            return (int)packed.Length;
        }
    }

    /// <summary>WCAG 2.2 contrast ratio of two colours written #rgb or #rrggbb.</summary>
    internal static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    internal static string RepositoryFile(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AIDialogues.Events.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return File.ReadAllText(Path.Combine(folder.FullName, path));
    }

    private static Stylesheet Read(string path) => new(RepositoryFile(path));

    private static double Luminance(string colour)
    {
        var digits = colour.Length == 4 ? string.Concat(colour[1..].Select(digit => new string(digit, 2))) : colour[1..];
        double Channel(int at)
        {
            var value = int.Parse(digits.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(0)) + (0.7152 * Channel(2)) + (0.0722 * Channel(4));
    }

    private static Dictionary<string, string> Colours(string block) =>
        Token().Matches(block).ToDictionary(found => found.Groups["name"].Value, found => found.Groups["colour"].Value);

    private string Between(string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    // The board goes on with its components, the site with its layout.
    private int LayerAfterBase()
    {
        var basis = text.IndexOf("@layer base {", StringComparison.Ordinal);
        return text.IndexOf("@layer ", basis + 1, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"--(?<name>[\w-]+): (?<colour>#[0-9a-f]{3}(?:[0-9a-f]{3})?);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\.(?<name>[a-z][a-z-]+)(?=[^{}]*\{)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClassInSelector();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();
}
