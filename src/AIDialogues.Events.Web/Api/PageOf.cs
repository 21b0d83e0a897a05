using System.Linq.Expressions;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

/// <summary>One page of a list; <paramref name="Next"/> is the cursor of the following one and null at the end.</summary>
internal sealed record PageOf<TRow>(IReadOnlyList<TRow> Items, string? Next);

/// <summary>Which page is asked for. A cursor names the last row seen, so rows that come or go meanwhile make no row come twice or be left out.</summary>
internal sealed record PageQuery(int? Limit, string? Cursor)
{
    public const int Most = 200;

    private int Wanted => Limit ?? 50;

    /// <summary>Reads a page in the order of ids.</summary>
    /// <param name="id">The id that orders the list, such as <c>s =&gt; s.Id</c>.</param>
    public async Task<IResult> ReadAsync<T, TKey, TRow>(IQueryable<T> rows, Expression<Func<T, Id<TKey>>> id, Func<T, TRow> shown, CancellationToken ct)
    {
        if (Wanted is < 1 or > Most) return ApiProblem.Malformed(ApiProblem.LimitNotValid);
        if (Cursor is { Length: > 0 })
        {
            if (Read(Cursor) is not { } after) return ApiProblem.Malformed(ApiProblem.CursorNotValid);
            rows = rows.Where(After(id, new Id<TKey>(after)));
        }

        var found = await rows.OrderBy(id).Take(Wanted + 1).ToListAsync(ct);
        var page = found.Take(Wanted).ToList();
        string? next = found.Count > Wanted ? WebEncoders.Base64UrlEncode(id.Compile()(page[^1]).Value.ToByteArray()) : null;
        return TypedResults.Ok(new PageOf<TRow>([.. page.Select(shown)], next));
    }

    private static Expression<Func<T, bool>> After<T, TKey>(Expression<Func<T, Id<TKey>>> id, Id<TKey> last)
    {
        Expression<Func<Id<TKey>>> value = () => last;
        return Expression.Lambda<Func<T, bool>>(Expression.GreaterThan(id.Body, value.Body), id.Parameters);
    }

    private static Guid? Read(string cursor)
    {
        try
        {
            byte[] bytes = WebEncoders.Base64UrlDecode(cursor);
            return bytes.Length == 16 ? new Guid(bytes) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
