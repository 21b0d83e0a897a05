using System.Security.Cryptography;

namespace AIDialogues.Events.Web.Hosting;

/// <summary>
/// Public pages may be kept by caches, which must ask each time whether they still hold (RFC 9111, no-cache): the answer is short while nothing
/// changed, and a withdrawn consent is gone at the next request.
/// </summary>
internal sealed class RevalidatedPages(RequestDelegate next)
{
    private const int LargestKept = 1024 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || http.Request.Cookies.Count > 0 || !IsPublic(http.Request.Path))
        {
            await next(http);
            return;
        }

        var body = http.Response.Body;
        using var kept = new MemoryStream();
        http.Response.Body = kept;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = body;
        }

        if (http.Response.StatusCode == StatusCodes.Status200OK && kept.Length < LargestKept && http.Response.Headers.SetCookie.Count == 0 && !http.Response.HasStarted)
        {
            string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(kept.ToArray()).AsSpan(0, 16))}\"";
            (http.Response.Headers.ETag, http.Response.Headers.CacheControl, http.Response.Headers.Vary) = (tag, "public, no-cache", "Accept-Language, Cookie, Accept-Encoding");
            if (http.Request.Headers.IfNoneMatch.Contains(tag))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                (http.Response.ContentLength, http.Response.ContentType) = (null, null);
                return;
            }
        }

        kept.Position = 0;
        await kept.CopyToAsync(body, http.RequestAborted);
    }

    private static bool IsPublic(PathString path) => path == "/" || path == "/sitemap.xml" || (path.StartsWithSegments("/series") && !path.Value!.Contains("/files/", StringComparison.Ordinal));
}
