using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class AttendanceApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Attendance");
        _ = group.MapGet("/dialogues/{id:guid}/attendance", CountsAsync).Named("countAttendance", "Count answers and arrivals").Produces<Attendance>();
        _ = group.MapGet("/dialogues/{id:guid}/attendance/people", ListAsync).Named("listAttendance", "List who was invited and who is here").Produces<PageOf<AttendanceShown>>();
        _ = group.MapPost("/invitations/{id:guid}/check-in", CheckInAsync).Named("checkIn", "Check somebody in", "Twice is once: the first time stays. Before the day it is refused with `too-early-to-check-in`.")
            .Produces<AttendanceShown>();
        _ = group.MapDelete("/invitations/{id:guid}/check-in", UndoAsync).Named("undoCheckIn", "Undo a check-in").Produces<AttendanceShown>();
    }

    private static async Task<IResult> CountsAsync(Guid id, EventsDb db, CancellationToken ct) =>
        await db.Dialogues.AnyAsync(d => d.Id == new Id<Dialogue>(id), ct) ? TypedResults.Ok(await db.AttendanceAsync(new Id<Dialogue>(id), ct)) : ApiProblem.NotFound();

    private static async Task<IResult> ListAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct)
    {
        if (!await db.Dialogues.AnyAsync(d => d.Id == new Id<Dialogue>(id), ct)) return ApiProblem.NotFound();
        var invited = from invitation in db.Invitations
                      join person in db.People on invitation.PersonId equals person.Id
                      where invitation.DialogueId == new Id<Dialogue>(id) && invitation.State != InvitationState.Withdrawn
                      select new InvitedPerson { Invitation = invitation, Person = person };
        return await page.ReadAsync(invited, i => i.Invitation.Id, i => Shown(i.Invitation, i.Person), ct);
    }

    private static Task<IResult> CheckInAsync(Guid id, EventsDb db, TimeProvider clock, CancellationToken ct) =>
        ChangeAsync(id, db, (invitation, dialogue) => invitation.CheckIn(dialogue, clock.GetUtcNow()), ct);

    private static Task<IResult> UndoAsync(Guid id, EventsDb db, CancellationToken ct) => ChangeAsync(
        id, db, (invitation, _) =>
        {
            invitation.UndoCheckIn();
            return null;
        }, ct);

    private static async Task<IResult> ChangeAsync(Guid id, EventsDb db, Func<Invitation, Dialogue, Refusal?> change, CancellationToken ct)
    {
        if (await db.Invitations.FirstOrDefaultAsync(i => i.Id == new Id<Invitation>(id), ct) is not { } invitation) return ApiProblem.NotFound();
        var dialogue = await db.Dialogues.AsNoTracking().FirstAsync(d => d.Id == invitation.DialogueId, ct);
        if (change(invitation, dialogue) is { } refusal) return ApiProblem.Of(refusal);
        if (await db.TrySaveAsync(ct) is { } lost) return ApiProblem.Of(lost);
        return TypedResults.Ok(Shown(invitation, await db.People.AsNoTracking().FirstAsync(p => p.Id == invitation.PersonId, ct)));
    }

    private static AttendanceShown Shown(Invitation invitation, Person person) =>
        new(invitation.Id.Value, person.GivenName, person.FamilyName, invitation.State, invitation.CheckedInAt);

    private sealed class InvitedPerson
    {
        public required Invitation Invitation { get; init; }
        public required Person Person { get; init; }
    }
}

internal sealed record AttendanceShown(Guid InvitationId, string GivenName, string FamilyName, InvitationState State, DateTimeOffset? CheckedInAt);
