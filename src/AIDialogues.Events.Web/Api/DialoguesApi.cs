using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class DialoguesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Dialogues");
        _ = group.MapGet("/series/{id:guid}/dialogues", ListAsync).Named("listDialogues", "List the dialogues of a series").Produces<PageOf<DialogueShown>>();
        _ = group.MapPost("/series/{id:guid}/dialogues", CreateAsync).Named("createDialogue", "Create a dialogue day", "Times are local to `zone`, an IANA time zone.")
            .Produces<DialogueShown>(StatusCodes.Status201Created);
        _ = group.MapGet("/dialogues/{id:guid}", GetAsync).Named("getDialogue", "Get a dialogue").Produces<DialogueShown>();
        _ = group.MapPut("/dialogues/{id:guid}", ChangeAsync).Named("changeDialogue", "Change a dialogue", "Its sessions stay; hours that would leave one outside the day are refused with `session-outside-the-day`. Whoever accepted is told by letter, held for a while in which another change takes its place; waves that wait are paused.")
            .Produces<DialogueShown>();
        _ = group.MapGet("/dialogues/{id:guid}/rooms", ListRoomsAsync).Named("listRooms", "List the rooms of a dialogue").Produces<PageOf<RoomShown>>();
        _ = group.MapPost("/dialogues/{id:guid}/rooms", AddRoomAsync).Named("addRoom", "Add a room").Produces<RoomShown>(StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct) =>
        await db.Series.AnyAsync(s => s.Id == new Id<Series>(id), ct)
            ? await page.ReadAsync(db.Dialogues.Where(d => d.SeriesId == new Id<Series>(id)), d => d.Id, d => Shown(d, db), ct)
            : ApiProblem.NotFound();

    private static async Task<IResult> CreateAsync(Guid id, GivenDialogue given, EventsDb db, CancellationToken ct)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return ApiProblem.NotFound();
        if (Dialogue.New(series, given.Details).Refused(out var refusal, out var dialogue)) return ApiProblem.Of(refusal);
        _ = db.Add(dialogue);
        return await db.TrySaveAsync(ct) is { } lost ? ApiProblem.Of(lost) : TypedResults.Created((string?)null, Shown(dialogue, db));
    }

    private static async Task<IResult> GetAsync(Guid id, EventsDb db, CancellationToken ct) =>
        await db.Dialogues.FirstOrDefaultAsync(d => d.Id == new Id<Dialogue>(id), ct) is { } dialogue ? TypedResults.Ok(Shown(dialogue, db)) : ApiProblem.NotFound();

    private static async Task<IResult> ChangeAsync(Guid id, GivenDialogue given, EventsDb db, DayChanging changing, DayOptions options, TimeProvider clock, CancellationToken ct)
    {
        if (await db.WholeDialogueAsync(new Id<Dialogue>(id), ct) is not { } dialogue) return ApiProblem.NotFound();
        var before = dialogue.Facts;
        if (dialogue.Change(given.Details, clock.GetUtcNow(), options.Hold) is { } refusal) return ApiProblem.Of(refusal);
        if (given.Version is { } version) db.ExpectVersion(dialogue, version);
        return await changing.SaveAsync(dialogue, before, ct) is { } lost ? ApiProblem.Of(lost) : TypedResults.Ok(Shown(dialogue, db));
    }

    private static async Task<IResult> ListRoomsAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct) =>
        await db.Dialogues.AnyAsync(d => d.Id == new Id<Dialogue>(id), ct)
            ? await page.ReadAsync(db.Set<Room>().Where(r => r.DialogueId == new Id<Dialogue>(id)), r => r.Id, Shown, ct)
            : ApiProblem.NotFound();

    private static async Task<IResult> AddRoomAsync(Guid id, GivenRoom given, EventsDb db, CancellationToken ct)
    {
        if (await db.WholeDialogueAsync(new Id<Dialogue>(id), ct) is not { } dialogue) return ApiProblem.NotFound();
        if (dialogue.AddRoom(given.Name, given.Seats).Refused(out var refusal, out var room)) return ApiProblem.Of(refusal);
        return await db.TrySaveAsync(ct) is { } lost ? ApiProblem.Of(lost.OfRoom(given.Name)) : TypedResults.Created((string?)null, Shown(room));
    }

    private static RoomShown Shown(Room room) => new(room.Id.Value, room.DialogueId.Value, room.Name, room.Seats);

    private static DialogueShown Shown(Dialogue d, EventsDb db) => new(
        d.Id.Value, d.SeriesId.Value, Bilingual.Of(d.Title), d.Day, d.Begins, d.Ends, d.BeginsAt, d.EndsAt, d.Venue, d.Zone, d.Rule, d.AnswerBy, d.RemindDaysBefore, db.VersionOf(d));
}

/// <summary>One dialogue day; `beginsAt` and `endsAt` are the same hours in UTC.</summary>
internal sealed record DialogueShown(
    Guid Id, Guid SeriesId, Bilingual Title, DateOnly Day, TimeOnly Begins, TimeOnly Ends, DateTimeOffset BeginsAt, DateTimeOffset EndsAt, string Venue,
    string Zone, Rule Rule, DateOnly AnswerBy, IReadOnlyList<int> RemindDaysBefore, uint Version);

internal sealed record GivenDialogue(
    Bilingual Title, DateOnly Day, TimeOnly Begins, TimeOnly Ends, string Venue, string Zone, Rule Rule, DateOnly AnswerBy, IReadOnlyList<int> RemindDaysBefore,
    uint? Version = null) : IHasExample
{
    public static object Example => new GivenDialogue(
        new("First day", "Première journée"), new(2027, 5, 12), new(9, 0), new(17, 30), "Maison de la paix, Genève", "Europe/Zurich", Rule.ChathamHouse, new(2027, 4, 28), [7, 2]);

    internal DialogueDetails Details => new(Title.Text, Day, Begins, Ends, Venue, Zone, Rule, AnswerBy, RemindDaysBefore);
}

internal sealed record RoomShown(Guid Id, Guid DialogueId, string Name, int Seats);

internal sealed record GivenRoom(string Name, int Seats) : IHasExample
{
    public static object Example => new GivenRoom("Salle bleue", 40);
}
