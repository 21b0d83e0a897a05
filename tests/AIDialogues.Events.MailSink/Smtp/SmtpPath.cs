namespace AIDialogues.Events.MailSink.Smtp;

/// <summary>What stands in <c>MAIL FROM:&lt;address&gt; PARAMETERS</c> and <c>RCPT TO:&lt;address&gt;</c>.</summary>
internal sealed record SmtpPath(string Address, IReadOnlyList<string> Parameters)
{
    public bool IsAscii => Address.All(char.IsAscii);

    public static SmtpPath? Parse(string line, string keyword)
    {
        if (!line.StartsWith(keyword, StringComparison.OrdinalIgnoreCase)) return null;
        var rest = line[keyword.Length..].TrimStart(' ');
        if (rest.Length == 0 || rest[0] != '<') return null;
        var end = ClosingBracket(rest);
        if (end < 0) return null;
        var address = rest[1..end];
        var after = rest[(end + 1)..];
        if (after.Length > 0 && after[0] != ' ') return null;
        if (address.Length > 254 || address.Any(char.IsControl)) return null;
        return new SmtpPath(address, after.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    public bool IsMailbox => Address.LastIndexOf('@') is > 0 and var at && at < Address.Length - 1;

    // A quoted local part may hold a bracket of its own.
    private static int ClosingBracket(string text)
    {
        var quoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\') i++;
            else if (text[i] == '"') quoted = !quoted;
            else if (text[i] == '>' && !quoted) return i;
        }

        return -1;
    }
}
