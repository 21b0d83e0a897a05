using AIDialogues.Events.Room.Api;

namespace AIDialogues.Events.Room.Hosting;

/// <summary>What holds for every answer: who may ask (by host name), what a browser may do with it, and that a fault says nothing.</summary>
internal sealed class SafeResponses(RequestDelegate next, RoomSettings settings)
{
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; " +
        "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext context)
    {
        SetHeaders(context.Response.Headers);
        if (!IsKnown(context.Request.Host.Host))
        {
            await PaddedReply.Malformed("unknown-host").ExecuteAsync(context);
            return;
        }
        if (!SameOrigin.Allows(context.Request, settings.RoomUrl))
        {
            await PaddedReply.Refused(StatusCodes.Status403Forbidden, "cross-site").ExecuteAsync(context);
            return;
        }
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The device hung up: it will ask again.
        }
        catch (MalformedException malformed)
        {
            await PaddedReply.Malformed(malformed.Code).ExecuteAsync(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            Lines.Fault(fault);
            await PaddedReply.Fault.ExecuteAsync(context);
        }
    }

    private bool IsKnown(string host) =>
        host is "localhost" or "127.0.0.1" or "[::1]"
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(settings.RoomUrl.Host, StringComparison.OrdinalIgnoreCase);

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), interest-cohort=(), browsing-topics=()";
        headers["X-Robots-Tag"] = "noindex";
    }
}
