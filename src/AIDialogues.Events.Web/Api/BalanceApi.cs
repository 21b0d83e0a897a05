using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class BalanceApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Balance");
        _ = group.MapGet("/dialogues/{id:guid}/balance", OfDialogueAsync).Named("getBalance", "How a dialogue stands to its corridors",
            "Counts of those who accepted, if all accept, and to be expected. With `decline` as if that person declined.").Produces<BalanceShown>();
        _ = group.MapPut("/dialogues/{id:guid}/balance", SetDialogueAsync).Named("setBalance", "Set a dialogue’s seats and corridors", "A corridor counts people, or percent of the seats.").Produces<BalanceShown>();
        _ = group.MapGet("/dialogues/{id:guid}/balance/proposal", ProposeAsync).Named("proposeWave", "Propose the next wave",
            "Whoever closes the most gaps comes first, out of everybody or of a `segment`, at most `most`. Nobody who was invited, never more than the seats, never a corridor made worse. Nothing is sent.").Produces<ProposalShown>();
        _ = group.MapGet("/series/{id:guid}/balance", OfSeriesAsync).Named("getSeriesBalance", "How a series stands to its corridors", "Each place at each day counts.").Produces<BalanceShown>();
        _ = group.MapPut("/series/{id:guid}/balance", SetSeriesAsync).Named("setSeriesBalance", "Set a series’ places and corridors").Produces<BalanceShown>();
    }

    private static async Task<IResult> OfDialogueAsync(Guid id, EventsDb db, TimeProvider clock, CancellationToken ct, Guid? decline = null)
    {
        if (await db.BalanceAsync(new Id<Dialogue>(id), Today(clock), ct) is not { } balance) return ApiProblem.NotFound();
        if (decline is null) return TypedResults.Ok(BalanceShown.Of(balance.Standing));
        return balance.Prospects.Any(p => p.PersonId.Value == decline)
            ? TypedResults.Ok(BalanceShown.Of(BalanceStanding.Without(balance.Target, balance.Prospects, new(decline.Value)))) : ApiProblem.NotFound();
    }

    private static async Task<IResult> OfSeriesAsync(Guid id, EventsDb db, TimeProvider clock, CancellationToken ct) =>
        await db.BalanceAsync(new Id<Series>(id), Today(clock), ct) is { } balance ? TypedResults.Ok(BalanceShown.Of(balance.Standing)) : ApiProblem.NotFound();

    private static async Task<IResult> SetDialogueAsync(Guid id, GivenBalance given, EventsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().SingleOrDefaultAsync(d => d.Id == new Id<Dialogue>(id), ct) is not { } dialogue) return ApiProblem.NotFound();
        var target = await db.BalanceTargets.SingleOrDefaultAsync(t => t.DialogueId == dialogue.Id, ct);
        return await SaveAsync(db, target ?? BalanceTarget.For(dialogue.SeriesId, dialogue.Id, 1), given, ct) is { } refusal ? ApiProblem.Of(refusal) : await OfDialogueAsync(id, db, clock, ct);
    }

    private static async Task<IResult> SetSeriesAsync(Guid id, GivenBalance given, EventsDb db, TimeProvider clock, CancellationToken ct)
    {
        var series = new Id<Series>(id);
        if (!await db.Series.AnyAsync(s => s.Id == series, ct)) return ApiProblem.NotFound();
        var target = await db.BalanceTargets.SingleOrDefaultAsync(t => t.SeriesId == series && t.DialogueId == null, ct);
        return await SaveAsync(db, target ?? BalanceTarget.For(series, null, 1), given, ct) is { } refusal ? ApiProblem.Of(refusal) : await OfSeriesAsync(id, db, clock, ct);
    }

    private static async Task<Refusal?> SaveAsync(EventsDb db, BalanceTarget target, GivenBalance given, CancellationToken ct)
    {
        if (target.Change(given.Seats, [.. (given.Corridors ?? []).Select(c => c.Corridor)]) is { } refusal) return refusal;
        if (db.Entry(target).State == EntityState.Detached) _ = db.Add(target);
        return await db.TrySaveAsync(ct);
    }

    private static async Task<IResult> ProposeAsync(Guid id, EventsDb db, TimeProvider clock, CancellationToken ct, Guid? segment = null, int? most = null)
    {
        if (await db.BalanceAsync(new Id<Dialogue>(id), Today(clock), ct) is not { } balance) return ApiProblem.NotFound();
        Id<Segment>? of = segment is { } given ? new(given) : null;
        if (of is not null && !await db.Segments.AnyAsync(s => s.Id == of, ct)) return ApiProblem.NotFound();
        var dialogue = await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == new Id<Dialogue>(id), ct);
        return TypedResults.Ok(ProposalShown.Of(await db.ProposalAsync(dialogue, balance, of, most, Today(clock), ct)));
    }

    private static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}

internal sealed record GivenCorridor(Dimension Dimension, string Trait, int Least = 0, int? Most = null, CorridorUnit Unit = CorridorUnit.People)
{
    // Values are written as everywhere in the API ("civilSociety"), and read however they are written.
    internal Corridor Corridor => new(
        Domain.Trait.All.FirstOrDefault(t => t.Dimension == Dimension && string.Equals(t.Value, Trait, StringComparison.OrdinalIgnoreCase), new Trait(Dimension, Trait)), Least, Most, Unit);
}

internal sealed record GivenBalance(int Seats, IReadOnlyList<GivenCorridor>? Corridors) : IHasExample
{
    public static object Example => new GivenBalance(46, [new(Dimension.Group, "civilSociety", 20, 40, CorridorUnit.Percent), new(Dimension.Region, "africa", 8)]);
}

internal sealed record CorridorShown(Dimension Dimension, string Trait, int Least, int? Most, CorridorUnit Unit, int LeastPeople, int? MostPeople, int Accepted, int IfAllAccept, double Expected, Fit Fit);

internal sealed record BalanceShown(int Seats, int Accepted, int IfAllAccept, double Expected, IReadOnlyList<CorridorShown> Corridors)
{
    public static BalanceShown Of(BalanceStanding s) => new(
        s.Seats, s.Accepted, s.IfAllAccept, Math.Round(s.Expected, 3), [.. s.Corridors.Select(c => new CorridorShown(
            c.Corridor.Trait.Dimension, ProposalShown.Word(c.Corridor), c.Corridor.Min, c.Corridor.Max, c.Corridor.Unit, c.Least, c.Most,
            c.Accepted, c.IfAllAccept, Math.Round(c.Expected, 3), c.Of(c.Accepted)))]);
}

internal sealed record ReasonShown(Dimension Dimension, string Trait, int Before, int Least, bool OfSeries);

internal sealed record ProposedShown(Guid Person, string Name, IReadOnlyList<ReasonShown> Reasons);

internal sealed record ProposalShown(IReadOnlyList<ProposedShown> People, IReadOnlyList<ReasonShown> StillShort, int SeatsLeft)
{
    public static ProposalShown Of(Proposal p) => new(
        [.. p.People.Select(x => new ProposedShown(x.Candidate.PersonId.Value, x.Candidate.Name, [.. x.Reasons.Select(Reason)]))], [.. p.Left.Select(Reason)], p.SeatsLeft);

    internal static string Word(Corridor corridor) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(corridor.Trait.Value);

    private static ReasonShown Reason(ProposalReason r) => new(r.Corridor.Trait.Dimension, Word(r.Corridor), r.Before, r.Least, r.OfSeries);
}
