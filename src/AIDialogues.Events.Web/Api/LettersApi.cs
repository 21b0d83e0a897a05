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
        _ = group.MapPost("{id:guid}/arrived", ArrivedAsync).Named("noteLetterArrived", "Note that a letter of unknown fate arrived", "Its reader was asked.").Produces<LetterShown>();
        _ = group.MapGet("{id:guid}/deliveries", DeliveriesAsync).Named("listDeliveries", "List every attempt to hand a letter over, and what came back").Produces<PageOf<DeliveryShown>>();
    }

    private static Task<IResult> ListAsync([AsParameters] PageQuery page, EventsDb db, CancellationToken ct, OneOf<LetterState>? state = null, Guid? dialogue = null, Guid? person = null, Guid? wave = null)
    {
        var letters = db.Letters.AsNoTracking();
        if (state is { Value: var wanted }) letters = letters.Where(l => l.State == wanted);
        if (person is { } reader) letters = letters.Where(l => l.PersonId == new Id<Person>(reader));
        if (dialogue is { } day) letters = letters.Where(l => db.Invitations.Any(i => i.Id == l.InvitationId && i.DialogueId == new Id<Dialogue>(day)));
        if (wave is { } together) letters = letters.Where(l => l.WaveId == new Id<Wave>(together));
        return page.ReadAsync(letters, l => l.Id, LetterShown.Of, ct);
    }

    private static async Task<IResult> GetAsync(Guid id, EventsDb db, CancellationToken ct) =>
        await db.Letters.AsNoTracking().FirstOrDefaultAsync(l => l.Id == new Id<Letter>(id), ct) is { } letter ? TypedResults.Ok(LetterShown.Of(letter)) : ApiProblem.NotFound();

    private static async Task<IResult> SendAgainAsync(Guid id, EventsDb db, TimeProvider clock, CancellationToken ct) => Done(await db.SendAgainAsync(new(id), clock.GetUtcNow(), ct));

    private static async Task<IResult> ArrivedAsync(Guid id, EventsDb db, TimeProvider clock, CancellationToken ct) => Done(await db.ArrivedAsync(new(id), clock.GetUtcNow(), ct));

    private static IResult Done((Letter? Letter, Refusal? Refusal) outcome) => outcome switch
    {
        (null, _) => ApiProblem.NotFound(),
        (_, { } refusal) => ApiProblem.Of(refusal),
        var (letter, _) => TypedResults.Ok(LetterShown.Of(letter)),
    };

    private static async Task<IResult> DeliveriesAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct)
    {
        if (!await db.Letters.AnyAsync(l => l.Id == new Id<Letter>(id), ct)) return ApiProblem.NotFound();
        return await page.ReadAsync(db.Deliveries.AsNoTracking().Where(d => d.LetterId == new Id<Letter>(id)), d => d.Id, d => new DeliveryShown(d.At, d.Outcome, d.Status), ct);
    }
}

/// <summary>How one attempt ended, with the mail server's codes.</summary>
internal sealed record DeliveryShown(DateTimeOffset At, LetterState Outcome, string Status);

/// <summary>A letter; its words and its link are not in it.</summary>
internal sealed record LetterShown(
    Guid Id, Guid InvitationId, Guid PersonId, Guid? WaveId, int WaveVersion, LetterKind Kind, Language Language, string ToAddress, string Subject, LetterState State, int Attempts,
    DateTimeOffset CreatedAt, DateTimeOffset? SentAt, string ServerReply)
{
    public static LetterShown Of(Letter l) => new(
        l.Id.Value, l.InvitationId.Value, l.PersonId.Value, l.WaveId?.Value, l.WaveVersion, l.Kind, l.Language, l.ToAddress, l.Subject, l.State, l.Attempts, l.CreatedAt, l.SentAt, l.ServerReply);
}
