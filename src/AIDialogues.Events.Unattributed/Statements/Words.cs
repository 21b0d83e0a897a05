using System.Diagnostics;
using System.Text;

namespace AIDialogues.Events.Unattributed.Statements;

/// <summary>
/// The words of a statement: trimmed, in Unicode form C, 1 to 1,900 bytes of UTF-8, no control character but the newline.
/// They come out only through <see cref="Reveal"/>, so that neither a log line nor an exception holds them by accident.
/// </summary>
[DebuggerDisplay("words")]
public sealed class Words
{
    /// <summary>Below the 2 kB at which PostgreSQL would move the text out of its row and number the piece.</summary>
    public const int MostBytes = 1900;

    private readonly string text;

    private Words(string text) => this.text = text;

    public string Reveal() => text;

    public override string ToString() => "words";

    public static WordsProblem TryNormalise(string? raw, out Words? words)
    {
        words = null;
        if (string.IsNullOrWhiteSpace(raw)) return WordsProblem.Empty;
        // Far beyond the limit no work is done; a normal form may shrink a text, so the exact limit is asked for below.
        if (raw.Length > MostBytes * 4) return WordsProblem.TooLong;
        if (!IsWellFormed(raw)) return WordsProblem.NotText;

        var normal = Tidy(raw.Normalize(NormalizationForm.FormC));
        if (normal.Length == 0) return WordsProblem.Empty;
        if (Encoding.UTF8.GetByteCount(normal) > MostBytes) return WordsProblem.TooLong;
        words = new Words(normal);
        return WordsProblem.None;
    }

    /// <summary>Line ends, trailing blanks and control characters differ by device: they must not tell one from another.</summary>
    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            foreach (var c in line.TrimEnd())
            {
                if (c == '\t') _ = tidy.Append(' ');
                else if (!char.IsControl(c)) _ = tidy.Append(c);
            }
            _ = tidy.Append('\n');
        }
        return tidy.ToString().Trim();
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}

public enum WordsProblem
{
    None,
    Empty,
    TooLong,
    NotText,
}
