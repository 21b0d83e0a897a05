using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Room.Pool;

/// <summary>A point as a device hands it in. It knows no author, no time and no order.</summary>
internal sealed record HeldPoint(Guid Id, Guid? ThemeId, StatementKind Kind, Words Words)
{
    public override string ToString() => nameof(HeldPoint);
}
