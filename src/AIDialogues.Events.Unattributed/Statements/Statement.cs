namespace AIDialogues.Events.Unattributed.Statements;

/// <summary>Something that was said in a session: no author, no time, no order.</summary>
public sealed record Statement(Guid Id, Guid SessionId, Guid? ThemeId, StatementKind Kind, string Words)
{
    /// <summary>A record would print its words; a log must not hold them.</summary>
    public override string ToString() => nameof(Statement);
}
