using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Room.Api;

/// <summary>Reads what a device sent: all of it, or a refusal that says which rule and nothing of the words.</summary>
internal static class SentPoints
{
    public const int MostInOneRequest = 200;

    public static List<HeldPoint> Read(IReadOnlyList<SentPoint>? sent)
    {
        if (sent is null) return [];
        if (sent.Count > MostInOneRequest) throw new MalformedException("too-many-points");
        return [.. sent.Select(Read)];
    }

    private static HeldPoint Read(SentPoint? sent)
    {
        if (sent is null) throw new MalformedException("not-json");
        if (!UnwrittenStatement.IsRandom(sent.Id)) throw new MalformedException("id-not-random");
        if (!StatementKinds.TryRead(sent.Kind, out var kind)) throw new MalformedException("kind-unknown");
        return Words.TryNormalise(sent.Words, out var words) switch
        {
            WordsProblem.None => new HeldPoint(sent.Id, sent.ThemeId, kind, words!) { Swept = sent.Swept },
            WordsProblem.Empty => throw new MalformedException("words-empty"),
            WordsProblem.TooLong => throw new MalformedException("words-too-long"),
            _ => throw new MalformedException("words-not-text"),
        };
    }
}
