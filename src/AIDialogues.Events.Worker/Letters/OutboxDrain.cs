using AIDialogues.Events.Worker.Hosting;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>What one run did.</summary>
internal sealed record DrainReport(int Sent, int Deferred, int Refused, int Unknown, int Dropped, string? Problem)
{
    public static readonly DrainReport Nothing = new(0, 0, 0, 0, 0, null);

    public DrainReport And(DrainReport other) => new(
        Sent + other.Sent, Deferred + other.Deferred, Refused + other.Refused, Unknown + other.Unknown, Dropped + other.Dropped, Problem ?? other.Problem);

    public DrainReport And(SendResult result) => result switch
    {
        SendResult.Sent => this with { Sent = Sent + 1 },
        SendResult.Deferred or SendResult.Limited or SendResult.Readdressed => this with { Deferred = Deferred + 1 },
        SendResult.Refused => this with { Refused = Refused + 1 },
        SendResult.NotWanted => this with { Dropped = Dropped + 1 },
        _ => this with { Unknown = Unknown + 1 },
    };
}

/// <summary>
/// Sends what is due over a few kept connections, one letter in the air on each, until nothing is left or it is asked to stop: quick, and
/// yet a kill leaves at most one letter a connection of which nobody knows.
/// </summary>
internal sealed partial class OutboxDrain(Outbox outbox, TestPost tests, WorkerDb database, MailOptions mail, Uri site, TimeProvider clock, ILogger<OutboxDrain> log)
{
    /// <summary>A server that hangs up this often in a row is left alone until the next run.</summary>
    private const int MostLosses = 5;

    public async Task<DrainReport> RunAsync(CancellationToken ct)
    {
        string? troubled = await tests.SendAsync(ct);
        int due = await outbox.DueAsync(mail.Connections, ct);
        if (due == 0 && troubled is null) return DrainReport.Nothing;
        var reports = await Task.WhenAll(Enumerable.Range(0, due).Select(_ => LaneAsync(ct)));
        var report = reports.Aggregate(DrainReport.Nothing with { Problem = troubled }, (all, one) => all.And(one));
        if (report.Problem is { } problem) CannotSend(problem);
        await using var db = database.Open();
        await MailPace.NoteAsync(db, report.Problem, clock.GetUtcNow(), CancellationToken.None);
        return report;
    }

    private async Task<DrainReport> LaneAsync(CancellationToken ct)
    {
        var report = DrainReport.Nothing;
        await using var connection = new MailConnection(mail, site.Host, clock);
        ClaimedLetter? claimed = null;
        // What is claimed is sent, also while stopping: left lying, nobody would know of it.
        for (int losses = 0; claimed is not null || (losses < MostLosses && !ct.IsCancellationRequested);)
        {
            if (claimed is null)
            {
                // Before the claim: a server that is away must not use up a letter's attempts.
                if (await connection.ProblemAsync(ct) is { } problem) return report with { Problem = problem };
                if ((claimed = await outbox.ClaimAsync(ct)) is null) break;
            }

            var outcome = await SendAsync(connection, claimed);
            losses = outcome.Result == SendResult.Lost ? losses + 1 : 0;
            // Not the caller's token: what happened must be written down, also while stopping.
            var (isSettled, next) = connection.IsOpen && losses == 0 && !ct.IsCancellationRequested
                ? await outbox.SettleAndClaimAsync(claimed, outcome, CancellationToken.None)
                : (await outbox.SettleAsync(claimed, outcome, CancellationToken.None), null);
            if (!isSettled) TooLate(claimed.Letter.Id.Value);
            report = report.And(isSettled ? outcome.Result : SendResult.Lost);
            claimed = next;
        }

        return report;
    }

    private async Task<SendOutcome> SendAsync(MailConnection connection, ClaimedLetter claimed)
    {
        try
        {
            var message = LetterMessage.Compose(claimed, site, mail.FromOf(claimed.Organisation), clock.GetUtcNow());
            return await connection.SendAsync(message, mail.EnvelopeOf(claimed.Letter.ReturnId), () => outbox.WhyNot(claimed));
        }
        catch (MimeKit.ParseException)
        {
            return new(SendResult.Refused, "The address is not one that a letter can be sent to.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Letters wait: {Problem}")]
    private partial void CannotSend(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of letter {Letter} came too late and was left out: its claim had expired")]
    private partial void TooLate(Guid letter);
}
