using System.Security.Cryptography;
using System.Text.Json;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.People;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Boards;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>How a summary is asked for and opened for review, for the pages and the API alike.</summary>
public sealed class Reviewing(EventsDb db, TimeProvider clock, T texts, IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>Asks for a session's summary, or for a fresh one in place of the draft; asked twice at once, the first request stands.</summary>
    public async Task<Refusal?> RequestAsync(Id<Session> session, CancellationToken ct)
    {
        if (await db.Summaries.FirstOrDefaultAsync(s => s.SessionId == session, ct) is not { } summary) _ = db.Add(Summary.Request(session, texts.Language, clock.GetUtcNow()));
        else if (summary.RequestAgain(clock.GetUtcNow()) is { } refusal) return refusal;
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

    public Task<SummaryInReview?> OfSessionAsync(Id<Session> id, CancellationToken ct) => OpenAsync(db.Summaries.Where(s => s.SessionId == id), ct);

    private async Task<SummaryInReview?> OpenAsync(IQueryable<Summary> one, CancellationToken ct)
    {
        if (await one.Include(s => s.Items).FirstOrDefaultAsync(ct) is not { } summary) return null;
        var session = await db.Sessions.Include(s => s.Themes).FirstAsync(s => s.Id == summary.SessionId, ct);
        var dialogue = await db.Dialogues.FirstAsync(d => d.Id == session.DialogueId, ct);
        // On the record nobody needs protecting from being named.
        var screener = dialogue.RuleIn(session) == Rule.OnTheRecord ? null : await ScreenerAsync(dialogue.Id, ct);
        return new(summary, session, dialogue, screener);
    }

    // Learning a thousand names takes longer than reading them: kept for a minute, and only for exactly these people.
    private async Task<Screener> ScreenerAsync(Id<Dialogue> dialogue, CancellationToken ct)
    {
        var people = (await db.InvitedToAsync(dialogue, ct)).OrderBy(p => p.Id.Value).Select(p => p.AsParticipant()).ToList();
        string state = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(people)));
        return cache.GetOrCreate((nameof(Screener), dialogue, state), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Kept;
            return new Screener(ParticipantDirectory.Of(people));
        })!;
    }
}

/// <summary>A summary with what is needed to judge its words.</summary>
public sealed class SummaryInReview(Summary summary, Session session, Dialogue dialogue, Screener? screener)
{
    public Summary Summary => summary;

    public Session Session => session;

    public Dialogue Dialogue => dialogue;

    /// <summary>What may point at somebody in these words; nothing in a session on the record.</summary>
    public IReadOnlyList<Finding> Findings(string words) => screener is null
        ? []
        : screener.Screen(words, summary.Language == Language.French ? TextLanguage.French : TextLanguage.English);

    public Refusal? Review(DateTimeOffset now)
    {
        summary.ScreenAgain(words => Findings(words).Count > 0);
        return summary.Review(now);
    }

    public Refusal? Publish(DateTimeOffset now)
    {
        summary.ScreenAgain(words => Findings(words).Count > 0);
        return summary.Publish(dialogue.RuleIn(session), now);
    }

    /// <summary>Rewords a sentence; new words are screened like the old ones.</summary>
    public Refusal? Reword(Id<SummaryItem> item, string words, bool harmless, bool setAside) =>
        summary.Reword(item, words, Findings(words).Count > 0, harmless, setAside);
}
