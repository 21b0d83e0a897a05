namespace AIDialogues.Events.Domain;

/// <summary>How one attempt to hand over a letter ended: a line for each, never changed, so that nobody has to guess what happened when.</summary>
public sealed class Delivery
{
    private Delivery() { }

    public Id<Delivery> Id { get; private set; } = Id<Delivery>.New();
    public Id<Letter> LetterId { get; private set; }

    /// <summary>The claim it was made under.</summary>
    public int Fence { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>What the letter became by it.</summary>
    public LetterState Outcome { get; private set; }
    public string ServerReply { get; private set; } = "";

    public static Delivery Of(Letter letter, DateTimeOffset now) => new()
    {
        LetterId = letter.Id,
        Fence = letter.Fence,
        At = now,
        Outcome = letter.State,
        ServerReply = letter.ServerReply,
    };
}
