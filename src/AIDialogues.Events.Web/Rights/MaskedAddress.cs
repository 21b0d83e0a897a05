namespace AIDialogues.Events.Web.Rights;

/// <summary>An address that its owner recognises and nobody else can use: "a…@bassin.test".</summary>
internal static class MaskedAddress
{
    public static string Of(string address)
    {
        int at = address.LastIndexOf('@');
        return at < 1 ? "…" : $"{address[..1]}…{address[at..]}";
    }
}
