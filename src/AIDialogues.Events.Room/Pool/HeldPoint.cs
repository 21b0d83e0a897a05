using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Room.Pool;

/// <summary>A point as a device hands it in. It knows no author, no time and no order.</summary>
internal sealed record HeldPoint(Guid Id, Guid? ThemeId, StatementKind Kind, Words Words)
{
    /// <summary>The token a participant paid with; null for a rapporteur's point.</summary>
    public SpentToken? Token { get; init; }

    /// <summary>How many people of the dialogue had a second set of tokens when it came.</summary>
    public int Replaced { get; init; }

    public override string ToString() => nameof(HeldPoint);
}
