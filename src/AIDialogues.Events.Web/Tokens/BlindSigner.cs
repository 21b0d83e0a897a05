using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace AIDialogues.Events.Web.Tokens;

/// <summary>
/// BlindSign of RFC 9474: the raw private operation on a message that the signer cannot read. The engine hides the secret exponent behind
/// a random factor, and what it gives is checked with the public key before it leaves, because one faulty signature would give the key away.
/// </summary>
internal sealed class BlindSigner
{
    private readonly RsaPrivateCrtKeyParameters _key;

    /// <param name="pkcs8">Converted once: each conversion checks the modulus again, which takes longer than a signature.</param>
    public BlindSigner(byte[] pkcs8) => _key = (RsaPrivateCrtKeyParameters)PrivateKeyFactory.CreateKey(pkcs8);

    public int Length => (_key.Modulus.BitLength + 7) / 8;

    /// <summary>Null when this is no blinded message for the key: of another length, not smaller than the modulus, or one that signs itself.</summary>
    public byte[]? Sign(byte[] blinded)
    {
        if (blinded.Length != Length) return null;
        var message = new Org.BouncyCastle.Math.BigInteger(1, blinded);
        if (message.BitLength < 2 || message.CompareTo(_key.Modulus.Subtract(Org.BouncyCastle.Math.BigInteger.One)) >= 0) return null;
        var engine = new RsaBlindedEngine();
        engine.Init(forEncryption: true, _key);
        var signature = new Org.BouncyCastle.Math.BigInteger(1, engine.ProcessBlock(blinded, 0, blinded.Length));
        if (!signature.ModPow(_key.PublicExponent, _key.Modulus).Equals(message))
            throw new CryptographicException("A blind signature came out wrong and was kept back.");
        return Padded(signature.ToByteArrayUnsigned());
    }

    private byte[] Padded(byte[] number)
    {
        byte[] padded = new byte[Length];
        number.CopyTo(padded, padded.Length - number.Length);
        return padded;
    }
}
