using System.Numerics;
using System.Security.Cryptography;

namespace AIDialogues.Events.Testing.Tokens;

/// <summary>The participant's side of RFC 9474, as the browser's module does it: for tests that need no browser.</summary>
public sealed class BlindClient
{
    private const int HashBytes = 48;

    private readonly BigInteger modulus;
    private readonly BigInteger exponent;
    private readonly int saltBytes;

    public BlindClient(byte[] publicKey, int saltBytes = HashBytes)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        (modulus, exponent, this.saltBytes) = (Number(parameters.Modulus!), Number(parameters.Exponent!), saltBytes);
        Length = parameters.Modulus!.Length;
    }

    public int Length { get; }

    public static byte[] Prepare(byte[] message, byte[]? prefix = null) => [.. prefix ?? RandomNumberGenerator.GetBytes(32), .. message];

    /// <param name="back">The inverse that lays the signature open; given only by the vectors.</param>
    public (byte[] Blinded, BigInteger Back) Blind(byte[] message, byte[]? salt = null, BigInteger? back = null)
    {
        var inverse = back ?? Number(RandomNumberGenerator.GetBytes(Length)) % modulus;
        var factor = BigInteger.ModPow(Inverse(inverse), exponent, modulus);
        var encoded = Number(Encode(message, salt ?? RandomNumberGenerator.GetBytes(saltBytes)));
        return (Bytes(encoded * factor % modulus), inverse);
    }

    public byte[] Finalise(byte[] signed, BigInteger back) => Bytes(Number(signed) * back % modulus);

    public static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>EMSA-PSS-ENCODE of RFC 8017, 9.1.1.</summary>
    private byte[] Encode(byte[] message, byte[] salt)
    {
        var bits = (int)modulus.GetBitLength() - 1;
        var length = (bits + 7) / 8;
        var digest = SHA384.HashData([.. new byte[8], .. SHA384.HashData(message), .. salt]);
        byte[] block = [.. new byte[length - salt.Length - HashBytes - 2], 1, .. salt];
        var mask = Mask(digest, block.Length);
        for (var i = 0; i < block.Length; i++) block[i] ^= mask[i];
        block[0] &= (byte)(0xff >> ((8 * length) - bits));
        return [.. block, .. digest, 0xbc];
    }

    private static byte[] Mask(byte[] seed, int length)
    {
        var mask = new List<byte>();
        for (var counter = 0; mask.Count < length; counter++) mask.AddRange(SHA384.HashData([.. seed, 0, 0, (byte)(counter >> 8), (byte)counter]));
        return [.. mask.Take(length)];
    }

    private BigInteger Inverse(BigInteger value)
    {
        var (low, high, one, other) = (value, modulus, BigInteger.One, BigInteger.Zero);
        while (low > 0)
        {
            var times = high / low;
            (low, high, one, other) = (high - (times * low), low, other - (times * one), one);
        }
        return ((other % modulus) + modulus) % modulus;
    }

    private byte[] Bytes(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Length - bytes.Length], .. bytes];
    }
}
