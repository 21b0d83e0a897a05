using System.Text;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>The text of a file: of a workbook its first sheet, else of a text whose encoding nobody names: UTF-8, UTF-16 (with or without its mark), else Windows-1252.</summary>
public static class PeopleFile
{
    public static Result<string> Decode(ReadOnlySpan<byte> bytes)
    {
        if (Workbook.IsOne(bytes)) return Workbook.Read(bytes.ToArray());
        string text = EncodingOf(bytes).GetString(bytes).TrimStart('\uFEFF');
        return IsBinary(text) ? PeopleListRefusals.Unreadable : text;
    }

    /// <summary>A picture, an archive or a spreadsheet in its own format: no list, whatever its letters.</summary>
    public static bool IsBinary(string text) => text.Contains('\0', StringComparison.Ordinal)
        || text.Count(c => c is < ' ' and not ('\t' or '\r' or '\n')) > text.Length / 20;

    private static Encoding EncodingOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode;
        if (Utf16Of(bytes) is { } utf16) return utf16;
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    }

    // Latin text in UTF-16 has every second byte empty.
    private static Encoding? Utf16Of(ReadOnlySpan<byte> bytes)
    {
        int length = Math.Min(bytes.Length, 4096) & ~1, even = 0, odd = 0;
        for (int i = 0; i < length; i += 2)
        {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }

        int many = length / 2 * 6 / 10;
        if (length >= 8 && odd > many && even == 0) return Encoding.Unicode;
        return length >= 8 && even > many && odd == 0 ? Encoding.BigEndianUnicode : null;
    }
}
