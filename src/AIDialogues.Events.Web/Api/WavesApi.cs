using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Audit;
using AIDialogues.Events.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class WavesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Waves");
        _ = group.MapGet("/dialogues/{id:guid}/waves", ListAsync).Named("listWaves", "List a dialogue’s waves").Produces<PageOf<WaveShown>>();
        _ = group.MapPost("/dialogues/{id:guid}/waves", CreateAsync).Named("createWave", "Draft a wave of letters",
                "Nothing leaves. The same people and kind again give the same draft. `kind` is `invitation` if not said; `news` goes to those of the people who may come. `calledOff` is about the day itself: it goes to everybody who may come, whoever is named, and sending it calls the day off. `role` says as what people are invited, by whose seats they are counted. With a `segment` the people are those who are in it now (for an invitation: and not yet invited); with `people` too, only those of them.")
            .Produces<WaveShown>(StatusCodes.Status201Created);
        _ = group.MapGet("/waves/{id:guid}", GetAsync).Named("getWave", "Get a wave and how far it has come").Produces<WaveShown>();
        _ = group.MapGet("/waves/{id:guid}/preview", PreviewAsync).Named("previewWave", "See every letter of a draft as its reader will get it",
                "`seal` is the fingerprint of what was shown; give it back to send exactly that. `missing` names fields without a value: while there are any, nothing can leave; the same with `full`, which says why the role has no seats for so many. Of the people chosen, `alreadyInvited`, `optedOut`, `alreadyTold`, `elsewhere` (no invitation that the letter could be about), `neverAsked` (their own invitation waits and leaves no more) and `notReminded` get none; `invitedAgain` of the letters go to people whose invitation was withdrawn.")
            .Produces<PreviewShown>();
        _ = group.MapPost("/waves/{id:guid}/send", SendAsync).Named("sendWave", "Send a wave",
                "With the `seal` of the preview; otherwise `letter-changed-since-preview`. The letters are held until `undoUntil`. Sent again with the same seal, the wave is shown as it is and nothing goes twice.").Produces<WaveShown>();
        _ = group.MapPost("/waves/{id:guid}/undo", UndoAsync)
            .Named("undoWave", "Take a wave back", "While its letters are held; later `wave-undo-over`. A day that it called off stands again.").Produces<WaveShown>();
        _ = group.MapPost("/waves/{id:guid}/pause", (Guid id, WaveCourse course, EventsDb db, CancellationToken ct) => ActAsync(id, course.PauseAsync, db, ct))
            .Named("pauseWave", "Hold what has not left").Produces<WaveShown>();
        _ = group.MapPost("/waves/{id:guid}/resume", (Guid id, WaveCourse course, EventsDb db, CancellationToken ct) => ActAsync(id, course.ResumeAsync, db, ct))
            .Named("resumeWave", "Let a paused wave go on").Produces<WaveShown>();
        _ = group.MapPost("/waves/{id:guid}/retry", (Guid id, WaveCourse course, EventsDb db, CancellationToken ct) => ActAsync(id, course.RetryAsync, db, ct))
            .Named("retryWave", "Try only what failed or came back again", "Each letter goes to the address its reader has now.").Produces<WaveShown>();
    }

    private static async Task<IResult> ListAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct)
    {
        if (!await db.Dialogues.AnyAsync(d => d.Id == new Id<Dialogue>(id), ct)) return ApiProblem.NotFound();
        // Readers are counted, not read: their own words are sealed, and each would be opened for nothing.
        var waves = db.Waves.AsNoTracking().Where(w => w.DialogueId == new Id<Dialogue>(id)).Select(w => new { Wave = w, People = w.Readers.Count });
        return await page.ReadAsync(waves, w => w.Wave.Id, w => WaveShown.Of(w.Wave, w.People, null), ct);
    }

    private static async Task<IResult> CreateAsync(Guid id, GivenWave given, EventsDb db, WaveDrafts drafts, CancellationToken ct)
    {
        var dialogue = new Id<Dialogue>(id);
        if (!await db.Dialogues.AnyAsync(d => d.Id == dialogue, ct)) return ApiProblem.NotFound();
        if (await PeopleAsync(dialogue, given, db, ct) is not { } people) return ApiProblem.NotFound();
        if (given is { Kind: LetterKind.Invitation, Again: false }) people = await db.WithoutWithdrawnAsync(dialogue, people, ct);
        if ((await drafts.DraftAsync(dialogue, given.Kind, people, ct, given.Role)).Refused(out var refusal, out var wave)) return ApiProblem.Of(refusal);
        return TypedResults.Created($"/api/v1/waves/{wave.Id}", WaveShown.Of(wave, wave.Readers.Count, new Dictionary<LetterState, int>()));
    }

    /// <summary>Null: no such segment.</summary>
    private static async Task<IReadOnlyList<Id<Person>>?> PeopleAsync(Id<Dialogue> dialogue, GivenWave given, EventsDb db, CancellationToken ct)
    {
        IReadOnlyList<Id<Person>> people = [.. (given.People ?? []).Select(p => new Id<Person>(p))];
        if (given.Segment is not { } id) return people;
        if (await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == new Id<Segment>(id), ct) is not { } segment) return null;
        if (given.People is not null) return await db.InSegment(segment).Where(p => people.Contains(p)).ToListAsync(ct);
        return given.Kind == LetterKind.Invitation ? await db.NotInvitedAsync(dialogue, new PeopleFilter(), Wave.MostReaders, ct, segment)
            : await db.InSegment(segment).OrderBy(p => p).Take(Wave.MostReaders + 1).ToListAsync(ct);
    }

    private static async Task<IResult> GetAsync(Guid id, EventsDb db, CancellationToken ct) =>
        await db.WaveAsync(new(id), ct) is { } wave ? TypedResults.Ok(WaveShown.Of(wave, wave.Readers.Count, await db.ProgressAsync(wave.Id, ct))) : ApiProblem.NotFound();

    private static async Task<IResult> PreviewAsync(Guid id, EventsDb db, WaveSending sending, CancellationToken ct)
    {
        if (await db.WaveAsync(new(id), ct) is not { } wave) return ApiProblem.NotFound();
        if (wave.State != WaveState.Draft) return ApiProblem.Of(WaveRefusals.AlreadySent);
        return (await sending.PrepareAsync(wave, ct)).Refused(out var refusal, out var prepared) ? ApiProblem.Of(refusal) : TypedResults.Ok(PreviewShown.Of(prepared));
    }

    private static async Task<IResult> SendAsync(Guid id, GivenSeal given, HttpContext http, EventsDb db, WaveSending sending, WaveOptions options, CancellationToken ct)
    {
        if (!await db.Waves.AnyAsync(w => w.Id == new Id<Wave>(id), ct)) return ApiProblem.NotFound();
        bool wasOff = await IsOffAsync(db, id, ct);
        if ((await sending.SendAsync(new(id), given.Seal, options.Undo, ct)).Refused(out var refusal, out _) && !await IsSentAsync(db, id, given.Seal, ct)) return ApiProblem.Of(refusal);
        if (!wasOff && await IsOffAsync(db, id, ct)) http.IsAuditedAs(AuditedAs.DayCalledOff);
        return await GetAsync(id, db, ct);
    }

    private static async Task<IResult> UndoAsync(Guid id, HttpContext http, EventsDb db, WaveCourse course, CancellationToken ct)
    {
        bool wasOff = await IsOffAsync(db, id, ct);
        var result = await ActAsync(id, course.UndoAsync, db, ct);
        if (wasOff && !await IsOffAsync(db, id, ct)) http.IsAuditedAs(AuditedAs.DayStandsAgain);
        return result;
    }

    /// <summary>Whether the day of a wave is called off.</summary>
    private static Task<bool> IsOffAsync(EventsDb db, Guid wave, CancellationToken ct) =>
        db.Waves.AnyAsync(w => w.Id == new Id<Wave>(wave) && db.Dialogues.Any(d => d.Id == w.DialogueId && d.CancelledAt != null), ct);

    /// <summary>Exactly this was sent before and not taken back: a program that lost the first answer asks once more.</summary>
    private static Task<bool> IsSentAsync(EventsDb db, Guid id, string seal, CancellationToken ct) =>
        db.Waves.AnyAsync(w => w.Id == new Id<Wave>(id) && w.Seal == seal && (w.State == WaveState.Sent || w.State == WaveState.Paused), ct);

    private static async Task<IResult> ActAsync<TDone>(Guid id, Func<Id<Wave>, CancellationToken, Task<Result<TDone>>> act, EventsDb db, CancellationToken ct)
        where TDone : notnull
    {
        if (!await db.Waves.AnyAsync(w => w.Id == new Id<Wave>(id), ct)) return ApiProblem.NotFound();
        return (await act(new(id), ct)).Refused(out var refusal, out _) ? ApiProblem.Of(refusal) : await GetAsync(id, db, ct);
    }
}

