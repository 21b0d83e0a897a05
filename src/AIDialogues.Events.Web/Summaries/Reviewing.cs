using System.Security.Cryptography;
using System.Text.Json;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.People;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Boards;
using AIDialogues.Events.Web.Publications;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>How a summary is asked for, opened, submitted, released and published, for the pages and the API alike.</summary>
public sealed class Reviewing(EventsDb db, TimeProvider clock, T texts, IMemoryCache cache, SessionClosing closing)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>Asks for a summary, or for a fresh one in place of the draft; asked twice at once, the first request stands.</summary>
    /// <param name="language">Null: that of the draft; where there is none, that of whoever asks.</param>
    public async Task<Refusal?> RequestAsync(SummaryScope scope, Language? language, CancellationToken ct)
    {
        if (await Of(scope).Include(s => s.Items).FirstOrDefaultAsync(ct) is not { } summary) _ = db.Add(Summary.Request(scope, language ?? texts.Language, clock.GetUtcNow()));
        else
        {
            // Objections are about the sentences that people were shown; a fresh draft would have none of them.
            if (await HasOpenRoundAsync(summary, ct)) return SummaryRefusals.ObjectionsOpen;
            bool fresh = !summary.IsLocked;
            if (summary.RequestAgain(language ?? summary.Language, clock.GetUtcNow()) is { } refusal) return refusal;
            // What was changed in the review since the last version is not lost with the draft.
            if (fresh && summary.Items.Count > 0) await db.KeepVersionAsync(summary, VersionReason.Edited, clock.GetUtcNow(), ct);
        }

        try
        {
            return await db.TrySaveAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return null;
        }
    }

    public Task<SummaryInReview?> OpenAsync(Id<Summary> id, CancellationToken ct) => OpenAsync(db.Summaries.Where(s => s.Id == id), ct);

    public Task<SummaryInReview?> OpenAsync(SummaryScope scope, CancellationToken ct) => OpenAsync(Of(scope), ct);

    public IQueryable<Summary> Of(SummaryScope scope) =>
        scope.Session is { } session ? db.Summaries.Where(s => s.SessionId == session)
        : scope.Dialogue is { } dialogue ? db.Summaries.Where(s => s.DialogueId == dialogue)
        : db.Summaries.Where(s => s.SeriesId == scope.Series);

    public async Task<Refusal?> SubmitAsync(SummaryInReview review, Guid by, CancellationToken ct)
    {
        await ScreenAgainAsync(review, ct);
        return review.LeftIn ?? review.Summary.Submit(by, clock.GetUtcNow(), review.Scope.Rule) ?? await KeepAsync(review, VersionReason.Submitted, ct);
    }

    public async Task<Refusal?> ReleaseAsync(SummaryInReview review, Guid by, CancellationToken ct)
    {
        if (review.Summary.State is SummaryState.Released or SummaryState.Published) return null;
        await ScreenAgainAsync(review, ct);
        if ((review.LeftIn ?? review.Summary.Release(by, review.Scope.Rule, clock.GetUtcNow())) is { } refusal) return refusal;
        await closing.CloseSummedUpAsync(review.Scope, clock.GetUtcNow(), ct);
        return await KeepAsync(review, VersionReason.Released, ct);
    }

    public async Task<Refusal?> PublishAsync(SummaryInReview review, CancellationToken ct)
    {
        var summary = review.Summary;
        if (summary.State == SummaryState.Published) return null;
        if (await HasOpenRoundAsync(summary, ct)) return SummaryRefusals.ObjectionsOpen;
        await ScreenAgainAsync(review, ct);
        // Of two that are published at once the second one waits here for the first, and sees its tables.
        await db.LockTablesAsync(review.Scope, ct);
        if (!summary.BreakdownIsFrozen && await db.OverlapsAFrozenBreakdownAsync(summary, review.Scope, ct)) summary.WithholdBreakdown();
        if (!summary.BreakdownIsFrozen && await db.OverlapsAFrozenRoomAsync(summary, review.Scope, ct)) summary.WithholdRoom();
        return review.LeftIn ?? summary.Publish(review.Scope.Rule, clock.GetUtcNow()) ?? await KeepAsync(review, VersionReason.Published, ct);
    }

    /// <summary>Takes it off the public page and away from the participants, to be worked on.</summary>
    public async Task<Refusal?> TakeBackAsync(SummaryInReview review, CancellationToken ct)
    {
        review.Summary.Unpublish();
        await db.EndAskingAsync(review.Summary, clock.GetUtcNow(), ct);
        return null;
    }

    /// <summary>People may have been invited since, and objections to the same words sustained elsewhere.</summary>
    private async Task ScreenAgainAsync(SummaryInReview review, CancellationToken ct) => review.ScreenAgain(await db.ContestedAroundAsync(review.Summary, review.Scope, ct));

    private Task<bool> HasOpenRoundAsync(Summary summary, CancellationToken ct) => db.ObjectionRounds.AnyAsync(r => r.SummaryId == summary.Id && r.HandledAt == null, ct);

    private async Task<Refusal?> KeepAsync(SummaryInReview review, VersionReason reason, CancellationToken ct)
    {
        await db.KeepVersionAsync(review.Summary, reason, clock.GetUtcNow(), ct);
        return null;
    }

    private async Task<SummaryInReview?> OpenAsync(IQueryable<Summary> one, CancellationToken ct)
    {
        if (await one.Include(s => s.Items).Include(s => s.Sources).AsSplitQuery().FirstOrDefaultAsync(ct) is not { } summary) return null;
        if (await db.InScopeAsync(summary, ct) is not { } scope) return null;
        var people = await db.InvitedToAsync(scope.Series.Id, ct);
        // On the record nobody needs protecting from being named.
        return new(summary, scope, people, scope.Rule == Rule.OnTheRecord ? null : ScreenerOf(summary.Id, people), await db.AnonymitySetsAsync(scope.Days, bySentence: false, ct), db.MarkKeys());
    }

    // Learning a thousand names takes longer than reading them: kept for a minute, and only for exactly these people.
    private Screener ScreenerOf(Id<Summary> summary, List<Person> invited)
    {
        var people = invited.OrderBy(p => p.Id.Value).Select(p => p.AsParticipant()).ToList();
        string state = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(people)));
        return cache.GetOrCreate((nameof(Screener), summary, state), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Kept;
            return new Screener(ParticipantDirectory.Of(people));
        })!;
    }
}
