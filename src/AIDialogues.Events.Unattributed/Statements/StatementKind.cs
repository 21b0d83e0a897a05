namespace AIDialogues.Events.Unattributed.Statements;

/// <summary>What sort of thing was said. Stored as its lower-case name.</summary>
public enum StatementKind
{
    Fact,
    View,
    Disagreement,
    Proposal,
    Question,
    Paraphrase,
}

public static class StatementKinds
{
    public static string Stored(this StatementKind kind) => kind switch
    {
        StatementKind.Fact => "fact",
        StatementKind.View => "view",
        StatementKind.Disagreement => "disagreement",
        StatementKind.Proposal => "proposal",
        StatementKind.Question => "question",
        StatementKind.Paraphrase => "paraphrase",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>Reads the stored name only: neither "Fact" nor "0" is a kind.</summary>
    public static bool TryRead(string? stored, out StatementKind kind)
    {
        (kind, var known) = stored switch
        {
            "fact" => (StatementKind.Fact, true),
            "view" => (StatementKind.View, true),
            "disagreement" => (StatementKind.Disagreement, true),
            "proposal" => (StatementKind.Proposal, true),
            "question" => (StatementKind.Question, true),
            "paraphrase" => (StatementKind.Paraphrase, true),
            _ => (default, false),
        };
        return known;
    }
}
