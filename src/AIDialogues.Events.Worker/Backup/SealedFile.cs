using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Worker.Backup;

/// <summary>
/// A file that only its key opens: AES-256-GCM in pieces of 64 KiB, numbered, the last one marked, so that no piece can be changed, moved, left
/// out or cut off. A fresh key for each file comes from the one kept (HKDF with a random salt), so a nonce is never used twice.
/// </summary>
internal static class SealedFile
{
    public const int Piece = 64 * 1024;
    public const int TagSize = 16;
    private const int SaltSize = 32;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("AIDE-BACKUP-1\n");

    public static Stream Create(Stream file, byte[] key)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltSize);
        file.Write(Magic);
        file.Write(salt);
        return new SealingStream(file, KeyOf(key, salt));
    }

    /// <exception cref="BackupException">It is no backup of ours.</exception>
    public static Stream Open(Stream file, byte[] key)
    {
        byte[] head = new byte[Magic.Length + SaltSize];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new BackupException("This file is no backup of this product.");
        return new OpeningStream(file, KeyOf(key, head[Magic.Length..]));
    }

    public static byte[] NonceOf(long piece, bool last)
    {
        byte[] nonce = new byte[12];
        nonce[0] = last ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(4), piece);
        return nonce;
    }

    private static AesGcm KeyOf(byte[] key, byte[] salt) => new(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, salt, Magic), TagSize);
}

/// <summary>A backup that cannot be made, read or restored; its message is the one sentence shown.</summary>
internal sealed class BackupException(string sentence, Exception? because = null) : Exception(sentence, because);
