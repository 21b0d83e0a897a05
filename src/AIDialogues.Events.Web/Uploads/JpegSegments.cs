using System.Buffers.Binary;

namespace AIDialogues.Events.Web.Uploads;

/// <summary>Takes out of a JPEG (ITU-T T.81) what tells of its making: Exif with place and camera, XMP, comments. What decides its colours stays.</summary>
internal static class JpegSegments
{
    private const byte Mark = 0xFF, StartOfScan = 0xDA, Comment = 0xFE, FirstApplication = 0xE0, ColourProfile = 0xE2, LastApplication = 0xEF, Adobe = 0xEE;

    public static byte[] WithoutMetadata(byte[] jpeg)
    {
        if (jpeg.Length < 4 || jpeg[0] != Mark || jpeg[1] != 0xD8) return jpeg;
        using var kept = new MemoryStream(jpeg.Length);
        kept.Write(jpeg, 0, 2);
        int at = 2;
        while (at + 4 <= jpeg.Length && jpeg[at] == Mark && jpeg[at + 1] != StartOfScan)
        {
            int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
            if (at + length > jpeg.Length) break;
            if (!IsMetadata(jpeg[at + 1])) kept.Write(jpeg, at, length);
            at += length;
        }

        kept.Write(jpeg, at, jpeg.Length - at);
        return kept.ToArray();
    }

    private static bool IsMetadata(byte kind) => kind == Comment || (kind is > FirstApplication and <= LastApplication and not (Adobe or ColourProfile));
}
