using System.IO.Compression;

namespace AIDialogues.Events.Web.Uploads;

/// <summary>
/// Looks how large the compressed parts of a PDF become before anything reads them: a small file may hold a very large one. What the reader
/// unpacks later, by whatever filters, <see cref="MeasuredFilters"/> counts; this is for what it unpacks before it asks anybody.
/// </summary>
internal static class Inflation
{
    public const long MostOfOne = 64L * 1024 * 1024, MostOfAll = 512L * 1024 * 1024;

    /// <summary>Deflated again and again a file may hide how large it is; nobody does so in earnest.</summary>
    private const int MostLayers = 8;

    public static bool IsBomb(byte[] file)
    {
        long all = 0;
        for (int at = file.AsSpan().IndexOf("stream"u8); at >= 0 && at < file.Length;)
        {
            int from = at + "stream"u8.Length;
            while (from < file.Length && file[from] is (byte)'\r' or (byte)'\n') from++;
            long length = 1;
            for (int layers = 1; layers <= MostLayers && length > 0; layers++)
            {
                length = Length(new ArraySegment<byte>(file, from, file.Length - from), layers);
                all += length;
                if (length > MostOfOne || all > MostOfAll) return true;
            }

            int next = file.AsSpan(from).IndexOf("stream"u8);
            at = next < 0 ? -1 : from + next;
        }

        return false;
    }

    /// <summary>How many bytes it becomes, or somewhat more than may be; nothing unpacked is kept.</summary>
    /// <param name="layers">How often it is unpacked.</param>
    public static long Length(ArraySegment<byte> packed, int layers = 1)
    {
        long length = 0;
        byte[] buffer = new byte[64 * 1024];
        Stream stream = new MemoryStream(packed.Array!, packed.Offset, packed.Count, writable: false);
        try
        {
            for (int layer = 0; layer < layers; layer++)
            {
                // The head of zlib's format, which the reader skips unread: whatever it says, what follows is unpacked.
                _ = stream.ReadByte();
                _ = stream.ReadByte();
                stream = new DeflateStream(stream, CompressionMode.Decompress);
            }

            for (int read; length <= MostOfOne && (read = stream.Read(buffer)) > 0;) length += read;
        }
        catch (InvalidDataException)
        {
            // Not compressed after all, or broken: what came before that is what the reader salvages.
        }
        finally
        {
            stream.Dispose();
        }

        return length;
    }
}
