using System.Text.Json;
using System.Text.Json.Nodes;
using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Room.Boards;

/// <summary>What a rapporteur's board shows of a session, as Web wrote it.</summary>
internal sealed class Board
{
    private readonly string json;
    private readonly Lazy<HashSet<Guid>> themes;
    private readonly Lazy<Lexicon?> screening;

    /// <param name="json">What Web wrote.</param>
    /// <param name="closed">Staff have closed the session: it takes no further points.</param>
    /// <param name="before">The same board as it was last read: what was parsed of it is taken over unless Web wrote it anew.</param>
    public Board(string json, bool closed, Board? before = null)
    {
        (this.json, Closed) = (json, closed);
        (themes, screening) = before?.json == json ? (before.themes, before.screening) : (new(() => ThemesOf(json)), new(() => ScreeningOf(json)));
    }

    public bool Closed { get; }

    /// <summary>The point under a theme of this board, held back from the view if it may name somebody and nobody has swept it.</summary>
    public HeldPoint Judged(HeldPoint point) => point with { ThemeId = Known(point.ThemeId), HeldBack = !point.Swept && screening.Value is { } lexicon && lexicon.Points(point.Words.Reveal()).Count > 0 };

    /// <summary>What may name somebody in a participant's own words, as the device finds it; null where the board says nothing of that, on the record.</summary>
    public IReadOnlyList<Finding>? Found(Words words) => screening.Value?.Points(words.Reveal());

    /// <summary>The answer to whoever may write.</summary>
    public string ToAnswer() => $$"""{"board":{{json}},"closed":{{(Closed ? "true" : "false")}}}""";

    /// <summary>For who only reads: the salted hashes of names are for whoever types.</summary>
    public string WithoutLexicon
    {
        get
        {
            var board = JsonNode.Parse(json)!.AsObject();
            _ = board.Remove("lexicon");
            return board.ToJsonString();
        }
    }

    /// <summary>
    /// A theme the session does not have (it was removed while a device was offline) becomes none: the point is not lost,
    /// and no made-up id can mark a statement.
    /// </summary>
    public Guid? Known(Guid? theme) => theme is { } id && themes.Value.Contains(id) ? id : null;

    /// <summary>Null on the record, where names may be said.</summary>
    private static Lexicon? ScreeningOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        var board = document.RootElement;
        if (board.TryGetProperty("rule", out var rule) && rule.ValueEquals("OnTheRecord")) return null;
        return Lexicon.Read(board.TryGetProperty("lexicon", out var lexicon) ? lexicon : default);
    }

    private static HashSet<Guid> ThemesOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        var ids = new HashSet<Guid>();
        if (document.RootElement.TryGetProperty("themes", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var theme in list.EnumerateArray())
                if (theme.TryGetProperty("id", out var id) && id.TryGetGuid(out var value)) _ = ids.Add(value);
        }
        return ids;
    }
}
