using System.Text;

namespace AIDialogues.Events.Room.Api;

/// <summary>A JSON reply whose length is a power of two from 4 KiB on, so that its size on the wire says little.</summary>
internal sealed class PaddedReply(int status, string json, int smallest = PaddedReply.Smallest) : IResult
{
    public const int Smallest = 4096;

    private const string PadStart = "\"pad\":\"";

    /// <summary>One answer for a wrong key, a revoked key and an unknown session: byte for byte the same.</summary>
    public static readonly PaddedReply NoSuchBoard = Refused(StatusCodes.Status404NotFound, "no-such-board");

    public static readonly PaddedReply NotNow = Refused(StatusCodes.Status503ServiceUnavailable, "not-now");

    public static readonly PaddedReply Fault = Refused(StatusCodes.Status500InternalServerError, "fault");

    /// <summary>Why a board is not given: not now, not here, or not at all.</summary>
    public static PaddedReply WithoutBoard(bool databaseAway, Uri? otherRoom)
    {
        if (otherRoom is not null) return new(StatusCodes.Status421MisdirectedRequest, $$"""{"code":"other-room","room":"{{otherRoom.AbsoluteUri}}"}""");
        return databaseAway ? NotNow : NoSuchBoard;
    }

    public static PaddedReply Ok(string json, int smallest = Smallest) => new(StatusCodes.Status200OK, json, smallest);

    public static PaddedReply Malformed(string code) => Refused(StatusCodes.Status400BadRequest, code);

    public static PaddedReply Refused(int status, string code) => new(status, $$"""{"code":"{{code}}"}""");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Body();
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private byte[] Body()
    {
        // {"…":…} becomes {"…":…,"pad":"   "}
        var open = json[..^1] + "," + PadStart;
        var used = Encoding.UTF8.GetByteCount(open) + 2;
        return Encoding.UTF8.GetBytes(open + new string(' ', Padding.SizeFor(used, smallest) - used) + "\"}");
    }
}
