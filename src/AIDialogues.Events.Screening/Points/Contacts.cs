using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Points;

/// <summary>Addresses of mail and web, handles and telephone numbers.</summary>
internal static class Contacts
{
    private const int Longest = 254;
    private const int FewestPhoneDigits = 7;

    public static void Find(Tokens tokens, List<Finding> found)
    {
        var text = tokens.Text;
        if (tokens.Count == 0) return;
        int from = tokens[0].Start, to = tokens[tokens.Count - 1].End;
        for (var at = text.IndexOf('@', from, to - from); at >= 0 && at < to; at = text.IndexOf('@', at + 1, to - at - 1)) Mail(text, from, at, to, found);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens.Word(i) is "http" or "https" or "www" && Web(text, tokens[i].Start, to) is > 0 and var length)
            {
                found.Add(new(tokens[i].Start, length, FindingKind.Contact, "contact-web", null));
            }
            else if (tokens[i].HasDigit && (i == 0 || !tokens[i - 1].HasDigit))
            {
                Phone(tokens, i, found);
            }
        }
    }

    private static void Mail(string text, int from, int at, int to, List<Finding> found)
    {
        var start = at;
        while (start > from && at - start < Longest && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '_' or '-' or '+' or '%')) start--;
        var end = at + 1;
        while (end < to && end - at < Longest && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-' or '_')) end++;
        while (end > at + 1 && text[end - 1] is '.' or '-') end--;
        var handle = start == at && end - at > 3;
        if (handle || start < at && end > at + 1) found.Add(new(start, end - start, FindingKind.Contact, handle ? "contact-handle" : "contact-mail", null));
    }

    private static int Web(string text, int start, int to)
    {
        var end = start;
        while (end < to && end - start < 2048 && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '<' or '>' or '»')) end++;
        while (end > start && text[end - 1] is '.' or ',' or ')' or ';') end--;
        var address = text.AsSpan(start, end - start);
        var closing = end < text.Length && text[end] == '/' ? 1 : 0;
        return address.Contains("://", StringComparison.Ordinal) || address.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? end - start + closing : 0;
    }

    /// <summary>Groups of digits close together that make a number one can call: "+41 22 555 01 23", "01.84.17.61.18".</summary>
    private static void Phone(Tokens tokens, int first, List<Finding> found)
    {
        int digits = 0, last = first;
        for (var i = first; i < tokens.Count && i - first < 8; i++)
        {
            var word = tokens.Word(i);
            if (word.Length == 0 || !word.All(c => char.IsAsciiDigit(c) || c == 'x') || i > first && !tokens.Gap(i - 1).Trim("-./() \u00A0").IsEmpty || tokens.Gap(i - 1).Length > 3 && i > first) break;
            digits += word.Count(char.IsAsciiDigit);
            last = i;
        }
        if (digits is < FewestPhoneDigits or > 15) return;
        var start = tokens[first].Start;
        while (start > 0 && tokens.Text[start - 1] is '+' or '(') start--;
        var grouped = last > first || tokens.Text[start] is '+' or '0';
        if (grouped && !LooksLikeDate(tokens, first, last)) found.Add(new(start, tokens[last].End - start, FindingKind.Contact, "contact-phone", null));
    }

    private static bool LooksLikeDate(Tokens tokens, int first, int last) =>
        last - first is >= 1 and <= 5 && tokens[first].Length == 4 && tokens.Word(first)[0] is '1' or '2' && last > first && tokens[first + 1].Length <= 2
        || last - first == 2 && tokens[last].Length == 4 && tokens[first].Length <= 2 && tokens[first + 1].Length <= 2;
}
