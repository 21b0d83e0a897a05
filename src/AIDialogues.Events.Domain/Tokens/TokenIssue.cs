namespace AIDialogues.Events.Domain;

/// <summary>
/// That a person was given tokens for a dialogue, and nothing else: no time, no number, nothing that a token could be recognised by.
/// Everybody who consents gets the same, so it says nothing about who means to write.
/// </summary>
public sealed class TokenIssue
{
    private TokenIssue() { }

    public Id<Dialogue> DialogueId { get; private set; }
    public Id<Person> PersonId { get; private set; }

    /// <summary>
    /// The hash of the blinded messages, so that a request sent again after a lost answer is answered again. Blinded messages are
    /// chance to whoever has the tokens, so nothing follows from it.
    /// </summary>
    public byte[] RequestSha256 { get; private set; } = [];

    /// <summary>How often a lost set was replaced at a desk; the sum over a dialogue is shown to everybody.</summary>
    public int Replaced { get; private set; }

    /// <summary>The desk has let this person ask once more.</summary>
    public bool MayAskAgain { get; private set; }

    public static TokenIssue For(Invitation invitation, byte[] requestSha256) =>
        new() { DialogueId = invitation.DialogueId, PersonId = invitation.PersonId, RequestSha256 = requestSha256 };

    /// <summary>The same request again is the same issue; another one needs the desk.</summary>
    public Refusal? TakeAgain(byte[] requestSha256)
    {
        if (RequestSha256.AsSpan().SequenceEqual(requestSha256)) return null;
        if (!MayAskAgain) return TokenRefusals.AlreadyIssued;
        (RequestSha256, MayAskAgain, Replaced) = (requestSha256, false, Replaced + 1);
        return null;
    }

    /// <summary>A desk replaces a lost set, once.</summary>
    public Refusal? Replace()
    {
        if (Replaced > 0 || MayAskAgain) return TokenRefusals.AlreadyReplaced;
        MayAskAgain = true;
        return null;
    }
}

public static class TokenRefusals
{
    public static readonly Refusal NotTakingPart = new("tokens-not-taking-part");
    public static readonly Refusal AlreadyIssued = new("tokens-already-issued");
    public static readonly Refusal AlreadyReplaced = new("tokens-already-replaced");
    public static readonly Refusal NeverIssued = new("tokens-never-issued");
    public static readonly Refusal Closed = new("tokens-closed");
    public static readonly Refusal Malformed = new("tokens-malformed");
}
