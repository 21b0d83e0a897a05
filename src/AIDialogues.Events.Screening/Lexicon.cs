using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AIDialogues.Events.Screening.Directory;
using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening;

/// <summary>What the browser gets instead of the list of people: salted hashes of folded phrases, eight bytes each, grouped by
/// what they are. Whoever holds it can test a guess, so it goes only to those who may know the list; it cannot be read off.</summary>
public sealed class Lexicon : IPhrases
{
    private const int HashBytes = 8;

    private readonly byte[] salt;
    private readonly Dictionary<ulong, PhraseTraits> byHash;
    private readonly Screener screener;

    private Lexicon(IEnumerable<Participant> people, ReadOnlySpan<byte> salt)
    {
        this.salt = salt.ToArray();
        byHash = [];
        foreach (var (key, traits) in new PhraseIndex(people).All) byHash[Hash(key)] = traits;
        screener = new(new PhraseMatcher(this));
    }

    private Lexicon(byte[] salt, Dictionary<ulong, PhraseTraits> phrases)
    {
        (this.salt, byHash) = (salt, phrases);
        screener = new(new PhraseMatcher(this));
    }

    int IPhrases.MostWords => 12;

    public static Lexicon Of(IEnumerable<Participant> people, ReadOnlySpan<byte> salt) => new(people, salt);

    /// <summary>As <see cref="ToJson"/> wrote it. Without phrases it finds no names, and everything else that <see cref="Points"/> finds.</summary>
    public static Lexicon Read(JsonElement json)
    {
        var phrases = new Dictionary<ulong, PhraseTraits>();
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("phrases", out var groups)) return new([], phrases);
        foreach (var group in groups.EnumerateObject())
        {
            var packed = group.Value.GetBytesFromBase64();
            for (var at = 0; at + HashBytes <= packed.Length; at += HashBytes)
                phrases[BinaryPrimitives.ReadUInt64BigEndian(packed.AsSpan(at))] = (PhraseTraits)int.Parse(group.Name, System.Globalization.CultureInfo.InvariantCulture);
        }

        return new(json.GetProperty("salt").GetBytesFromBase64(), phrases);
    }

    /// <summary>Names and affiliations only, found by hash as the browser finds them.</summary>
    public IReadOnlyList<Finding> Screen(string text) => screener.Phrases(text);

    /// <summary>Everything the browser finds in a point: names and affiliations by hash, attributions and contact data by the word lists.</summary>
    public IReadOnlyList<Finding> Points(string text) => screener.Points(text);

    public string ToJson()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            writer.WriteBase64String("salt", salt);
            writer.WriteNumber("mostWords", 12);
            // Sorted, so that the order of the list says nothing about the order of the people.
            writer.WriteStartObject("phrases");
            foreach (var group in byHash.GroupBy(entry => entry.Value).OrderBy(group => group.Key))
            {
                writer.WriteBase64String(((int)group.Key).ToString(System.Globalization.CultureInfo.InvariantCulture), Packed(group.Select(entry => entry.Key)));
            }
            writer.WriteEndObject();
            writer.WriteString("titles", string.Join(' ', Words.Titles.Order(StringComparer.Ordinal)));
            writer.WriteString("followers", string.Join(' ', Words.Followers.Order(StringComparer.Ordinal)));
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(json.ToArray());
    }

    bool IPhrases.TryFind(ReadOnlySpan<char> key, out PhraseTraits traits) => byHash.TryGetValue(Hash(key), out traits);

    private static byte[] Packed(IEnumerable<ulong> hashes)
    {
        var sorted = hashes.Order().ToArray();
        var bytes = new byte[sorted.Length * HashBytes];
        for (var i = 0; i < sorted.Length; i++) BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * HashBytes), sorted[i]);
        return bytes;
    }

    private ulong Hash(ReadOnlySpan<char> key)
    {
        var bytes = new byte[salt.Length + Encoding.UTF8.GetByteCount(key)];
        salt.CopyTo(bytes, 0);
        Encoding.UTF8.GetBytes(key, bytes.AsSpan(salt.Length));
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(bytes));
    }
}
