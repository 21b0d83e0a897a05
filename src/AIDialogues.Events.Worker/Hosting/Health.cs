using System.Globalization;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Worker.Hosting;

/// <summary>How the sending stands. Without names or addresses, though only this machine can ask.</summary>
/// <param name="Waiting">Letters that could leave now; what is held or paused on purpose is not counted.</param>
/// <param name="Alert">One sentence when letters have waited too long.</param>
internal sealed record HealthReport(string Database, string Mail, int Waiting, DateTimeOffset? OldestWaiting, int Unknown, int Failed, int Bounced, string? Alert)
{
    public bool IsWell => Database == "ok" && Mail == "ok" && Alert is null;
}

internal static class Health
{
    /// <summary>Letters that wait longer than this are worth a look even while the server answers.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);

    public static async Task<IResult> AnswerAsync(WorkerDb database, MailState mail, TimeProvider clock, CancellationToken ct)
    {
        var report = await ReportAsync(database, mail, clock.GetUtcNow(), ct);
        return Results.Json(report, statusCode: report.IsWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<HealthReport> ReportAsync(WorkerDb database, MailState mail, DateTimeOffset now, CancellationToken ct)
    {
        string mailState = await mail.ProblemAsync(ct) ?? "ok";
        try
        {
            await using var db = database.Open();
            var waiting = db.Letters.Where(l => (l.State == LetterState.Queued || l.State == LetterState.Retry) && l.NotBefore <= now);
            var oldest = await waiting.MinAsync(l => (DateTimeOffset?)l.NotBefore, ct);
            int count = await waiting.CountAsync(ct);
            string? alert = now - oldest > LongWait ? string.Create(CultureInfo.InvariantCulture, $"Letters wait: {count}, the oldest since {oldest:yyyy-MM-dd HH:mm} UTC.") : null;
            return new("ok", mailState, count, oldest, await db.Letters.CountAsync(l => l.State == LetterState.Unknown, ct),
                await db.Letters.CountAsync(l => l.State == LetterState.Failed, ct), await db.Letters.CountAsync(l => l.State == LetterState.Bounced, ct), alert);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException } or TimeoutException)
        {
            return new(StartProblem.Sentence(e) ?? "PostgreSQL does not answer in time.", mailState, 0, null, 0, 0, 0, null);
        }
    }
}
