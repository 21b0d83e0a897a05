using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class SubstitutesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Invitations");
        _ = group.MapGet("/dialogues/{id:guid}/substitutes", ListAsync).Named("listSubstitutes", "List whom invitees proposed in their place").Produces<PageOf<SubstituteShown>>();
        _ = group.MapPost("/substitutes/{id:guid}/approve", ApproveAsync).Named("approveSubstitute", "Invite a proposed substitute", "By a letter and link of their own; nothing the first invitee chose is passed on.").Produces<InvitationShown>();
        _ = group.MapPost("/substitutes/{id:guid}/refuse", RefuseAsync).Named("refuseSubstitute", "Do not invite a proposed substitute").Produces<SubstituteShown>();
        _ = group.MapGet("/dialogues/{id:guid}/waitlist", WaitlistAsync).Named("getWaitlist", "Seats by role and who waits, in turn", "With the rule and, by lot, its seed.").Produces<WaitlistShown>();
    }

    private static async Task<IResult> ListAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct) =>
        await db.Dialogues.AnyAsync(d => d.Id == new Id<Dialogue>(id), ct)
            ? await page.ReadAsync(db.SubstituteProposals.AsNoTracking().Where(s => db.Invitations.Any(i => i.Id == s.InvitationId && i.DialogueId == new Id<Dialogue>(id))), s => s.Id, SubstituteShown.Of, ct)
            : ApiProblem.NotFound();

    private static async Task<IResult> ApproveAsync(Guid id, GivenSubstitute given, EventsDb db, Substitutes substitutes, CancellationToken ct)
    {
        if (!await ExistsAsync(id, db, ct)) return ApiProblem.NotFound();
        return (await substitutes.ApproveAsync(new(id), given.Details, ct)).Refused(out var refusal, out var invitation) ? ApiProblem.Of(refusal) : TypedResults.Ok(InvitationShown.Of(invitation));
    }

    private static async Task<IResult> RefuseAsync(Guid id, EventsDb db, Substitutes substitutes, CancellationToken ct)
    {
        if (!await ExistsAsync(id, db, ct)) return ApiProblem.NotFound();
        return await substitutes.RefuseAsync(new(id), ct) is { } refusal ? ApiProblem.Of(refusal)
            : TypedResults.Ok(SubstituteShown.Of(await db.SubstituteProposals.AsNoTracking().SingleAsync(s => s.Id == new Id<SubstituteProposal>(id), ct)));
    }

    private static async Task<IResult> WaitlistAsync(Guid id, EventsDb db, TimeProvider clock, CancellationToken ct)
    {
        var dialogue = new Id<Dialogue>(id);
        if (!await db.Dialogues.AnyAsync(d => d.Id == dialogue, ct)) return ApiProblem.NotFound();
        var places = await db.PlacesAsync(dialogue, ct);
        var waiting = await db.Invitations.AsNoTracking().Where(i => i.DialogueId == dialogue && i.State == InvitationState.Waitlisted).ToListAsync(ct);
        return TypedResults.Ok(new WaitlistShown(places.Rule, places.Rule == WaitlistRule.ByLot ? places.LotSeed : null, places.OfferHours,
            await db.SeatCountsAsync(places, clock.GetUtcNow(), ct), [.. places.InTurn(waiting).Select(InvitationShown.Of)]));
    }

    private static Task<bool> ExistsAsync(Guid id, EventsDb db, CancellationToken ct) => db.SubstituteProposals.AnyAsync(s => s.Id == new Id<SubstituteProposal>(id), ct);
}

internal sealed record SubstituteShown(Guid Id, Guid InvitationId, string Name, string Contact, string Reason, SubstituteState State, DateTimeOffset ProposedAt)
{
    public static SubstituteShown Of(SubstituteProposal s) => new(s.Id.Value, s.InvitationId.Value, s.Name, s.Contact, s.Reason, s.State, s.ProposedAt);
}

internal sealed record WaitlistShown(WaitlistRule Rule, string? Seed, int OfferHours, IReadOnlyList<SeatCount> Seats, IReadOnlyList<InvitationShown> Waiting);

internal sealed record GivenSubstitute(string GivenName, string FamilyName, string Email, string Affiliation, StakeholderGroup Group, Language Language) : IHasExample
{
    public static object Example => new GivenSubstitute("Karim", "Benali", "karim.benali@example.test", "Autorité du bassin", StakeholderGroup.Institutions, Language.French);

    internal PersonDetails Details => new(GivenName, FamilyName, Email, Affiliation, Group, "", Language);
}
