using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class LettersApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/letters").WithTags("Letters");
        _ = group.MapGet("", ListAsync).Named("listLetters", "List letters and what became of them").Produces<PageOf<LetterShown>>();
        _ = group.MapGet("{id:guid}", GetAsync).Named("getLetter", "Get a letter").Produces<LetterShown>();
        _ = group.MapPost("{id:guid}/send-again", SendAgainAsync).Named("sendLetterAgain", "Send a letter again",
                "Only one that failed, or whose fate is unknown and which may then arrive twice; otherwise `letter-not-for-sending-again`. It goes to the address the person has now.")
            .Produces<LetterShown>();
    }

    private static Task<IResult> ListAsync([AsParameters] PageQuery page, EventsDb db, CancellationToken ct, OneOf<LetterState>? state = null, Guid? dialogue = null, Guid? person = null)
    {
        var letters = db.Letters.AsNoTracking();
        if (state is { Value: var wanted }) letters = letters.Where(l => l.State == wanted);
        if (person is { } reader) letters = letters.Where(l => l.PersonId == new Id<Person>(reader));
        if (dialogue is { } day) letters = letters.Where(l => db.Invitations.Any(i => i.Id == l.InvitationId && i.DialogueId == new Id<Dialogue>(day)));
        return page.ReadAsync(letters, l => l.Id, LetterShown.Of, ct);
    }

    private static async Task<IResult> GetAsync(Guid id, EventsDb db, CancellationToken ct) =>
        await db.Letters.AsNoTracking().FirstOrDefaultAsync(l => l.Id == new Id<Letter>(id), ct) is { } letter ? TypedResults.Ok(LetterShown.Of(letter)) : ApiProblem.NotFound();

    private static async Task<IResult> SendAgainAsync(Guid id, EventsDb db, TimeProvider clock, CancellationToken ct)
    {
        var (letter, refusal) = await db.SendAgainAsync(new(id), clock.GetUtcNow(), ct);
        if (letter is null) return ApiProblem.NotFound();
        return refusal is null ? TypedResults.Ok(LetterShown.Of(letter)) : ApiProblem.Of(refusal);
    }
}

/// <summary>A letter; its words and its link are not in it.</summary>
internal sealed record LetterShown(
    Guid Id, Guid InvitationId, Guid PersonId, LetterKind Kind, Language Language, string ToAddress, string Subject, LetterState State, int Attempts,
    DateTimeOffset CreatedAt, DateTimeOffset? SentAt, string ServerReply)
{
    public static LetterShown Of(Letter l) => new(
        l.Id.Value, l.InvitationId.Value, l.PersonId.Value, l.Kind, l.Language, l.ToAddress, l.Subject, l.State, l.Attempts, l.CreatedAt, l.SentAt, l.ServerReply);
}
