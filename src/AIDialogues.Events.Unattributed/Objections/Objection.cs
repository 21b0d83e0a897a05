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
