namespace AIDialogues.Events.Screening.Texts;

/// <summary>Where the sentences of a text begin and end. A line's end ends one too: a heading or an item of a list stands for itself.</summary>
internal static class Sentences
{
    /// <summary>Characters; what has no stop for longer is cut between two words, so that no text costs more than its length.</summary>
    private const int Longest = 4_096;

    public static IEnumerable<(int Start, int End)> Of(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (!EndsAt(text, at) && (at - start < Longest || !char.IsWhiteSpace(text[at]))) continue;
            yield return (start, at + 1);
            start = at + 1;
        }

        if (start < text.Length) yield return (start, text.Length);
    }

    private static bool EndsAt(string text, int at) =>
        text[at] == '\n' || (text[at] is '.' or '!' or '?' or '…' && at + 1 < text.Length && char.IsWhiteSpace(text[at + 1]));
}
