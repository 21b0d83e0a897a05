namespace AIDialogues.Events.Web.Api;

/// <summary>One of an enumeration's values in a query, written as bodies write it ("notDelivered") or as it is named.</summary>
internal readonly record struct OneOf<T>(T Value) where T : struct, Enum
{
    public static bool TryParse(string? text, out OneOf<T> one)
    {
        bool parsed = Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value);
        one = new(value);
        return parsed;
    }
}
