using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AIDialogues.Events.Web.Uploads;

/// <summary>Pictures that stand in what draws a page itself, between BI, ID and EI (ISO 32000-1, 8.9.7), and not as objects of their own.</summary>
internal static partial class InlinePictures
{
    /// <summary>In bytes; what is said of such a picture is a handful of names and numbers.</summary>
    private const int LongestHead = 4096;

    /// <summary>Whether one of them is a photograph, which would keep place and camera: it cannot be taken out and put back without laying out the page anew.</summary>
    public static bool HoldPhotograph(ReadOnlySpan<byte> content)
    {
        for (int at = content.IndexOf("BI"u8); at >= 0; at = Next(content, "BI"u8, at + 2))
        {
            if (!IsWord(content, at)) continue;
            var rest = content.Slice(at + 2, Math.Min(LongestHead, content.Length - at - 2));
            int end = rest.IndexOf("ID"u8);
            while (end >= 0 && !IsWord(rest, end)) end = Next(rest, "ID"u8, end + 2);
            if (end < 0) continue;
            // A name may be written with codes for its letters.
            string head = Coded().Replace(Encoding.Latin1.GetString(rest[..end]), code => ((char)byte.Parse(code.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
            if (Photograph().IsMatch(head)) return true;
        }

        return false;
    }

    private static int Next(ReadOnlySpan<byte> content, ReadOnlySpan<byte> word, int from) => content[from..].IndexOf(word) is >= 0 and var further ? from + further : -1;

    /// <summary>Whether these two letters stand alone.</summary>
    private static bool IsWord(ReadOnlySpan<byte> content, int at) => (at == 0 || EndsWord(content[at - 1])) && (at + 2 >= content.Length || EndsWord(content[at + 2]));

    private static bool EndsWord(byte one) => one <= ' ' || (char)one is '/' or '[' or ']' or '<' or '>' or '(' or ')' or '%';

    [GeneratedRegex("#(?<code>[0-9A-Fa-f]{2})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Coded();

    [GeneratedRegex("/(DCT|DCTDecode|JPX|JPXDecode)(?![A-Za-z0-9])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Photograph();
}
