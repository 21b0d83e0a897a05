using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

/// <summary>What people allow, to be read only: a choice is made by the person, behind the personal link.</summary>
internal static class ConsentsApi
{
    public static void Map(RouteGroupBuilder api) => api.MapGroup("").WithTags("Consents")
        .MapGet("/dialogues/{id:guid}/consents", ListAsync)
        .Named("listConsents", "List what people allow", "One row per invitation, one choice per purpose: the last one made. `state` is null where nothing was answered, which is a no. A choice counts only while `invitation` is `accepted`.")
        .Produces<PageOf<ConsentsShown>>();

    private static async Task<IResult> ListAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct, Guid? person = null)
    {
        var dialogue = new Id<Dialogue>(id);
        if (!await db.Dialogues.AnyAsync(d => d.Id == dialogue, ct)) return ApiProblem.NotFound();
        var invitations = db.Invitations.AsNoTracking().Where(i => i.DialogueId == dialogue);
        if (person is { } one) invitations = invitations.Where(i => i.PersonId == new Id<Person>(one));
        var asked = invitations.Select(i => new Asked { Invitation = i, Ledger = db.ConsentEvents.Where(e => e.DialogueId == i.DialogueId && e.PersonId == i.PersonId).ToList() });
        return await page.ReadAsync(asked, a => a.Invitation.Id, ConsentsShown.Of, ct);
    }

    internal sealed class Asked
    {
        public required Invitation Invitation { get; init; }
        public required List<ConsentEvent> Ledger { get; init; }
    }
}

internal sealed record ConsentsShown(Guid PersonId, Guid InvitationId, InvitationState Invitation, IReadOnlyList<ChoiceShown> Choices)
{
    public static ConsentsShown Of(ConsentsApi.Asked asked)
    {
        var choices = new Choices(asked.Ledger);
        return new(asked.Invitation.PersonId.Value, asked.Invitation.Id.Value, asked.Invitation.State,
            [.. Enum.GetValues<ConsentPurpose>().Select(p => new ChoiceShown(p, choices.Of(p), choices.At(p)))]);
    }
}

internal sealed record ChoiceShown(ConsentPurpose Purpose, ConsentState? State, DateTimeOffset? At);
