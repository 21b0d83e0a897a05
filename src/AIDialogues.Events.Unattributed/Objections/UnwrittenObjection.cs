using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Unattributed.Objections;

/// <summary>
/// An objection on its way to the vault: no author, no time, no order. Its id is its own from the beginning, a random version 4, so that writing it
/// twice changes nothing.
/// </summary>
internal sealed class UnwrittenObjection
{
    private readonly byte[] tokenSha256;
    private readonly string keyId;

    public UnwrittenObjection(Guid id, Guid summaryId, Guid itemId, ObjectionKind kind, Words? words, byte[] tokenSha256, string keyId)
    {
        if (!UnwrittenStatement.IsRandom(id)) throw new ArgumentException("An objection's id must be a random version 4 UUID.", nameof(id));
        (Id, SummaryId, ItemId, Kind, Words) = (id, summaryId, itemId, kind, words);
        (this.tokenSha256, this.keyId) = (tokenSha256, keyId);
    }

    public Guid Id { get; }

    public Guid SummaryId { get; }

    public Guid ItemId { get; }

    public ObjectionKind Kind { get; }

    public Words? Words { get; }

    /// <summary>Goes to another table in the same statement, shuffled apart: which objection it paid for is not kept.</summary>
    public SpentToken Token => new(tokenSha256, keyId);

    public override string ToString() => nameof(UnwrittenObjection);
}
