using System.Text.Json;
using AIDialogues.Events.Room.Api;
using AIDialogues.Events.Room.Boards;
using AIDialogues.Events.Room.Leases;
using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Unattributed.Objections;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Unattributed.Tokens;
using Npgsql;

namespace AIDialogues.Events.Room.Tokens;

/// <summary>The requests of a participant's form. Nobody is signed in; a token is the only leave, and it says nothing about whose it is.</summary>
internal static class TokenEndpoints
{
    private const int MostFindings = 12;

    /// <summary>One answer for every token that is not taken.</summary>
    private static readonly PaddedReply NoSuchToken = PaddedReply.Refused(StatusCodes.Status404NotFound, "no-such-token");
    private static readonly PaddedReply TooFewHolders = PaddedReply.Refused(StatusCodes.Status409Conflict, "too-few-holders");
    private static readonly PaddedReply OtherRound = PaddedReply.Refused(StatusCodes.Status409Conflict, "other-round");
    private static readonly PaddedReply Used = PaddedReply.Refused(StatusCodes.Status409Conflict, "token-used");
    private static readonly PaddedReply SessionClosed = PaddedReply.Refused(StatusCodes.Status409Conflict, "session-closed");
    private static readonly PaddedReply TooOften = PaddedReply.Refused(StatusCodes.Status429TooManyRequests, "too-often");
    private static readonly PaddedReply TooManyWaiting = PaddedReply.Refused(StatusCodes.Status429TooManyRequests, "too-many-waiting");
    private static readonly PaddedReply Stored = PaddedReply.Ok("""{"state":"stored"}""");

