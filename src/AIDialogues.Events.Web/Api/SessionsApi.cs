using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class SessionsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Sessions");
        _ = group.MapGet("/dialogues/{id:guid}/sessions", ListAsync).Named("listSessions", "List the sessions of a dialogue").Produces<PageOf<SessionShown>>();
        _ = group.MapPost("/dialogues/{id:guid}/sessions", AddAsync).Named("addSession", "Add a session", "A room is used by one session at a time: else 422 `room-busy`. Without `ownRule` the rule of the day holds.")
            .Produces<SessionShown>(StatusCodes.Status201Created);
        _ = group.MapGet("/sessions/{id:guid}", GetAsync).Named("getSession", "Get a session").Produces<SessionShown>();
        _ = group.MapPut("/sessions/{id:guid}", ChangeAsync).Named("changeSession", "Change a session", "Themes keep their identity by their place, so what was said under a renamed theme stays under it.")
            .Produces<SessionShown>();
    }

    private static async Task<IResult> ListAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().FirstOrDefaultAsync(d => d.Id == new Id<Dialogue>(id), ct) is not { } dialogue) return ApiProblem.NotFound();
        var sessions = db.Sessions.Where(s => s.DialogueId == dialogue.Id).Include(s => s.Themes.OrderBy(t => t.Place));
        return await page.ReadAsync(sessions, s => s.Id, s => Shown(s, dialogue, db), ct);
    }

    private static async Task<IResult> AddAsync(Guid id, GivenSession given, EventsDb db, CancellationToken ct)
    {
        if (await db.WholeDialogueAsync(new Id<Dialogue>(id), ct) is not { } dialogue) return ApiProblem.NotFound();
        if (dialogue.AddSession(given.Details).Refused(out var refusal, out var session)) return ApiProblem.Of(refusal);
        return await db.TrySaveAsync(ct) is { } lost ? ApiProblem.Of(lost) : TypedResults.Created((string?)null, Shown(session, dialogue, db));
    }

    private static async Task<IResult> GetAsync(Guid id, EventsDb db, CancellationToken ct) =>
        await db.DialogueOfAsync(new Id<Session>(id), ct) is { } dialogue ? TypedResults.Ok(Shown(dialogue.Sessions.First(s => s.Id.Value == id), dialogue, db)) : ApiProblem.NotFound();

    private static async Task<IResult> ChangeAsync(Guid id, GivenSession given, EventsDb db, CancellationToken ct)
    {
        if (await db.DialogueOfAsync(new Id<Session>(id), ct) is not { } dialogue) return ApiProblem.NotFound();
        var session = dialogue.Sessions.First(s => s.Id.Value == id);
        if (dialogue.ChangeSession(session, given.Details) is { } refusal) return ApiProblem.Of(refusal);
        if (given.Version is { } version) db.ExpectVersion(session, version);
        return await db.TrySaveAsync(ct) is { } lost ? ApiProblem.Of(lost) : TypedResults.Ok(Shown(session, dialogue, db));
    }

    private static SessionShown Shown(Session s, Dialogue day, EventsDb db) => new(
        s.Id.Value, s.DialogueId.Value, s.RoomId.Value, Bilingual.Of(s.Title), s.Begins, s.Ends, s.OwnRule, day.RuleIn(s),
        [.. s.Themes.OrderBy(t => t.Place).Select(t => new ThemeShown(t.Id.Value, Bilingual.Of(t.Name)))], Bilingual.Of(s.Questions), db.VersionOf(s));
}

/// <summary>A session; `rule` is the one that holds in it, its own or the day's.</summary>
internal sealed record SessionShown(
    Guid Id, Guid DialogueId, Guid RoomId, Bilingual Title, TimeOnly Begins, TimeOnly Ends, Rule? OwnRule, Rule Rule, IReadOnlyList<ThemeShown> Themes, Bilingual Questions, uint Version);

internal sealed record ThemeShown(Guid Id, Bilingual Name);

internal sealed record GivenSession(
    Bilingual Title, Guid RoomId, TimeOnly Begins, TimeOnly Ends, IReadOnlyList<Bilingual> Themes, Rule? OwnRule = null, Bilingual? Questions = null, uint? Version = null) : IHasExample
{
    public static object Example => new GivenSession(
        new("Who decides?", "Qui décide ?"), Guid.Parse("5f8b5c7e-3f0a-4a53-9d0a-2f6f7f1b9c11"), new(9, 30), new(11, 0), [new("Trust", "Confiance"), new("Access", "Accès")], Rule.OffTheRecord);

    internal SessionDetails Details => new(Title.Text, new(RoomId), Begins, Ends, OwnRule, [.. Themes.Select(t => t.Text)], (Questions ?? new()).Text);
}