/// <param name="Letters">How many letters are in each state; null in a list.</param>
internal sealed record WaveShown(
    Guid Id, Guid DialogueId, LetterKind Kind, int Number, WaveState State, int Version, int People, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, DateTimeOffset? UndoUntil,
    IReadOnlyDictionary<string, int>? Letters, InvitationRole Role)
{
    public static WaveShown Of(Wave w, int people, IReadOnlyDictionary<LetterState, int>? progress) => new(
        w.Id.Value, w.DialogueId.Value, w.Kind, w.Number, w.State, w.Version, people, w.CreatedAt, w.SentAt, w.UndoUntil,
        progress?.ToDictionary(p => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(p.Key.ToString()), p => p.Value), w.Role);
}

/// <param name="Again">Invites also whose invitation was withdrawn; a program that names everybody must say so.</param>
internal sealed record GivenWave(IReadOnlyList<Guid>? People = null, LetterKind Kind = LetterKind.Invitation, InvitationRole? Role = null, Guid? Segment = null, bool Again = false) : IHasExample
{
    public static object Example => new GivenWave([new("6f1c0f5e-58f2-4b1e-9a55-0d6c8b1d2e11")]);
}

internal sealed record GivenSeal(string Seal) : IHasExample
{
    public static object Example => new GivenSeal("9F2B…");
}

