using System.IO.Compression;

namespace AIDialogues.Events.Web.Uploads;

/// <summary>Looks how large the compressed parts of a PDF become before anything else reads them: a small file may hold a very large one.</summary>
internal static class Inflation
{
    private const long MostOfOne = 64L * 1024 * 1024, MostOfAll = 512L * 1024 * 1024;

    public static bool IsBomb(byte[] file)
    {
        long all = 0;
        byte[] buffer = new byte[64 * 1024];
        for (int at = file.AsSpan().IndexOf("stream"u8); at >= 0 && at < file.Length;)
        {
            int from = at + "stream"u8.Length;
            while (from < file.Length && file[from] is (byte)'\r' or (byte)'\n') from++;
            // zlib's first byte: deflate, a window of 32 kB at most.
            if (from + 2 < file.Length && (file[from] & 0x0F) == 8 && ((file[from] << 8) + file[from + 1]) % 31 == 0)
            {
                long one = Length(file, from, buffer);
                all += one;
                if (one > MostOfOne || all > MostOfAll) return true;
            }

            int next = file.AsSpan(from).IndexOf("stream"u8);
            at = next < 0 ? -1 : from + next;
        }

        return false;
    }

    private static long Length(byte[] file, int from, byte[] buffer)
    {
        long length = 0;
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(file, from, file.Length - from, writable: false), CompressionMode.Decompress);
            for (int read; length <= MostOfOne && (read = zlib.Read(buffer)) > 0;) length += read;
        }
        catch (InvalidDataException)
        {
            // Not compressed after all, or broken: the reader will say so.
        }

        return length;
    }
}
