using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Data.Keys;

/// <summary>AES-256-GCM around one value. What it belongs to (table, column, row) is part of the seal: moved elsewhere it does not open.</summary>
public static class Sealing
{
    public const int KeySize = 32;
    private const int NonceSize = 12, TagSize = 16;

    /// <summary>Before a sealed text; what does not begin so was written before there were seals.</summary>
    public const string Mark = "aide1:";

    /// <summary>What a value in the database belongs to: <c>events.outbox|body|…</c>, the row by the parts of its key.</summary>
    public static string PlaceOf(string table, string column, IEnumerable<Guid> key) => $"{table}|{column}|{string.Join('/', key.Select(part => part.ToString("n")))}";

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, string belongsTo)
    {
        byte[] sealed_ = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(sealed_.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(sealed_.AsSpan(0, NonceSize), plain, sealed_.AsSpan(NonceSize + TagSize), sealed_.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(belongsTo));
        return sealed_;
    }

    /// <exception cref="CryptographicException">Another key, another place, or a changed bit.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> sealed_, string belongsTo)
    {
        if (sealed_.Length < NonceSize + TagSize) throw new CryptographicException("Too short to be sealed.");
        byte[] plain = new byte[sealed_.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(sealed_[..NonceSize], sealed_[(NonceSize + TagSize)..], sealed_.Slice(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(belongsTo));
        return plain;
    }

    public static string SealText(byte[] key, string plain, string belongsTo) =>
        Mark + Convert.ToBase64String(Seal(key, Encoding.UTF8.GetBytes(plain), belongsTo));

    public static string OpenText(byte[] key, string sealed_, string belongsTo) =>
        Encoding.UTF8.GetString(Open(key, Convert.FromBase64String(sealed_[Mark.Length..]), belongsTo));
}
