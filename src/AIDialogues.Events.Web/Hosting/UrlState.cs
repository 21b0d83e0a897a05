using System.Collections.Specialized;
using System.Globalization;
using System.Web;

namespace AIDialogues.Events.Web.Hosting;

/// <summary>What a list shows stands in its address: shareable, and the browser's Back works.</summary>
internal static class UrlState
{
    /// <summary>This page's address with some of its query changed; null takes a value away.</summary>
    public static string With(this HttpRequest request, params (string Name, object? Value)[] changes)
    {
        NameValueCollection query = HttpUtility.ParseQueryString(request.QueryString.Value ?? "");
        foreach (var (name, value) in changes)
        {
            if (value is null) query.Remove(name);
            else query[name] = Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        return query.Count == 0 ? request.Path : request.Path + "?" + query;
    }
}

/// <summary>Which part of a list is shown.</summary>
public sealed record Paging(int Page, int Count)
{
    public int Size { get; init; } = Limits.PageSize;

    public int First => Count == 0 ? 0 : ((Page - 1) * Size) + 1;

    public int Last => Math.Min(Page * Size, Count);

    public bool HasNext => Last < Count;

    /// <summary>A page number from an address: at least one, and no further than a list can go.</summary>
    public static int Bounded(int? page) => Math.Clamp(page ?? 1, 1, 10_000);
}
