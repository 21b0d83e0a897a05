namespace AIDialogues.Events.Unattributed.Objections;

/// <summary>What somebody holds against a sentence of a summary. Stored as written here.</summary>
public enum ObjectionKind
{
    IdentifiesMe,
    NotWhatWasSaid,
}

public static class ObjectionKinds
{
    public static string Stored(this ObjectionKind kind) => kind == ObjectionKind.IdentifiesMe ? "identifies-me" : "not-what-was-said";

    public static bool TryRead(string? stored, out ObjectionKind kind)
    {
        kind = stored == "not-what-was-said" ? ObjectionKind.NotWhatWasSaid : ObjectionKind.IdentifiesMe;
        return stored is "identifies-me" or "not-what-was-said";
    }
}

/// <summary>
/// The objections to one sentence of a summary: how often each was said, by how many people at the least, and the words that came
/// with some of them, in chance order. One is enough to look at a sentence again, so no k hides them from the reviewers.
/// </summary>
public sealed record ItemObjections(Guid ItemId, int IdentifiesMe, int NotWhatWasSaid, int HoldersAtLeast, IReadOnlyList<string> Words)
{
    /// <summary>A record would print its words; a log must not hold them.</summary>
    public override string ToString() => nameof(ItemObjections);
}
