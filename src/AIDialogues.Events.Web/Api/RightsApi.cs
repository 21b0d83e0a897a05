using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Rights;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Rights;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

/// <summary>Erasure on a request that came by paper or telephone; what a person asks by themselves opens with a code instead.</summary>
internal static class RightsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/people/{id:guid}/erasure").WithTags("Rights");
        _ = group.MapPost("", PlanAsync).Named("planErasure", "Plan the erasure of a person", "Done three days later, for good; `DELETE` stops it until then. The receipt is shown this once: its page proves the erasure.").Produces<ErasurePlanned>();
        _ = group.MapDelete("", StopAsync).Named("stopErasure", "Stop a planned erasure").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> PlanAsync(Guid id, EventsDb db, PersonRights rights, CancellationToken ct)
    {
        var person = new Id<Person>(id);
        if (!await db.People.AnyAsync(p => p.Id == person, ct)) return ApiProblem.NotFound();
        if ((await rights.EraseAsync(person, ErasureCause.Organiser, ct)).Refused(out var refusal, out string? receipt)) return ApiProblem.Of(refusal);
        return TypedResults.Ok(new ErasurePlanned((await db.WaitingErasureAsync(person, ct))!.DueAt, "/erasure/" + receipt));
    }

    private static async Task<IResult> StopAsync(Guid id, PersonRights rights, CancellationToken ct) =>
        await rights.StopErasureAsync(new(id), ct) is { } refusal ? ApiProblem.Of(refusal) : TypedResults.NoContent();
}

internal sealed record ErasurePlanned(DateTimeOffset DueAt, string Receipt);
