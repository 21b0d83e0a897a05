namespace AIDialogues.Events.Room.Hosting;

/// <summary>
/// Antiforgery without a cookie. No right of a device is sent by itself: a request carries the session's key in its body, which
/// another site does not know. Beside that, a browser says where a request comes from, and only Room's own pages may post.
/// </summary>
internal static class SameOrigin
{
    /// <summary>What is no browser sends neither header, and holds no key on somebody's behalf.</summary>
    public static bool Allows(HttpRequest request, Uri room)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return true;
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site != "same-origin") return false;
        return request.Headers.Origin.Count == 0 || (request.Headers.Origin is [{ } origin] && IsOwn(origin, request, room));
    }

    /// <summary>The address Room is reached at, or the very name this request used, which was looked at before (a tunnel to this machine).</summary>
    private static bool IsOwn(string origin, HttpRequest request, Uri room) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && (from.GetLeftPart(UriPartial.Authority) == room.GetLeftPart(UriPartial.Authority)
            || (from.IsLoopback || from.Host.EndsWith(".localhost", StringComparison.Ordinal)) && from.Authority == request.Host.Value);
}
