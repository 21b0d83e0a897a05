namespace AIDialogues.Events.Domain;

/// <summary>
/// A report that a letter did not reach its reader. Of the report only its status code is kept, never its words: a bounce may carry our
/// letter and somebody's mailbox with it. One row for each envelope, whoever sends the report however often.
/// </summary>
public sealed class Bounce
{
    private Bounce() { }

    public Id<Bounce> Id { get; private set; } = Id<Bounce>.New();
    public Id<Letter> LetterId { get; private set; }
    public Guid ReturnId { get; private set; }
    public BounceKind Kind { get; private set; }

    /// <summary>The enhanced status code of RFC 3463, such as 5.1.1.</summary>
    public string Status { get; private set; } = "";
    public DateTimeOffset ReadAt { get; private set; }

    public static Bounce Of(Letter letter, BounceKind kind, string status, DateTimeOffset now) =>
        new() { LetterId = letter.Id, ReturnId = letter.ReturnId, Kind = kind, Status = status, ReadAt = now };

    /// <summary>A later report: "never" outweighs "not yet", in whatever order they come.</summary>
    public void Add(BounceKind kind, string status)
    {
        if (Kind == BounceKind.Soft && kind == BounceKind.Hard) (Kind, Status) = (kind, status);
    }
}

public enum BounceKind
{
    /// <summary>Delayed, full, or refused for a reason that says nothing about the address.</summary>
    Soft,

    /// <summary>The address takes no letters.</summary>
    Hard,
}
