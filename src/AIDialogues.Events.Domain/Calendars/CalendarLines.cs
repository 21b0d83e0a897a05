using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>The lines of a calendar file: ended by CRLF, folded at 75 octets and never inside a character (RFC 5545, 3.1).</summary>
internal sealed class CalendarLines
{
    private const int Most = 75;
    private readonly StringBuilder _lines = new();

    public void Add(params ReadOnlySpan<string> lines)
    {
        foreach (string line in lines) Add(line);
    }

    /// <summary>A value of type TEXT (3.3.11): line ends become \n, every other control character goes.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var rune in value.ReplaceLineEndings("\n").EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' => text.Append("\\n"),
                '\\' or ';' or ',' => text.Append('\\').Append(rune),
                _ when Rune.IsControl(rune) => text,
                _ => text.Append(rune),
            };
        }

        return text.ToString();
    }

    /// <summary>
    /// A quoted value of a parameter (3.1): a double quote becomes a single one and control characters a space, since not every program knows an escape for
    /// them. A caret is doubled (RFC 6868): alone it would begin an escape to a program that does.
    /// </summary>
    public static string Parameter(string value)
    {
        var text = new StringBuilder("\"", value.Length + 2);
        foreach (var rune in value.EnumerateRunes())
            _ = Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? text.Append(' ') : rune.Value == '"' ? text.Append('\'') : rune.Value == '^' ? text.Append("^^") : text.Append(rune);
        return text.Append('"').ToString();
    }

    public override string ToString() => _lines.ToString();

    private void Add(string line)
    {
        int octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > Most)
            {
                _ = _lines.Append("\r\n ");
                octets = 1;
            }

            _ = _lines.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        _ = _lines.Append("\r\n");
    }
}
