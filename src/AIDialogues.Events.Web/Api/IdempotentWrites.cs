using System.Data;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

/// <summary>
/// A write with an Idempotency-Key has one effect, however often and however fast it is sent. The effect and the answer are one
/// transaction; a twin waits for it on a lock and is given the same answer. Only an answer that had an effect is kept: a refusal may be tried again.
/// What is kept is sealed, because it may name people and the database is copied more often than it is read.
/// </summary>
internal sealed class IdempotentWrites(RequestDelegate next)
{
    private const string Header = "Idempotency-Key";

    public async Task InvokeAsync(HttpContext http, EventsDb db, KeyStore keys, TimeProvider clock)
    {
        if (!IsWrite(http.Request.Method) || !http.Request.Headers.TryGetValue(Header, out var values)
            || !Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var token))
        {
            await next(http);
            return;
        }

        string key = values.ToString();
        if (key.Length is 0 or > 100 || !key.All(c => c is > ' ' and <= '~'))
        {
            await ApiProblem.Malformed(ApiProblem.KeyNotValid).ExecuteAsync(http);
            return;
        }

        byte[] hash = await HashAsync(http);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, http.RequestAborted);
        _ = await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({token + ":" + key}, 727))", http.RequestAborted);
        if (await db.AnsweredRequests.AsNoTracking().FirstOrDefaultAsync(r => r.TokenId == token && r.Key == key, http.RequestAborted) is { } answered)
        {
            await RepeatAsync(http, answered, hash, keys);
            return;
        }

        var (status, type, body) = await CaptureAsync(http);
        if (status is >= 200 and < 300)
        {
            // What the handler left half done is its own; only the answer is added here.
            db.ChangeTracker.Clear();
            _ = db.Add(new AnsweredRequest
            {
                TokenId = token,
                Key = key,
                RequestSha256 = hash,
                Status = status,
                ContentType = type,
                Body = Sealing.SealText(keys.AuditKey, Encoding.UTF8.GetString(body), PlaceOf(token, key)),
                At = clock.GetUtcNow(),
            });
            _ = await db.SaveChangesAsync(http.RequestAborted);
            await transaction.CommitAsync(http.RequestAborted);
        }
        else
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }

        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static bool IsWrite(string method) => HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method);

    /// <summary>Method, address and body: what makes a request the same request. The body stays in memory, because it may hold names.</summary>
    private static async Task<byte[]> HashAsync(HttpContext http)
    {
        http.Request.EnableBuffering(bufferThreshold: (int)Limits.Request);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"));
        byte[] part = new byte[16 * 1024];
        for (int read; (read = await http.Request.Body.ReadAsync(part, http.RequestAborted)) > 0;) hash.AppendData(part, 0, read);
        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    /// <summary>Lets the endpoint answer into memory: nothing may leave before the transaction has held.</summary>
    private async Task<(int Status, string Type, byte[] Body)> CaptureAsync(HttpContext http)
    {
        var sent = http.Response.Body;
        using var kept = new MemoryStream();
        http.Response.Body = kept;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = sent;
        }

        return (http.Response.StatusCode, http.Response.ContentType ?? "", kept.ToArray());
    }

    private static async Task RepeatAsync(HttpContext http, AnsweredRequest answered, byte[] hash, KeyStore keys)
    {
        if (!CryptographicOperations.FixedTimeEquals(answered.RequestSha256, hash))
        {
            await new ApiProblem(StatusCodes.Status409Conflict, ApiProblem.KeyReused).ExecuteAsync(http);
            return;
        }

        http.Response.StatusCode = answered.Status;
        if (answered.ContentType.Length > 0) http.Response.ContentType = answered.ContentType;
        http.Response.Headers["Idempotency-Replayed"] = "true";
        await http.Response.WriteAsync(BodyOf(answered, keys), http.RequestAborted);
    }

    // Those of before the seal are over a week after the upgrade.
    private static string BodyOf(AnsweredRequest answered, KeyStore keys) =>
        answered.Body.StartsWith(Sealing.Mark, StringComparison.Ordinal) ? Sealing.OpenText(keys.AuditKey, answered.Body, PlaceOf(answered.TokenId, answered.Key)) : answered.Body;

    private static string PlaceOf(Guid token, string key) => $"events.answered_requests|body|{token:n}/{key}";
}