    /// <summary>A fault of these says nothing either, and a database that is away is an answer.</summary>
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        _ = routes.MapGet("/keys/{dialogueId:guid}.json", KeysAsync);
        _ = routes.MapGet("/api/tokens/spent/{dialogueId:guid}", SpentAsync);
        _ = routes.MapPost("/api/tokens/accepted", AcceptedAsync);
        _ = routes.MapPost("/api/tokens/session", SessionAsync);
        _ = routes.MapPost("/api/tokens/points", PointAsync);
        _ = routes.MapPost("/api/tokens/objections", ObjectAsync);
    }

    /// <summary>Public, and the one thing another origin may read: a device compares it with what Web shows.</summary>
    private static async Task<IResult> KeysAsync(Guid dialogueId, HttpContext http, TokenKeys keys)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        try
        {
            return await keys.ListAsync(dialogueId, http.RequestAborted) is { } list ? Results.Bytes(list.Json, "application/json") : NoSuchToken;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return PaddedReply.NotNow;
        }
    }

    /// <summary>With the run of this Room: a device sends again what was taken under another one, and nothing else, or somebody who watches would see all day long who wrote.</summary>
    private static async Task<PaddedReply> SpentAsync(Guid dialogueId, HttpContext http, TokenKeys keys, SessionLeases leases)
    {
        try
        {
            var spent = await keys.SpentAsync(dialogueId, http.RequestAborted);
            return PaddedReply.Ok($$"""{"spent":{{JsonSerializer.Serialize(spent, TokenJson.Default.ListString)}},"run":"{{leases.Run}}"}""");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return PaddedReply.NotNow;
        }
    }

    /// <summary>
    /// By which a device finds that its very text is stored: a spent token does not say whose text it paid for, because a set can be on two devices. One list of the whole
    /// dialogue, so that it says nothing of a session, and for holders only, who learn from it how much is stored and nothing else.
    /// </summary>
    private static async Task<PaddedReply> AcceptedAsync(HttpRequest request, TokenGate gate, TokenKeys keys)
    {
        var asked = await RequestBody.ReadAsync(request, TokenJson.Default.TokenRequest);
        var ct = request.HttpContext.RequestAborted;
        try
        {
            if (await gate.DialogueOfAsync(asked.Token, ct) is not { } dialogue) return NoSuchToken;
            return PaddedReply.Ok($$"""{"accepted":{{JsonSerializer.Serialize(await keys.AcceptedAsync(dialogue, ct), TokenJson.Default.ListGuid)}}}""");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return PaddedReply.NotNow;
        }
    }

    /// <summary>What a rapporteur's board shows of the session, for whoever holds a token of it. Showing a token does not spend it.</summary>
    private static async Task<PaddedReply> SessionAsync(HttpRequest request, TokenGate gate, TokenKeys keys)
    {
        var asked = await RequestBody.ReadAsync(request, TokenJson.Default.TokenRequest);
        var ct = request.HttpContext.RequestAborted;
        if (await gate.AdmitAsync(asked.Token, TokenPurpose.Point, ct) is not { Key.SessionId: { } session }) return NoSuchToken;
        try
        {
            return await keys.BoardAsync(session, ct) is { } board ? PaddedReply.Ok(board.ToAnswer()) : NoSuchToken;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return PaddedReply.NotNow;
        }
    }

    private static async Task<PaddedReply> PointAsync(
        HttpRequest request, TokenGate gate, TokenKeys keys, BoardReader reader, SessionLeases leases, TokensInUse inUse, WaitingPoints waiting)
    {
        var sent = await RequestBody.ReadAsync(request, TokenJson.Default.OwnPointRequest);
        var ct = request.HttpContext.RequestAborted;
        // Only what Room has said before that it holds comes so late, or after the close; whoever says so untruly has one token's worth of it.
        var grace = sent.Held ? WaitingObjections.Grace : TimeSpan.Zero;
        if (await gate.AdmitAsync(sent.Token, TokenPurpose.Point, ct, grace) is not { Key.SessionId: { } session } admitted) return NoSuchToken;
        if (!admitted.EnoughHolders) return TooFewHolders;
        var point = SentPoints.Read([sent.Point])[0];
        var held = HeldIn(leases.Run);
        try
        {
            // In this order, or a point that is written between the two would be refused.
            bool spent = await keys.IsSpentAsync(admitted.Token.Sha256, ct);
            if ((await reader.AlreadyStoredAsync(session, [point.Id], ct)).Count > 0) return Stored;
            if (spent) return Used;
            if (await leases.TakeAsync(SessionLeases.OfKey(admitted.Key.Id), ct) != Lease.Held) return PaddedReply.NotNow;
            var board = await keys.BoardAsync(session, ct);
            bool isNew = waiting.Of(session).New([point], new HashSet<Guid>()).Count > 0;
            // Not what was taken before, by this Room or by one that it came after: found now, it could be sent otherwise and be stored twice.
            if (isNew && !sent.ReadAnyway && !sent.Held && Found(board, point.Words, sent.Language) is { Count: > 0 } found)
                return PaddedReply.Ok($$"""{"state":"found","findings":{{JsonSerializer.Serialize(found, TokenJson.Default.ListFoundWords)}}}""");
            // The token stays unspent: a point that is held here already is no new one.
            if (board is { Closed: true } && !sent.Held && isNew) return SessionClosed;
            // Its writer is no one to sweep it: what may name somebody is held back from the view.
            point = point with { Swept = false, CameAgain = sent.Held && board is { Closed: true } };
            point = board?.Judged(point) ?? point with { ThemeId = null };
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // Whether a token was spent before this start is not known now: the device keeps the words and asks again.
            return PaddedReply.NotNow;
        }
        var use = inUse.Take(admitted.Token.Sha256, sent.Body);
        if (use != TokenUse.Mine) return use == TokenUse.TooOften ? TooOften : Used;
        var paid = point with { LastTime = admitted.Key.ClosesAt + grace, Token = new SpentToken(admitted.Token.Sha256, admitted.Key.Id), Replaced = admitted.Replaced };
        if (waiting.Of(session).TryHold([paid], new HashSet<Guid>(), handOver: false)) return held;
        inUse.Release(admitted.Token.Sha256);
        return TooManyWaiting;
    }

    private static async Task<PaddedReply> ObjectAsync(
        HttpRequest request, TokenGate gate, TokenKeys keys, SessionLeases leases, TokensInUse inUse, WaitingObjections waiting)
    {
        var sent = await RequestBody.ReadAsync(request, TokenJson.Default.ObjectionRequest);
        var ct = request.HttpContext.RequestAborted;
        if (!UnwrittenStatement.IsRandom(sent.Id)) throw new MalformedException("id-not-random");
        if (!ObjectionKinds.TryRead(sent.Kind, out var kind)) throw new MalformedException("kind-unknown");
        Words? words = null;
        if (sent.Words is { Length: > 0 } raw && Words.TryNormalise(raw, out words) != WordsProblem.None) throw new MalformedException("words-not-text");
        if (await gate.AdmitAsync(sent.Token, TokenPurpose.Objection, ct) is not { } admitted) return NoSuchToken;
        if (!admitted.EnoughHolders) return TooFewHolders;
        var held = HeldIn(leases.Run);
        try
        {
            bool spent = await keys.IsSpentAsync(admitted.Token.Sha256, ct);
            if (await keys.IsStoredObjectionAsync(sent.Id, ct)) return Stored;
            if (spent) return Used;
            if (await leases.TakeAsync(SessionLeases.OfKey(admitted.Key.Id), ct) != Lease.Held) return PaddedReply.NotNow;
            if (await keys.RoundAsync(admitted.Key.DialogueId, sent.Item, ct) is not { } round) return NoSuchToken;
            // The draft may say something else under this sentence by now: what was meant is what was read.
            if (sent.Round is { } asked && asked != round.ClosesAt.ToUnixTimeSeconds()) return OtherRound;
            var use = inUse.Take(admitted.Token.Sha256, sent.Body);
            if (use != TokenUse.Mine) return use == TokenUse.TooOften ? TooOften : Used;
            var hold = waiting.Hold(new(sent.Id, round.SummaryId, sent.Item, kind, words, admitted.Token.Sha256, admitted.Key.Id), round.ClosesAt);
            if (hold == ObjectionHold.Held) return held;
            inUse.Release(admitted.Token.Sha256);
            return hold == ObjectionHold.TooMany ? TooManyWaiting : NoSuchToken;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return PaddedReply.NotNow;
        }
    }

    private static PaddedReply HeldIn(string run) => PaddedReply.Ok($$"""{"state":"held","run":"{{run}}"}""");

    /// <summary>In memory, and gone with the answer. Names too: a device that was opened without a network may not have the lexicon.</summary>
    private static List<FoundWords> Found(Board? board, Words words, string language) =>
        [.. (board?.Found(words) ?? NoDirectory.Screen(words.Reveal(), language == "fr" ? TextLanguage.French : TextLanguage.English)).Take(MostFindings)
            .Select(f => new FoundWords(f.Start, f.Length, f.Kind.ToString(), f.Reason))];

    private static readonly Screener NoDirectory = new(ParticipantDirectory.Of([]));
}
