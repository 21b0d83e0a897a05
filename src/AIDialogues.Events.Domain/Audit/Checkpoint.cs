using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>
/// What the chain was at one moment, signed: where it comes from, how many entries, the hash of the last. In the form of a signed note
/// (C2SP), so that other programs can check it. Kept away from the database, it shows what was cut off or written anew behind it.
/// </summary>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    private const string Dash = "\u2014";

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    public string Sign(ECDsa key)
    {
        byte[] signature = key.SignData(Encoding.UTF8.GetBytes(Text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return $"{Text}\n{Dash} {Origin} {Convert.ToBase64String([.. KeyId(key), .. signature])}\n";
    }

    /// <summary>Null when it is not a note of ours or its signature does not hold.</summary>
    public static Checkpoint? Open(string note, ECDsa key)
    {
        string[] lines = note.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (lines is not [var origin, var size, var root, "", var signed]
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            || signed.Split(' ') is not [Dash, var name, var encoded] || name != origin) return null;
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        byte[] signature = new byte[200];
        if (!Convert.TryFromBase64String(root, hash, out int rootLength) || rootLength != hash.Length
            || !Convert.TryFromBase64String(encoded, signature, out int length) || length < 5
            || !signature.AsSpan(0, 4).SequenceEqual(KeyId(key))) return null;
        var checkpoint = new Checkpoint(origin, count, hash);
        return key.VerifyData(Encoding.UTF8.GetBytes(checkpoint.Text), signature.AsSpan(4, length - 4), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            ? checkpoint : null;
    }

    /// <summary>The first four bytes of the hash of the public key, as notes with ECDSA keys have it.</summary>
    private static byte[] KeyId(ECDsa key) => SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..4];
}
