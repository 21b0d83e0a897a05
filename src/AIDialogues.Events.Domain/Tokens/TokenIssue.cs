namespace AIDialogues.Events.Domain;

/// <summary>
/// That a person was given tokens for a dialogue, and of which keys; nothing else: no time, nothing that a token could be recognised by.
/// Everybody who consents is offered the same, so it says nothing about who means to write.
/// </summary>
public sealed class TokenIssue
{
    /// <summary>The fewest people holding tokens before Room takes any: k_min of the protocol.</summary>
    public const int FewestHolders = 8;

    private TokenIssue() { }

    public Id<Dialogue> DialogueId { get; private set; }
    public Id<Person> PersonId { get; private set; }

    /// <summary>The keys whose tokens were given: a session that is added later has a key of its own.</summary>
    public IReadOnlyList<IssuedKey> Keys { get; private set; } = [];

    /// <summary>How many sets this person holds beyond the first: lost ones that were replaced at a desk, and those of records that were merged into this one; the sum over a dialogue is shown to everybody.</summary>
    public int Replaced { get; private set; }

    /// <summary>The desk has let this person ask once more.</summary>
    public bool MayAskAgain { get; private set; }

    public static TokenIssue For(Invitation invitation) => new() { DialogueId = invitation.DialogueId, PersonId = invitation.PersonId };

    public bool Has(string keyId) => Keys.Any(k => k.KeyId == keyId);

    /// <summary>Of each key once: the same messages again are the same issue, other ones need the desk. All of a request is taken, or nothing.</summary>
    /// <param name="asked">By key, the hash of the blinded messages.</param>
    public Refusal? Take(IReadOnlyDictionary<string, string> asked)
    {
        bool others = Keys.Any(k => asked.TryGetValue(k.KeyId, out string? sha256) && sha256 != k.MessagesSha256);
        if (others && !MayAskAgain) return TokenRefusals.AlreadyIssued;
        if (others) (MayAskAgain, Replaced) = (false, Replaced + 1);
        Keys = [.. Keys.Where(k => !asked.ContainsKey(k.KeyId)), .. asked.Select(a => new IssuedKey(a.Key, a.Value))];
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

/// <summary>A key whose tokens a person was given.</summary>
/// <param name="MessagesSha256">In hexadecimals, the hash of the blinded messages, so that a request sent again after a lost answer is answered again.
/// Blinded messages are chance to whoever has the tokens, so nothing follows from it.</param>
public sealed record IssuedKey(string KeyId, string MessagesSha256);

public static class TokenRefusals
{
    public static readonly Refusal NotTakingPart = new("tokens-not-taking-part");
    public static readonly Refusal AlreadyIssued = new("tokens-already-issued");
    public static readonly Refusal AlreadyReplaced = new("tokens-already-replaced");
    public static readonly Refusal NeverIssued = new("tokens-never-issued");
    public static readonly Refusal Closed = new("tokens-closed");
    public static readonly Refusal Malformed = new("tokens-malformed");

    /// <summary>The private halves were destroyed, or were not where a database was restored.</summary>
    public static readonly Refusal KeysGone = new("tokens-keys-gone");

    /// <summary>The desk gives a second set to whoever stands before it.</summary>
    public static readonly Refusal NotHere = new("tokens-not-here");
}
