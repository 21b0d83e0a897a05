using System.Security.Cryptography;

namespace AIDialogues.Events.Unattributed.Tokens;

/// <summary>
/// A token as its holder shows it: a prepared message (32 random bytes of prefix, 32 of the token's own) and the signature that was
/// made without seeing it (RFC 9474, RSABSSA-SHA384-PSS-Randomized). Nothing of it was ever known to whoever signed.
/// </summary>
public sealed class BlindToken
{
    public const int MessageBytes = 64;

    private readonly byte[] message;
    private readonly byte[] signature;

    public BlindToken(byte[] message, byte[] signature)
    {
        if (message.Length != MessageBytes) throw new ArgumentException("A token's message has 64 bytes.", nameof(message));
        (this.message, this.signature, Sha256) = (message, signature, SHA256.HashData(message));
    }

    /// <summary>What is kept of a token once it is spent.</summary>
    public byte[] Sha256 { get; }

    /// <summary>Whether the key signed it. A public key is enough, so who verifies can neither make a token nor recognise one.</summary>
    public bool IsSignedBy(TokenKey key)
    {
        if (signature.Length != key.SignatureBytes) return false;
        using var rsa = key.Open();
        return rsa.VerifyData(message, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
    }

    public override string ToString() => nameof(BlindToken);
}
