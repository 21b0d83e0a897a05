namespace AIDialogues.Events.Domain;

/// <summary>
/// The line to the mail server: how fast it takes letters, as set or as learnt from its refusals, and why none leave just now. One row
/// for all workers, so that together they keep to the pace.
/// </summary>
public sealed class MailLine
{
    public const int OnlyId = 1;

    /// <summary>What was learnt is doubted after this: the pace rises by half, until the server says "too many" again.</summary>
    public static readonly TimeSpan Doubt = TimeSpan.FromMinutes(30);

    /// <summary>How long nothing leaves after the server said that it takes no more.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private const int TooFastToMatter = 6000;

    private MailLine() { }

    public int Id { get; private set; } = OnlyId;
    public int? LearntPerMinute { get; private set; }
    public DateTimeOffset? LearntAt { get; private set; }
    public DateTimeOffset? ClosedUntil { get; private set; }

    /// <summary>Letters that may leave now, at most what ten seconds bring.</summary>
    public double Tokens { get; private set; }
    public DateTimeOffset RefilledAt { get; private set; }
    public string Problem { get; private set; } = "";
    public DateTimeOffset? ProblemSince { get; private set; }

    public static MailLine Open(DateTimeOffset now) => new() { RefilledAt = now };

    /// <summary>No pace to keep: nothing is set and nothing was learnt.</summary>
    public bool IsFree(int? perMinute) => perMinute is null && LearntPerMinute is null && ClosedUntil is null;

    /// <summary>Takes the right to send one letter now; false when it must wait.</summary>
    public bool TryTake(int? perMinute, DateTimeOffset now)
    {
        if (ClosedUntil is { } until && now < until) return false;
        ClosedUntil = null;
        Reconsider(now);
        if (Pace(perMinute) is not { } pace) return true;
        double most = Math.Max(1, pace / 6.0);
        Tokens = Math.Min(most, Tokens + (Math.Max(0, (now - RefilledAt).TotalMinutes) * pace));
        RefilledAt = now;
        if (Tokens < 1) return false;
        Tokens -= 1;
        return true;
    }

    /// <summary>The server said "too many": rests, and keeps below what it took in the minute before.</summary>
    public DateTimeOffset Limited(int sentInTheMinuteBefore, DateTimeOffset now)
    {
        int below = Math.Max(1, sentInTheMinuteBefore * 9 / 10);
        LearntPerMinute = LearntPerMinute is { } known ? Math.Min(known, below) : below;
        (LearntAt, ClosedUntil, Tokens, RefilledAt) = (now, now + Rest, 0, now + Rest);
        return ClosedUntil.Value;
    }

    /// <returns>False when that was known.</returns>
    public bool Trouble(string problem, DateTimeOffset now)
    {
        if (Problem == problem) return false;
        (ProblemSince, Problem) = (ProblemSince ?? now, PlainText.Cut(problem, 300));
        return true;
    }

    public void Well() => (Problem, ProblemSince) = ("", null);

    private int? Pace(int? perMinute) => (perMinute, LearntPerMinute) switch
    {
        (null, var learnt) => learnt,
        (var set, null) => set,
        var (set, learnt) => Math.Min(set.Value, learnt.Value),
    };

    private void Reconsider(DateTimeOffset now)
    {
        if (LearntAt is not { } at || now - at < Doubt) return;
        int more = (LearntPerMinute!.Value * 3 / 2) + 1;
        LearntPerMinute = more > TooFastToMatter ? null : more;
        LearntAt = more > TooFastToMatter ? null : now;
    }
}
