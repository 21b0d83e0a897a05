using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Unattributed.Objections;

/// <summary>An objection on its way to the vault: no author, no time, no order.</summary>
internal sealed class UnwrittenObjection(Guid summaryId, Guid itemId, ObjectionKind kind, Words? words, byte[] tokenSha256, string keyId)
{
    public Guid SummaryId => summaryId;

    public Guid ItemId => itemId;

    public ObjectionKind Kind => kind;

    public Words? Words => words;

    /// <summary>Goes to another table in the same statement, shuffled apart: which objection it paid for is not kept.</summary>
    public SpentToken Token => new(tokenSha256, keyId);

    public override string ToString() => nameof(UnwrittenObjection);
}
