using System.Buffers.Binary;

namespace AIDialogues.Events.Web.Uploads;

/// <summary>
/// Takes out of a JPEG (ITU-T T.81) what tells of its making: Exif with place and camera, XMP, comments, small previews, and whatever stands
/// behind its end, where cameras put a second picture with the same. What decides its colours stays.
/// </summary>
internal static class JpegSegments
{
    private const byte Mark = 0xFF, StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, FirstRestart = 0xD0, LastRestart = 0xD7, Comment = 0xFE;
    private const byte FirstApplication = 0xE0, ColourProfile = 0xE2, Adobe = 0xEE, LastApplication = 0xEF;

    /// <exception cref="InvalidDataException">It is no JPEG: what it is nobody can clean.</exception>
    public static byte[] WithoutMetadata(ReadOnlySpan<byte> jpeg)
    {
        if (jpeg.Length < 4 || jpeg[0] != Mark || jpeg[1] != StartOfImage) throw new InvalidDataException("No JPEG.");
        using var kept = new MemoryStream(jpeg.Length);
        kept.Write(jpeg[..2]);
        int at = 2;
        while (at + 4 <= jpeg.Length && jpeg[at + 1] != EndOfImage)
        {
            if (jpeg[at] != Mark) throw new InvalidDataException("A segment without its mark.");
            // Marks may be filled up with more of their first byte.
            if (jpeg[at + 1] == Mark)
            {
                at++;
                continue;
            }

            var segment = jpeg.Slice(at, Math.Min(2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]), jpeg.Length - at));
            if (!IsMetadata(segment)) kept.Write(segment);
            at += segment.Length;
            if (segment[1] != StartOfScan) continue;
            int end = at + ScanLength(jpeg[at..]);
            kept.Write(jpeg[at..end]);
            at = end;
        }

        kept.Write([Mark, EndOfImage]);
        return kept.ToArray();
    }

    /// <summary>Up to the next mark: inside a scan its first byte is followed by a zero or numbers a restart.</summary>
    private static int ScanLength(ReadOnlySpan<byte> rest)
    {
        for (int at = 0; at + 1 < rest.Length; at++)
            if (rest[at] == Mark && rest[at + 1] is not (0 or Mark or (>= FirstRestart and <= LastRestart))) return at;
        return rest.Length;
    }

    private static bool IsMetadata(ReadOnlySpan<byte> segment) => segment[1] switch
    {
        Comment => true,
        FirstApplication => !segment[4..].StartsWith("JFIF\0"u8),
        ColourProfile => !segment[4..].StartsWith("ICC_PROFILE\0"u8),
        Adobe => !segment[4..].StartsWith("Adobe"u8),
        > FirstApplication and <= LastApplication => true,
        _ => false,
    };
}
