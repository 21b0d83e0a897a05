using System.Net;
using Hangfire.Dashboard;

namespace AIDialogues.Events.Worker.Hosting;

/// <summary>The dashboard opens to this machine alone. The host listens on the loopback address only; this holds even if that changes.</summary>
internal sealed class LoopbackOnly : IDashboardAuthorizationFilter
{
    public bool Authorize(DashboardContext context) => IsLocal(context.GetHttpContext());

    /// <summary>The Host header is looked at too, or a page elsewhere could reach in under a name that resolves to this machine.</summary>
    public static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && http.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
        && !http.Request.Headers.ContainsKey("X-Forwarded-For");
}
