using System.Security.Cryptography;

namespace AIDialogues.Events.Unattributed.Tokens;

/// <summary>The public half of a key that signs tokens. Its id is the hash of the key itself, so a key cannot pass for another.</summary>
public sealed class TokenKey
{
    public const int Bits = 2048;

    private readonly byte[] publicKey;

    /// <param name="sessionId">The session points may be written to; null for a key of objections.</param>
    /// <param name="publicKey">DER, SubjectPublicKeyInfo.</param>
    public TokenKey(Guid dialogueId, Guid? sessionId, TokenPurpose purpose, byte[] publicKey, DateTimeOffset closesAt)
    {
        (DialogueId, SessionId, Purpose, ClosesAt) = (dialogueId, sessionId, purpose, closesAt);
        (this.publicKey, Id) = (publicKey, IdOf(publicKey));
        using var rsa = Open();
        SignatureBytes = rsa.KeySize / 8;
    }

    /// <summary>SHA-256 of the public key, in lower-case hexadecimals.</summary>
    public string Id { get; }

    public Guid DialogueId { get; }

    public Guid? SessionId { get; }

    public TokenPurpose Purpose { get; }

    /// <summary>When a token of this key is no longer taken.</summary>
    public DateTimeOffset ClosesAt { get; }

    public ReadOnlyMemory<byte> PublicKey => publicKey;

    internal int SignatureBytes { get; }

    public static string IdOf(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey));

    internal RSA Open()
    {
        var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
        return rsa;
    }
}

/// <summary>What a token lets its holder do. Stored as its lower-case name.</summary>
public enum TokenPurpose
{
    Point,
    Objection,
}

public static class TokenPurposes
{
    public static string Stored(this TokenPurpose purpose) => purpose == TokenPurpose.Point ? "point" : "objection";

    public static TokenPurpose Read(string stored) => stored switch
    {
        "point" => TokenPurpose.Point,
        "objection" => TokenPurpose.Objection,
        _ => throw new InvalidOperationException("A key has a purpose this version does not know."),
    };
}
