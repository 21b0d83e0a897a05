using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class InvitationsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Invitations");
        _ = group.MapGet("/dialogues/{id:guid}/invitations", ListAsync).Named("listInvitations", "List a dialogue’s invitations").Produces<PageOf<InvitationShown>>();
        _ = group.MapPost("/dialogues/{id:guid}/invitations", InviteAsync).Named("invitePeople", "Prepare invitations by letter",
                "One letter each, in the person’s language, at most 500 at once. Who is invited already gets no second one; whose invitation was withdrawn is invited again only with `again`. Nothing leaves: a wave is drafted, and `POST /waves/{wave}/send` with the `seal` sends exactly these letters, held for a while in which `undo` takes them back. `GET /waves/{wave}/preview` shows them. With `dryRun` nothing is kept either. A field that is empty for somebody refuses all of it with `letter-field-empty`.")
            .Produces<InvitedShown>();
        _ = group.MapGet("/invitations/{id:guid}", GetAsync).Named("getInvitation", "Get an invitation").Produces<InvitationShown>();
        _ = group.MapPost("/invitations/{id:guid}/answer", AnswerAsync).Named("answerOnBehalf", "Record an answer on somebody’s behalf", "For an answer that came by telephone or letter, with its source. Where all seats of the role are held, an acceptance waits: read `state`. Twice is once.").Produces<InvitationShown>();
        _ = group.MapPost("/invitations/{id:guid}/withdraw", WithdrawAsync).Named("withdrawInvitation", "Withdraw an invitation", "Every link in its letters stops working.").Produces<InvitationShown>();
    }

    private static async Task<IResult> ListAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct, OneOf<InvitationState>? state = null)
    {
        if (!await db.Dialogues.AnyAsync(d => d.Id == new Id<Dialogue>(id), ct)) return ApiProblem.NotFound();
        var invitations = db.Invitations.AsNoTracking().Where(i => i.DialogueId == new Id<Dialogue>(id));
        if (state is { Value: var wanted }) invitations = invitations.Where(i => i.State == wanted);
        return await page.ReadAsync(invitations, i => i.Id, InvitationShown.Of, ct);
    }

    private static async Task<IResult> InviteAsync(Guid id, GivenInvitations given, EventsDb db, WaveDrafts drafts, WaveSending sending, CancellationToken ct)
    {
        var dialogue = new Id<Dialogue>(id);
        if (!await db.Dialogues.AnyAsync(d => d.Id == dialogue, ct)) return ApiProblem.NotFound();
        IReadOnlyList<Id<Person>> named = [.. (given.People ?? []).Select(p => new Id<Person>(p))];
        var people = given.Again ? named : await db.WithoutWithdrawnAsync(dialogue, named, ct);
        var role = given.Role ?? InvitationRole.Participant;
        if ((await sending.PrepareAsync(dialogue, LetterKind.Invitation, people, readers: [], ct, role)).Refused(out var refusal, out var prepared)) return ApiProblem.Of(refusal);
        if ((prepared.Missing.Count > 0 ? prepared.Missing[0] : prepared.Full) is { } hindered) return ApiProblem.Of(hindered);
        if (given.DryRun || prepared.Letters.Count == 0) return TypedResults.Ok(InvitedShown.Of(prepared, given.DryRun, wave: null));
        if ((await drafts.DraftAsync(dialogue, LetterKind.Invitation, [.. prepared.Letters.Select(l => l.Person.Id)], ct, role)).Refused(out refusal, out var wave)) return ApiProblem.Of(refusal);
        // As the draft stands: one that was there may hold words for one reader alone.
        if ((await sending.PrepareAsync(wave, ct)).Refused(out refusal, out var drafted)) return ApiProblem.Of(refusal);
        return TypedResults.Ok(InvitedShown.Of(drafted with { AlreadyInvited = prepared.AlreadyInvited }, dryRun: false, wave));
    }

    private static async Task<IResult> GetAsync(Guid id, EventsDb db, CancellationToken ct) =>
        await FindAsync(db, id, ct) is { } invitation ? TypedResults.Ok(InvitationShown.Of(invitation)) : ApiProblem.NotFound();

    private static async Task<IResult> AnswerAsync(Guid id, GivenAnswer given, EventsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(db, id, ct) is not { } invitation) return ApiProblem.NotFound();
        if (given.Source == AnswerSource.Link) return ApiProblem.Of(InvitationRefusals.SourceNotOnBehalf);
        var answer = new AnswerGiven(given.Kind, given.Reason ?? "", given.Source, given.Note ?? "");
        return (await db.AnswerAsync(invitation.Id, answer, clock.GetUtcNow(), ct)).Refused(out var refusal, out var answered) ? ApiProblem.Of(refusal) : TypedResults.Ok(InvitationShown.Of(answered));
    }

    private static async Task<IResult> WithdrawAsync(Guid id, EventsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(db, id, ct) is not { } invitation) return ApiProblem.NotFound();
        // Twice is once.
        if (invitation.State != InvitationState.Withdrawn && (await db.WithdrawAsync(invitation.Id, clock.GetUtcNow(), ct)).Refused(out var refusal, out _)) return ApiProblem.Of(refusal);
        return await GetAsync(id, db, ct);
    }

    private static Task<Invitation?> FindAsync(EventsDb db, Guid id, CancellationToken ct) => db.Invitations.FirstOrDefaultAsync(i => i.Id == new Id<Invitation>(id), ct);
}

internal sealed record InvitationShown(Guid Id, Guid DialogueId, Guid PersonId, InvitationState State, DateTimeOffset InvitedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? CheckedInAt,
    InvitationRole Role, AnswerSource? AnsweredBy, bool ToVerify, DateTimeOffset? WaitingSince, DateTimeOffset? OfferedUntil, Guid? SubstituteFor)
{
    public static InvitationShown Of(Invitation i) => new(i.Id.Value, i.DialogueId.Value, i.PersonId.Value, i.State, i.InvitedAt, i.AnsweredAt, i.CheckedInAt,
        i.Role, i.AnsweredBy, i.ToVerify, i.WaitingSince, i.OfferedUntil, i.SubstituteFor?.Value);
}

/// <param name="Again">Invites also whose invitation was withdrawn; a program that names everybody must say so.</param>
internal sealed record GivenInvitations(IReadOnlyList<Guid>? People, bool DryRun = false, InvitationRole? Role = null, bool Again = false) : IHasExample
{
    public static object Example => new GivenInvitations([new("6f1c0f5e-58f2-4b1e-9a55-0d6c8b1d2e11")]);
}

/// <summary>How many letters would leave, by language; `wave` and `seal` send them. Without a `wave` there is nothing to send.</summary>
internal sealed record InvitedShown(bool DryRun, int Letters, int English, int French, int AlreadyInvited, Guid? Wave, string? Seal, int InvitedAgain)
{
    public static InvitedShown Of(PreparedLetters p, bool dryRun, Wave? wave) =>
        new(dryRun, p.Letters.Count, p.In(Language.English), p.In(Language.French), p.AlreadyInvited, wave?.Id.Value, wave is null ? null : p.Seal, p.InvitedAgain);
}

/// <summary>`accepts` says yes or no; `undecided` neither. `source`: telephone, letter, mail or inPerson.</summary>
internal sealed record GivenAnswer(bool Accepts, bool Undecided = false, AnswerSource Source = AnswerSource.Telephone, string? Note = null, string? Reason = null) : IHasExample
{
    public static object Example => new GivenAnswer(true);

    internal AnswerKind Kind => Undecided ? AnswerKind.Undecided : Accepts ? AnswerKind.Accept : AnswerKind.Decline;
}
