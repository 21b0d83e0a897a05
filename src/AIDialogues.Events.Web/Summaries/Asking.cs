using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>How participants are asked about a released draft, and how what they object to is decided, for the page and the API alike. What changes is left to the caller to save.</summary>
public sealed class Asking(EventsDb db, VaultObjections vault, TimeProvider clock)
{
    public const int MostDays = 60;

    /// <summary>The rounds of a summary, the newest first. Of the one not decided yet the objections, once nothing more can come and never before: what comes while people sit in the room tells who typed.</summary>
    public async Task<AskedRounds> RoundsAsync(Summary summary, CancellationToken ct)
    {
        var rounds = await db.ObjectionRounds.Where(r => r.SummaryId == summary.Id).OrderByDescending(r => r.OpensAt).Take(200).Include(r => r.Outcomes).ToListAsync(ct);
        var now = clock.GetUtcNow();
        var current = rounds.Find(r => r.HandledAt is null);
        if (current is null || now < current.DecidableAt) return new(now, rounds, current, []);
        // In the order of the sentences' words: that of coming is nobody's to know.
        var objections = await vault.OfAsync(current, ct);
        return new(now, rounds, current, [.. objections.OrderBy(o => current.WordsOf(o.Item), StringComparer.Ordinal).ThenBy(o => o.Kind).ThenBy(o => o.Id)]);
    }

    /// <summary>Opens a round from now on and writes the letters that tell of it, which leave only if the round is saved.</summary>
    /// <returns>How many letters.</returns>
    public async Task<Result<int>> OpenAsync(SummaryInReview review, int days, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (days is < 1 or > MostDays) return ObjectionRefusals.Window;
        var (canRead, canObject) = await db.WhoCanAnswerAsync(review.Scope, now, ct);
        if (ObjectionRound.Open(review.Summary, now.AddDays(days), now, canObject).Refused(out var refusal, out var round)) return refusal;
        // Said before the database says it, so that no letter is written in vain.
        if (await db.ObjectionRounds.AnyAsync(r => r.SummaryId == review.Summary.Id && r.HandledAt == null, ct)) return ObjectionRefusals.AlreadyOpen;
        if (!canRead) return ObjectionRefusals.NobodyReads;
        _ = db.Add(round);
        // The summary changes with it, so somebody who publishes in this moment collides instead of passing.
        db.ExpectVersion(review.Summary, db.VersionOf(review.Summary));
        // Room takes objections to exactly these sentences until then.
        await db.OpenObjectionsAsync(review.Summary, review.Scope.Days, round.ClosesAt, ct);
        return await db.TellOfRoundAsync(round, review.Scope, now, ct);
    }

    /// <summary>
    /// Decides all objections of a round at once: a verdict for each, or none is taken. What a sustained one is about leaves the other
    /// summaries about the same sessions too, published ones included.
    /// </summary>
    /// <returns>How many other summaries were taken back.</returns>
    public async Task<Result<int>> DecideAsync(SummaryInReview review, AskedRounds asked, IReadOnlyDictionary<Guid, bool> sustained, CancellationToken ct)
    {
        if (asked.Current is not { } round) return ObjectionRefusals.Handled;
        if (round.Handle(review.Summary, asked.Objections, sustained, asked.Now) is { } refusal) return refusal;
        db.AddRange(round.Outcomes);
        var words = round.TakenOut(asked.Objections, sustained);
        if (words.Count == 0) return 0;
        await db.KeepVersionAsync(review.Summary, VersionReason.ObjectionSustained, asked.Now, ct);
        int takenBack = 0;
        foreach (var other in await db.Overlapping(review.Summary, review.Scope).Where(s => s.Items.Any(i => words.Contains(i.Words))).Include(s => s.Items).ToListAsync(ct))
        {
            if (!other.Contest(words)) continue;
            takenBack++;
            await db.EndAskingAsync(other, asked.Now, ct);
            await db.KeepVersionAsync(other, VersionReason.ObjectionSustained, asked.Now, ct);
        }

        return takenBack;
    }
}

/// <summary>The rounds of one summary as they stand at a moment.</summary>
/// <param name="Current">The one that is not decided; null when there is none.</param>
/// <param name="Objections">Those to decide; none before they may be read.</param>
public sealed record AskedRounds(DateTimeOffset Now, IReadOnlyList<ObjectionRound> All, ObjectionRound? Current, IReadOnlyList<Objection> Objections)
{
    public bool IsOpen => Current?.IsOpen(Now) == true;

    public bool IsDecidable => Current is not null && Now >= Current.DecidableAt;
}
