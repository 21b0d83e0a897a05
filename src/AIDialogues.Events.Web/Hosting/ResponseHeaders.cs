namespace AIDialogues.Events.Web.Hosting;

/// <summary>The header contract: a strict content policy, no referrer, nothing private in any cache.</summary>
internal sealed class ResponseHeaders(RequestDelegate next)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The one other origin a page may ask, kept in the request's items by the page that needs it.</summary>
    public const string ConnectTo = "connect-to";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            // A file that is only handed over has a stricter policy of its own.
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = context.Items[ConnectTo] is string origin ? Policy.Replace("connect-src 'self'", "connect-src 'self' " + origin, StringComparison.Ordinal) : Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), browsing-topics=()";
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            // A form's token and a failure bring a "no-store" of their own, without "private".
            if (headers.CacheControl.Count == 0 || headers.CacheControl.ToString().Contains("no-store", StringComparison.Ordinal)) headers.CacheControl = "no-store, private";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
