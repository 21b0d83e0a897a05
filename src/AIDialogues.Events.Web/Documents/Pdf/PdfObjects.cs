using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Web.Documents.Pdf;

/// <summary>The numbered objects of a PDF file (ISO 32000-1), written in one go. The file's identifier is made of its content: the same text gives the same file.</summary>
internal sealed class PdfObjects
{
    private readonly List<byte[]?> _objects = [];

    /// <summary>A number for an object that is written later.</summary>
    public int Reserve()
    {
        _objects.Add(null);
        return _objects.Count;
    }

    public int Add(string content)
    {
        int number = Reserve();
        Set(number, content);
        return number;
    }

    public void Set(int number, string content) => _objects[number - 1] = Encoding.Latin1.GetBytes(content);

    public int AddStream(ReadOnlySpan<byte> content, string entries = "", bool compressed = true)
    {
        byte[] data = compressed ? Compressed(content) : content.ToArray();
        string head = $"<< /Length {data.Length}{(compressed ? " /Filter /FlateDecode" : "")} {entries} >>\nstream\n";
        _objects.Add([.. Encoding.Latin1.GetBytes(head), .. data, .. "\nendstream"u8]);
        return _objects.Count;
    }

    public byte[] File(int root)
    {
        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n%\u00e2\u00e3\n"u8);
        long[] places = new long[_objects.Count];
        for (int i = 0; i < _objects.Count; i++)
        {
            places[i] = file.Length;
            file.Write(Encoding.ASCII.GetBytes($"{i + 1} 0 obj\n"));
            file.Write(_objects[i] ?? throw new InvalidOperationException($"Object {i + 1} was reserved and never written."));
            file.Write("\nendobj\n"u8);
        }

        long table = file.Length;
        string id = Convert.ToHexString(SHA256.HashData(file.GetBuffer().AsSpan(0, (int)file.Length)).AsSpan(0, 16));
        var end = new StringBuilder($"xref\n0 {_objects.Count + 1}\n0000000000 65535 f \n");
        foreach (long place in places) _ = end.Append(place.ToString("D10", CultureInfo.InvariantCulture)).Append(" 00000 n \n");
        _ = end.Append($"trailer\n<< /Size {_objects.Count + 1} /Root {root} 0 R /ID [<{id}> <{id}>] >>\nstartxref\n{table}\n%%EOF\n");
        file.Write(Encoding.ASCII.GetBytes(end.ToString()));
        return file.ToArray();
    }

    /// <summary>A text string in UTF-16, as readers show it.</summary>
    public static string Text(string text) => "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text)) + ">";

    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static byte[] Compressed(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(content);
        return packed.ToArray();
    }
}
