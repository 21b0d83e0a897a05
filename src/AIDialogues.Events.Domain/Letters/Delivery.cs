using System.Text.RegularExpressions;

namespace AIDialogues.Events.Domain;

/// <summary>
/// How one attempt to hand over a letter ended: a line for each, so that nobody has to guess what happened when. Of the mail server's
/// answer only the codes; its words stand with the letter, sealed, and go with it.
/// </summary>
public sealed partial class Delivery
{
    private Delivery() { }

    public Id<Delivery> Id { get; private set; } = Id<Delivery>.New();
    public Id<Letter> LetterId { get; private set; }

    /// <summary>The claim it was made under.</summary>
    public int Fence { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>What the letter became by it.</summary>
    public LetterState Outcome { get; private set; }

    /// <summary>Such as "451 4.7.1"; empty when the server did not answer.</summary>
    public string Status { get; private set; } = "";

    public static Delivery Of(Letter letter, DateTimeOffset now) => new()
    {
        LetterId = letter.Id,
        Fence = letter.Fence,
        At = now,
        Outcome = letter.State,
        Status = Codes().Match(letter.ServerReply).Value,
    };

    [GeneratedRegex(@"^[245]\d\d( [245]\.\d{1,3}\.\d{1,3})?|^[245]\.\d{1,3}\.\d{1,3}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Codes();
}
