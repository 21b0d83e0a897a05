using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Statements;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

/// <summary>What was said, from five statements on. Who wrote one, when, and in which order is nowhere, so it cannot be asked for.</summary>
internal static class StatementsApi
{
    private static readonly Refusal TooFew = Refusal.Of("statements-too-few", StatementReader.SmallestGroup);

    private static readonly Refusal NotYet = new("statements-not-yet");

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/sessions/{id:guid}/statements").WithTags("Statements");
        _ = group.MapGet("count", CountAsync).Named("countStatements", "Count a session’s statements", "From five on. Below, `count` is null and `fewerThan` is 5, whether there is none or four.").Produces<StatementCount>();
        _ = group.MapGet("", ListAsync).Named("listStatements", "List a session’s statements",
                "From five on, those that the session’s summary was assembled from: before, it is refused with `statements-not-yet`, below five with `statements-too-few`, off the record with `summary-off-the-record`. Sorted by theme, kind and words: the order says nothing about who wrote them or when.")
            .Produces<StatementsShown>();
    }

    private static async Task<IResult> CountAsync(Guid id, EventsDb db, StatementReader statements, CancellationToken ct)
    {
        if (!await db.Sessions.AnyAsync(s => s.Id == new Id<Session>(id), ct)) return ApiProblem.NotFound();
        int? count = await statements.CountAsync(id, ct);
        return TypedResults.Ok(new StatementCount(count, count is null ? StatementReader.SmallestGroup : null));
    }

    private static async Task<IResult> ListAsync(Guid id, EventsDb db, StatementReader statements, CancellationToken ct)
    {
        var session = await db.Sessions.AsNoTracking().Include(s => s.Themes).FirstOrDefaultAsync(s => s.Id == new Id<Session>(id), ct);
        if (session is null) return ApiProblem.NotFound();
        var dialogue = await db.Dialogues.AsNoTracking().FirstAsync(d => d.Id == session.DialogueId, ct);
        if (dialogue.RuleIn(session) == Rule.OffTheRecord) return ApiProblem.Of(SummaryRefusals.OffTheRecord);
        // No live feed: the difference of two lists would be a batch with its time. Listed is what the summary was assembled from.
        var known = (await db.Summaries.Where(s => s.SessionId == session.Id).SelectMany(s => s.Sources).Select(s => s.Statements).ToListAsync(ct)).SelectMany(s => s).ToHashSet();
        var all = await statements.ReadSessionAsync(id, ct);
        if (all.Count < StatementReader.SmallestGroup) return ApiProblem.Of(TooFew);
        if (known.Count == 0) return ApiProblem.Of(NotYet);
        var said = all.Where(s => known.Contains(s.Id));
        var themes = session.Themes.ToDictionary(t => t.Id.Value);
        return TypedResults.Ok(new StatementsShown([.. said
            .Select(s => (Theme: s.ThemeId is { } theme ? themes.GetValueOrDefault(theme) : null, s.Kind, s.Words))
            .OrderBy(s => s.Theme?.Place ?? int.MaxValue).ThenBy(s => s.Kind).ThenBy(s => s.Words, StringComparer.Ordinal)
            .Select(s => new StatementShown(s.Theme is { } theme ? Bilingual.Of(theme.Name) : null, s.Kind, s.Words))]));
    }
}

/// <summary>One of the two is null.</summary>
internal sealed record StatementCount(int? Count, int? FewerThan);

/// <summary>All of a session's statements at once: pages would need an order or an id to go by.</summary>
internal sealed record StatementsShown(IReadOnlyList<StatementShown> Items);

internal sealed record StatementShown(Bilingual? Theme, StatementKind Kind, string Words);
