using System.Text.Json;
using System.Text.Json.Nodes;

namespace AIDialogues.Events.Room.Boards;

/// <summary>What a rapporteur's board shows of a session, as Web wrote it.</summary>
/// <param name="closed">Staff have closed the session: it takes no further points.</param>
internal sealed class Board(string json, bool closed)
{
    private readonly HashSet<Guid> themes = ThemesOf(json);

    public string Json => json;

    public bool Closed => closed;

    /// <summary>The answer to whoever may write.</summary>
    public string ToAnswer() => $$"""{"board":{{json}},"closed":{{(closed ? "true" : "false")}}}""";

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
    public Guid? Known(Guid? theme) => theme is { } id && themes.Contains(id) ? id : null;

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
