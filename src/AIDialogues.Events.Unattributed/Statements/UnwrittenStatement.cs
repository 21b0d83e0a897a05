namespace AIDialogues.Events.Unattributed.Statements;

/// <summary>A statement on its way to the vault. Its id is a random version 4: any other version carries a time or an order.</summary>
internal sealed class UnwrittenStatement
{
    public UnwrittenStatement(Guid id, Guid sessionId, Guid? themeId, StatementKind kind, Words words)
    {
        if (!IsRandom(id)) throw new ArgumentException("A statement's id must be a random version 4 UUID.", nameof(id));
        (Id, SessionId, ThemeId, Kind, Words) = (id, sessionId, themeId, kind, words);
    }

    public Guid Id { get; }

    public Guid SessionId { get; }

    public Guid? ThemeId { get; }

    public StatementKind Kind { get; }

    public Words Words { get; }

    /// <summary>Version 4 and the variant of RFC 9562, as PostgreSQL's uuid_extract_version asks.</summary>
    public static bool IsRandom(Guid id) => id.Version == 4 && id.Variant is >= 8 and <= 0xB;

    public override string ToString() => nameof(UnwrittenStatement);
}