/// <summary>A draft as its readers will get it. The link is made when a letter leaves; until then its place is shown.</summary>
internal sealed record PreviewShown(string Seal, int English, int French, int AlreadyInvited, int OptedOut, IReadOnlyList<PreviewLetterShown> Letters, IReadOnlyList<MissingShown> Missing,
    IReadOnlyList<NotRemindedShown> NotReminded, int InvitedAgain, int AlreadyTold, int Elsewhere, int NeverAsked, string? Full)
{
    public static PreviewShown Of(PreparedLetters p) => new(
        p.Seal, p.In(Language.English), p.In(Language.French), p.AlreadyInvited, p.OptedOut, [.. p.Letters.Select(PreviewLetterShown.Of)],
        [.. p.Letters.Where(l => l.EmptyFields.Count > 0).Select(l => new MissingShown(l.Person.Id.Value, l.EmptyFields))],
        [.. p.NotReminded.Select(n => new NotRemindedShown(n.Person.Id.Value, n.Why.Code, n.LastAsked))], p.InvitedAgain, p.AlreadyTold, p.Elsewhere, p.NeverAsked, p.Full?.Code);
}

internal sealed record PreviewLetterShown(Guid PersonId, string ToName, string ToAddress, Language Language, bool OwnWords, string Subject, string Body, string Seal)
{
    public static PreviewLetterShown Of(PreparedLetter l) => new(
        l.Person.Id.Value, l.Person.Name, l.Person.Email, l.Person.Language, l.HasOwnWords, Words(l.Template.Subject, l), Words(l.Template.Body, l), l.Seal);

    private static string Words(string text, PreparedLetter l) => string.Concat(LetterTemplate.Parts(text, l.Values).Select(p => p.Text));
}

/// <summary>Somebody who was chosen for a reminder and gets none: `reminder-stopped`, `reminder-enough` or `reminder-too-soon`.</summary>
internal sealed record NotRemindedShown(Guid PersonId, string Why, DateTimeOffset LastAsked);

internal sealed record MissingShown(Guid PersonId, IReadOnlyList<string> Fields);
