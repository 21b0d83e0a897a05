using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Boards;
using AIDialogues.Events.Data.People;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Unattributed.Boards;
using AIDialogues.Events.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Boards;

/// <summary>
/// Opens a session's board for whoever may report: writes down what Room may know (titles, themes, questions, salted hashes of names)
/// and makes a key. Nobody's name goes with the key, and the key itself is stored nowhere.
/// </summary>
public sealed class BoardOpening(EventsDb db, SiteOptions site, DescribedBoards described)
{
    /// <returns>The board's address. The key is in its fragment, which no server ever sees.</returns>
    public Task<Uri?> OpenAsync(Id<Session> id, CancellationToken ct) => OpenAsync(id, KeyPurpose.Report, "s", ct);

    /// <returns>The address of the facilitator's view, whose key can write nothing.</returns>
    public Task<Uri?> OpenViewAsync(Id<Session> id, CancellationToken ct) => OpenAsync(id, KeyPurpose.Facilitate, "f", ct);

    /// <summary>Every link handed out for this purpose ends, and none for the other.</summary>
    public Task<int> CloseAsync(Id<Session> id, KeyPurpose purpose, CancellationToken ct)
    {
        string name = purpose.ToString();
        return db.BoardKeys.Where(k => k.SessionId == id && k.Purpose == name).ExecuteUpdateAsync(k => k.SetProperty(b => b.Revoked, true), ct);
    }

    private async Task<Uri?> OpenAsync(Id<Session> id, KeyPurpose purpose, string page, CancellationToken ct)
    {
        if (!await DescribeAsync(id, ct)) return null;
        string key = SessionKey.New();
        _ = db.Add(new BoardKey { KeySha256 = SessionKey.Sha256(key), SessionId = id, Purpose = purpose.ToString() });
        _ = await db.SaveChangesAsync(ct);
        return new Uri(RoomOf.Session(id.Value, site.Rooms), $"/{page}/{id}#k={key}");
    }

    /// <summary>Writes down what Room may know of a session; false when there is no such session.</summary>
    public async Task<bool> DescribeAsync(Id<Session> id, CancellationToken ct)
    {
        var session = await db.Sessions.AsNoTracking().Include(s => s.Themes).FirstOrDefaultAsync(s => s.Id == id, ct);
        if (session is null) return false;
        var (facts, people) = await FactsAsync(session, ct);
        byte[] fingerprint = DescribedBoards.FingerprintOf(facts, people);
        // Everybody who asks for tokens comes by here; the list of names is made again when it is another, or was taken out.
        if (described.Is(id, fingerprint) && await db.BoardSessions.AnyAsync(b => b.SessionId == id && EF.Functions.JsonExists(b.Board, "lexicon"), ct)) return true;
        facts["lexicon"] = JsonSerializer.SerializeToNode(JsonSerializer.Deserialize<JsonElement>(Lexicon.Of(people, RandomNumberGenerator.GetBytes(16)).ToJson()));
        string board = facts.ToJsonString();
        // Two rapporteurs may open it at once; the later description wins, both keys hold.
        _ = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO board.sessions (session_id, board) VALUES ({id.Value}, {board}::jsonb)
            ON CONFLICT (session_id) DO UPDATE SET board = excluded.board
            """, ct);
        described.Remember(id, fingerprint);
        return true;
    }

    private async Task<(JsonObject Facts, IReadOnlyList<Participant> People)> FactsAsync(Session session, CancellationToken ct)
    {
        var dialogue = await db.Dialogues.AsNoTracking().FirstAsync(d => d.Id == session.DialogueId, ct);
        var series = await db.Series.AsNoTracking().FirstAsync(s => s.Id == dialogue.SeriesId, ct);
        var people = await db.InvitedToAsync(dialogue.Id, ct);
        var facts = JsonSerializer.SerializeToNode(new
        {
            sessionId = session.Id.Value,
            series = Pair(series.Title),
            title = Pair(session.Title),
            rule = dialogue.RuleIn(session).ToString(),
            startsAt = dialogue.Zone.At(dialogue.Day, session.Begins),
            endsAt = dialogue.Zone.At(dialogue.Day, session.Ends),
            zone = dialogue.Zone,
            themes = session.Themes.OrderBy(t => t.Place).Select(t => new { id = t.Id.Value, en = t.Name.In(Language.English), fr = t.Name.In(Language.French) }),
            questions = Lines(session.Questions),
        })!.AsObject();
        return (facts, [.. people.Select(p => p.AsParticipant()).OrderBy(p => (p.FamilyName, p.GivenName, p.Affiliation))]);
    }

    private static object Pair(BilingualText text) => new { en = text.In(Language.English), fr = text.In(Language.French) };

    private static IEnumerable<object> Lines(BilingualText text)
    {
        string[] en = Split(text.In(Language.English)), fr = Split(text.In(Language.French));
        return en.Select((line, place) => new { en = line, fr = place < fr.Length ? fr[place] : line });
    }

    private static string[] Split(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

internal static class Participants
{
    public static TextLanguage ToScreen(this Language language) => language == Language.French ? TextLanguage.French : TextLanguage.English;

    public static Participant AsParticipant(this Person person) =>
        new(person.GivenName, person.FamilyName, person.Affiliation.Length > 0 ? person.Affiliation : null);
}
