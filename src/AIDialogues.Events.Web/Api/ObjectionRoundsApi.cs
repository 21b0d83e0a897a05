using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Summaries;

namespace AIDialogues.Events.Web.Api;

/// <summary>Rounds of objections under a session's, a day's or a series' summary. A program learns what the page shows and when it shows it: nothing of a round before nothing more can come.</summary>
internal static class ObjectionRoundsApi
{
    public static void Map(RouteGroupBuilder group, string suffix, Func<Guid, SummaryScope> scope)
    {
        _ = group.MapGet("summary/objection-rounds", (Guid id, Reviewing reviewing, Asking asking, CancellationToken ct) => ListAsync(scope(id), reviewing, asking, ct))
            .Named("listObjectionRounds" + suffix, "List the rounds of objections to a summary",
                "The newest first, at most 200. A round is `open`, then `gathering` until nothing more can come (`decidableAt`), then `decidable` with its `objections` to decide, then `decided` with its `outcomes`. Before it is decidable nothing is said of its objections, their number neither.")
            .Produces<ObjectionRoundsShown>();
        _ = group.MapPost("summary/objection-rounds", (Guid id, GivenRound given, EventsDb db, Reviewing reviewing, Asking asking, CancellationToken ct) => OpenAsync(scope(id), given, db, reviewing, asking, ct))
            .Named("openObjectionRound" + suffix, "Ask the participants about a released summary",
                "For 1 to 60 days. Each person who was checked in, and may be written to, gets one letter (`letters`: how many). While a round is open or undecided a second is refused with `objections-already-open`; a summary that is not released with `objections-not-released`.")
            .Produces<ObjectionRoundOpened>();
        _ = group.MapPost("summary/objection-rounds/decide", (Guid id, GivenVerdicts given, EventsDb db, Reviewing reviewing, Asking asking, CancellationToken ct) => DecideAsync(scope(id), given, db, reviewing, asking, ct))
            .Named("decideObjections" + suffix, "Decide all objections of a round",
                "A verdict for each, or it is refused with `objections-verdict-missing`; before nothing more can come with `objections-still-open`. A sustained one makes the summary a draft again, and every other summary about the same sessions that holds its words; they cannot come back. With none to decide an empty list closes the round.")
            .Produces<ObjectionRoundShown>();
    }

    private static async Task<IResult> ListAsync(SummaryScope scope, Reviewing reviewing, Asking asking, CancellationToken ct)
    {
        if (await reviewing.OpenAsync(scope, ct) is not { } review) return ApiProblem.NotFound();
        var asked = await asking.RoundsAsync(review.Summary, ct);
        return TypedResults.Ok(new ObjectionRoundsShown([.. asked.All.Select(round => ObjectionRoundShown.Of(round, asked))]));
    }

    private static async Task<IResult> OpenAsync(SummaryScope scope, GivenRound given, EventsDb db, Reviewing reviewing, Asking asking, CancellationToken ct)
    {
        if (await reviewing.OpenAsync(scope, ct) is not { } review) return ApiProblem.NotFound();
        if ((await asking.OpenAsync(review, given.Days, ct)).Refused(out var refusal, out int letters)) return ApiProblem.Of(refusal);
        if (await db.TrySaveAsync(ct) is { } collision) return ApiProblem.Of(collision);
        var asked = await asking.RoundsAsync(review.Summary, ct);
        return TypedResults.Ok(new ObjectionRoundOpened(letters, ObjectionRoundShown.Of(asked.Current!, asked)));
    }

    private static async Task<IResult> DecideAsync(SummaryScope scope, GivenVerdicts given, EventsDb db, Reviewing reviewing, Asking asking, CancellationToken ct)
    {
        if (await reviewing.OpenAsync(scope, ct) is not { } review) return ApiProblem.NotFound();
        var asked = await asking.RoundsAsync(review.Summary, ct);
        if (asked.All.Count == 0) return ApiProblem.NotFound();
        // Said twice, the last one counts, as with a form.
        var sustained = given.Verdicts.GroupBy(v => v.Objection).ToDictionary(g => g.Key, g => g.Last().Sustained);
        if ((await asking.DecideAsync(review, asked, sustained, ct)).Refused(out var refusal, out _)) return ApiProblem.Of(refusal);
        if (await db.TrySaveAsync(ct) is { } collision) return ApiProblem.Of(collision);
        return TypedResults.Ok(ObjectionRoundShown.Of(asked.Current!, asked));
    }
}

/// <summary>`gathering`: over, and devices that had no connection still send theirs.</summary>
internal enum ObjectionRoundState
{
    Open,
    Gathering,
    Decidable,
    Decided,
}

/// <summary>A round; `objections` only while it is decidable, `outcomes` only once it is decided, and those in no order that says anything.</summary>
internal sealed record ObjectionRoundShown(
    Guid Id, ObjectionRoundState State, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, DateTimeOffset DecidableAt, DateTimeOffset? DecidedAt,
    IReadOnlyList<ObjectionShown>? Objections, IReadOnlyList<ObjectionOutcomeShown>? Outcomes)
{
    public static ObjectionRoundShown Of(ObjectionRound round, AskedRounds asked)
    {
        var state = round.HandledAt is not null ? ObjectionRoundState.Decided : asked.IsDecidable ? ObjectionRoundState.Decidable : asked.IsOpen ? ObjectionRoundState.Open : ObjectionRoundState.Gathering;
        return new(
            round.Id.Value, state, round.OpensAt, round.ClosesAt, round.DecidableAt, round.HandledAt,
            state is ObjectionRoundState.Decidable ? [.. asked.Objections.Select(o => new ObjectionShown(o.Id, o.Item, round.WordsOf(o.Item), o.Kind, o.Words))] : null,
            state is ObjectionRoundState.Decided ? [.. round.Outcomes.OrderBy(o => o.Kind).ThenBy(o => o.Sustained).Select(o => new ObjectionOutcomeShown(o.Kind, o.Sustained))] : null);
    }
}

/// <summary>An objection to decide; `sentence` is what participants were asked about, whatever the draft says by now; null where they were not, `words` where none came with it.</summary>
internal sealed record ObjectionShown(Guid Id, Guid Item, string? Sentence, ObjectionKind Kind, string? Words);

internal sealed record ObjectionOutcomeShown(ObjectionKind Kind, bool Sustained);

internal sealed record ObjectionRoundsShown(IReadOnlyList<ObjectionRoundShown> Items);

internal sealed record ObjectionRoundOpened(int Letters, ObjectionRoundShown Round);

internal sealed record GivenRound(int Days) : IHasExample
{
    public static object Example => new GivenRound(7);
}

internal sealed record GivenVerdict(Guid Objection, bool Sustained);

internal sealed record GivenVerdicts(IReadOnlyList<GivenVerdict> Verdicts) : IHasExample
{
    public static object Example => new GivenVerdicts([new(new("6f1d7a55-0c1e-4a57-9a3b-2f4f8f1c9d10"), true)]);
}
