using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Worker.Hosting;

/// <summary>How the sending stands. Without names or addresses, though only this machine can ask.</summary>
internal sealed record HealthReport(string Database, string Mail, int Waiting, DateTimeOffset? OldestWaiting, int Unknown, int Failed)
{
    public bool IsWell => Database == "ok" && Mail == "ok";
}

internal static class Health
{
    /// <summary>Letters that wait longer than this are worth a look even while the server answers.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);

    public static async Task<IResult> AnswerAsync(WorkerDb database, MailState mail, TimeProvider clock, CancellationToken ct)
    {
        var report = await ReportAsync(database, mail, ct);
        bool late = report.OldestWaiting is { } oldest && clock.GetUtcNow() - oldest > LongWait;
        return Results.Json(report, statusCode: report.IsWell && !late ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<HealthReport> ReportAsync(WorkerDb database, MailState mail, CancellationToken ct)
    {
        string mailState = await mail.ProblemAsync(ct) ?? "ok";
        try
        {
            await using var db = database.Open();
            var waiting = db.Letters.Where(l => l.State == LetterState.Queued || l.State == LetterState.Retry);
            return new("ok", mailState, await waiting.CountAsync(ct), await waiting.MinAsync(l => (DateTimeOffset?)l.CreatedAt, ct),
                await db.Letters.CountAsync(l => l.State == LetterState.Unknown, ct), await db.Letters.CountAsync(l => l.State == LetterState.Failed, ct));
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException } or TimeoutException)
        {
            return new(StartProblem.Sentence(e) ?? "PostgreSQL does not answer in time.", mailState, 0, null, 0, 0);
        }
    }
}
