namespace AIDialogues.Events.Domain;

/// <summary>
/// The addresses a letter can be sent to: an addr-spec of RFC 5321 without quoted local parts or address literals, at most 254
/// characters. Whether a mailbox exists only its server can tell.
/// </summary>
public static class EmailAddress
{
    public static bool IsValid(string text)
    {
        int at = text.LastIndexOf('@');
        return text.Length <= 254 && at is > 0 and <= 64 && IsLocalPart(text[..at]) && IsDomain(text[(at + 1)..]);
    }

    private static bool IsLocalPart(string local) =>
        !local.StartsWith('.') && !local.EndsWith('.') && !local.Contains("..", StringComparison.Ordinal)
        && local.All(c => char.IsLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal));

    private static bool IsDomain(string domain)
    {
        string[] labels = domain.Split('.');
        return labels.Length >= 2 && Array.TrueForAll(labels, label =>
            label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsLetterOrDigit(c) || c == '-'));
    }
}
