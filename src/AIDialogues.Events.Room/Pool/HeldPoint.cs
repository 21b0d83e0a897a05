using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Room.Pool;

/// <summary>A point as a device hands it in. It knows no author, no time and no order.</summary>
internal sealed record HeldPoint(Guid Id, Guid? ThemeId, StatementKind Kind, Words Words)
{
    /// <summary>The token a participant paid with; null for a rapporteur's point.</summary>
    public SpentToken? Token { get; init; }

    /// <summary>A participant's own.</summary>
    public bool IsOwn => Token is not null;

    /// <summary>From when on it is written however little waits with it: once its token's time is over, no more can come.</summary>
    public DateTimeOffset LastTime { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>It came again to a session that is closed, from a device that was told it is held: no close is its end, or each one that comes so would be written alone.</summary>
    public bool CameAgain { get; init; }

    /// <summary>How many people of the dialogue had a second set of tokens when it came.</summary>
    public int Replaced { get; init; }

    /// <summary>A rapporteur has read these words and found that they name nobody.</summary>
    public bool Swept { get; init; }

    /// <summary>It may name somebody, and nobody has swept it: it is stored, and not put on a wall.</summary>
    public bool HeldBack { get; init; }

    public override string ToString() => nameof(HeldPoint);
}
