namespace AIDialogues.Events.Domain;

/// <summary>
/// A person is to be forgotten. It waits three days, which the organiser sees and in which the person may change their mind; then it is
/// done and cannot be undone. The receipt shows its progress without naming anybody.
/// </summary>
public sealed class PlannedErasure
{
    public static readonly TimeSpan Delay = TimeSpan.FromDays(3);

    private PlannedErasure() { }

    public Id<PlannedErasure> Id { get; private set; } = Id<PlannedErasure>.New();
    public Id<Person> PersonId { get; private set; }
    public ErasureCause Cause { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public DateTimeOffset? CancelledAt { get; private set; }
    public DateTimeOffset? DoneAt { get; private set; }
    public byte[] ReceiptSha256 { get; private set; } = [];

    public bool IsWaiting => CancelledAt is null && DoneAt is null;

    /// <returns>The erasure and its receipt, which is shown this once.</returns>
    public static (PlannedErasure Erasure, string Receipt) Of(Id<Person> person, ErasureCause cause, DateTimeOffset now)
    {
        string receipt = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        return (new() { PersonId = person, Cause = cause, AskedAt = now, DueAt = now + Delay, ReceiptSha256 = HashOf(receipt) }, receipt);
    }

    public static byte[] HashOf(string receipt) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(receipt));

    public Refusal? Cancel(DateTimeOffset now)
    {
        if (!IsWaiting) return DataRequestRefusals.NoErasureWaiting;
        CancelledAt = now;
        return null;
    }

    public void Done(DateTimeOffset now) => DoneAt ??= now;
}

public enum ErasureCause
{
    Person,
    Organiser,

    /// <summary>The time for which the data may be kept is over.</summary>
    Retention,
}
