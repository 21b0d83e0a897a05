using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Uploads;
using SkiaSharp;
using UglyToad.PdfPig;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Publishing;

/// <summary>What is served was made anew: the words and the picture are there, the history is not.</summary>
public sealed class Taking_in_uploads
{
    [Fact]
    public void Case_51_A_PDF_keeps_its_words_and_loses_who_made_it()
    {
        byte[] upload = Pdfs.WithEverything("Water belongs to everybody");
        Assert.Equal(14, Count(upload, "canary"));

        var clean = Value(PdfUpload.Read(upload));

        Assert.Equal(0, Count(clean.Content, "canary"));
        Assert.Equal("Water belongs to everybody", clean.Words);
        using var document = PdfDocument.Open(clean.Content);
        Assert.Equal("Water belongs to everybody", string.Join(' ', document.GetPage(1).GetWords().Select(w => w.Text)));
        Assert.Equal(1, Count(clean.Content, "https://meridien.test/"));
    }

    [Fact]
    public void Case_51_A_PDF_loses_the_page_as_it_was_before()
    {
        byte[] upload = Pdfs.WithAnOlderVersion("Newer words");
        Assert.Equal(1, Count(upload, "canary older words"));

        var clean = Value(PdfUpload.Read(upload));

        Assert.Equal("Newer words", clean.Words);
        Assert.Equal(0, Count(clean.Content, "canary"));
    }

    [Fact]
    public void Case_51_A_photograph_loses_its_place_and_camera()
    {
        byte[] jpeg = WithExif(Picture(SKEncodedImageFormat.Jpeg, 40, 20), "canary-gps canary-camera");
        Assert.Equal(2, Count(jpeg, "canary"));

        byte[] png = Value(PictureUpload.Read(jpeg, widest: 1600));

        Assert.Equal(0, Count(png, "canary"));
        Assert.All(Chunks(png), chunk => Assert.Contains(chunk, (string[])["IHDR", "IDAT", "IEND", "sRGB", "gAMA", "cHRM", "sBIT"]));
        using var picture = SKBitmap.Decode(png);
        Assert.Equal((40, 20), (picture.Width, picture.Height));
    }

    [Fact]
    public void A_photograph_inside_a_PDF_loses_its_place_too()
    {
        byte[] jpeg = WithExif(Picture(SKEncodedImageFormat.Jpeg, 40, 20), "canary-gps");

        Assert.Equal(0, Count(JpegSegments.WithoutMetadata(jpeg), "canary"));
        using var picture = SKBitmap.Decode(JpegSegments.WithoutMetadata(jpeg));
        Assert.Equal(40, picture.Width);
    }

    /// <summary>However the photograph is wrapped, and wherever in the file it says how; the second one behind its end, as telephones put it, goes with the first one's metadata.</summary>
    [Theory]
    [InlineData("/Filter /DCTDecode", "plain")]
    [InlineData("/Filter [/DCTDecode] /DecodeParms [<< /ColorTransform 1 >>]", "plain")]
    [InlineData("/Filter [/ASCIIHexDecode /DCTDecode]", "hex")]
    [InlineData("/Filter 6 0 R", "hex")]
    [InlineData("/Filter [/FlateDecode /DCTDecode] /DecodeParms [null << /ColorTransform 1 >>]", "deflated")]
    public void Case_51_A_photograph_in_a_PDF_loses_its_place_however_it_is_wrapped(string filter, string wrapped)
    {
        byte[] taken = WithExif(Picture(SKEncodedImageFormat.Jpeg, 40, 20), "canary-gps");
        byte[] mark = [0xFF, 0xE2, 0, 16, .. "MPF\0canary-mpf"u8];
        byte[] jpeg = [.. taken[..2], .. mark, .. taken[2..], .. WithExif(Picture(SKEncodedImageFormat.Jpeg, 8, 8), "canary-second")];
        Assert.Equal(3, Count(jpeg, "canary"));
        string data = wrapped switch { "hex" => Convert.ToHexString(jpeg) + ">", "deflated" => Encoding.Latin1.GetString(Deflated(jpeg)), _ => Encoding.Latin1.GetString(jpeg) };
        byte[] pdf = Pdfs.File(
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >>",
            "<< /Length 25 >>\nstream\nq 40 0 0 20 0 0 cm /P Do Q\nendstream",
            $"<< /Type /XObject /Subtype /Image /Width 40 /Height 20 /BitsPerComponent 8 /ColorSpace /DeviceRGB {filter} /Length {data.Length} >>\nstream\n{data}\nendstream", "[/ASCIIHexDecode /DCTDecode]",
        ], "");

        var clean = Value(PdfUpload.Read(pdf));

        using var document = PdfDocument.Open(clean.Content);
        byte[] kept = document.GetPage(1).GetImages().Single().RawMemory.ToArray();
        Assert.Equal((0, 0), (Count(clean.Content, "canary"), Count(kept, "canary")));
        Assert.Equal(1, Count(clean.Content, "/Filter /DCTDecode"));
        using var picture = SKBitmap.Decode(kept);
        Assert.Equal((40, 20), (picture.Width, picture.Height));
    }

    [Fact]
    public void Case_51_What_calls_itself_a_photograph_and_is_none_is_refused()
    {
        byte[] pdf = Page("<< /Length 11 /Filter /DCTDecode >>\nstream\ncanary-data\nendstream");

        Assert.True(PdfUpload.Read(pdf).Refused(out var refusal, out _));
        Assert.Equal(PublicationRefusals.FileNotReadable, refusal);
    }

    /// <summary>In a page, a form it draws, a pattern and a letter of a font; packed or not, with names written out, in short, or in codes.</summary>
    [Theory]
    [InlineData("page", "/W 8 /H 8 /BPC 8 /CS /RGB /F /DCT")]
    [InlineData("page", "/Width 8 /Height 8 /Filter [/AHx /DCTDecode] ", "packed")]
    [InlineData("form", "/W 8 /H 8 /F /D#43T")]
    [InlineData("form", "/W 8/H 8/F[/AHx/DCT]", "packed")]
    [InlineData("letter", "/W 8 /H 8 /F /DCT", "packed")]
    public void Case_51_A_photograph_in_the_drawing_of_a_page_is_refused_in_words(string where, string head, string packed = "plain")
    {
        byte[] jpeg = WithExif(Picture(SKEncodedImageFormat.Jpeg, 8, 8), "canary-gps");
        string drawing = $"q 8 0 0 8 0 0 cm BI {head} ID {(head.Contains("AHx", StringComparison.Ordinal) ? Convert.ToHexString(jpeg) + ">" : Encoding.Latin1.GetString(jpeg))} EI Q";
        const string other = "q 8 0 0 8 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G /F /AHx ID 7F> EI Q BT /F1 12 Tf 72 700 Td (BI and ID are no picture) Tj ET";

        Assert.True(PdfUpload.Read(Drawn(where, drawing, packed)).Refused(out var refusal, out _));
        Assert.Equal(PublicationRefusals.FilePictureNotCleaned, refusal);
        // One of plain dots has nothing to tell.
        Assert.Equal(0, Count(Value(PdfUpload.Read(Drawn(where, other, packed))).Content, "canary"));
    }

    [Theory]
    [InlineData("/Filter /JPXDecode")]
    [InlineData("/Filter [/ASCIIHexDecode /JPXDecode]")]
    [InlineData("/Filter 6 0 R")]
    public void Case_51_A_JPEG_2000_whose_boxes_tell_where_it_was_taken_is_refused_in_words(string filter)
    {
        byte[] picture = [0, 0, 0, 12, .. "jP  \r\n"u8, 0x87, 0x0A, 0, 0, 0, 24, .. "xml <gps>canary!</gps>"u8];
        string data = filter.Contains("/JPXDecode", StringComparison.Ordinal) && !filter.Contains("Hex", StringComparison.Ordinal) ? Encoding.Latin1.GetString(picture) : Convert.ToHexString(picture) + ">";
        byte[] pdf = Pdfs.File(
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >>",
            "<< /Length 25 >>\nstream\nq 40 0 0 20 0 0 cm /P Do Q\nendstream",
            $"<< /Type /XObject /Subtype /Image /Width 40 /Height 20 {filter} /Length {data.Length} >>\nstream\n{data}\nendstream", "[/ASCIIHexDecode /JPXDecode]",
        ], "");

        Assert.True(PdfUpload.Read(pdf).Refused(out var refusal, out _));
        Assert.Equal(PublicationRefusals.FilePictureNotCleaned, refusal);
    }

    private static byte[] Drawn(string where, string drawing, string packed)
    {
        string data = packed == "packed" ? Encoding.Latin1.GetString(Deflated(Encoding.Latin1.GetBytes(drawing))) : drawing;
        string stream = $"/Length {data.Length} {(packed == "packed" ? "/Filter /FlateDecode" : "")} >>\nstream\n{data}\nendstream";
        const string empty = "<< /Length 3 >>\nstream\nq Q\nendstream";
        return Pdfs.File(
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> /Font << /F1 6 0 R /F3 7 0 R >> >> >>",
            where == "page" ? $"<< {stream}" : "<< /Length 5 >>\nstream\n/P Do\nendstream",
            where == "form" ? $"<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] {stream}" : "<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Length 3 >>\nstream\nq Q\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 8 8] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 8 0 R >> /Encoding << /Type /Encoding /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [8] >>",
            where == "letter" ? $"<< {stream}" : empty,
        ], "");
    }

    [Fact]
    public void A_photograph_keeps_what_decides_its_colours()
    {
        byte[] jpeg = Picture(SKEncodedImageFormat.Jpeg, 40, 20);
        byte[] profile = [0xFF, 0xE2, 0, 24, .. "ICC_PROFILE\0"u8, 1, 1, .. "colours!"u8];

        byte[] clean = JpegSegments.WithoutMetadata([.. jpeg[..2], .. profile, .. jpeg[2..]]);

        Assert.Equal(1, Count(clean, "colours!"));
        Assert.Equal(jpeg.Length + profile.Length, clean.Length);
    }

    [Fact]
    public void What_is_read_out_or_stands_in_bookmarks_is_there_for_the_screening()
    {
        const string content = "/Span << /ActualText (Awa Diallo) >> BDC BT /F1 12 Tf 72 700 Td (the delegate) Tj ET EMC";
        byte[] pdf = Pdfs.File(
        [
            "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /StructTreeRoot 8 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream", "<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>", "<< /Title (What Hana said) /Parent 6 0 R /Dest [3 0 R /Fit] >>",
            "<< /Type /StructTreeRoot /K << /Type /StructElem /S /Figure /P 8 0 R /Alt <FEFF004C0069006E006400710076006900730074> >> >>",
        ], "");

        var clean = Value(PdfUpload.Read(pdf));

        Assert.All((string[])["Awa Diallo", "What Hana said", "Lindqvist"], label => Assert.Contains(label, clean.Labels, StringComparison.Ordinal));
        Assert.Equal("the delegate", clean.Words);
    }

    [Fact]
    public void A_large_picture_is_made_smaller()
    {
        using var picture = SKBitmap.Decode(Value(PictureUpload.Read(Picture(SKEncodedImageFormat.Png, 3000, 1500), widest: 480)));

        Assert.Equal((480, 240), (picture.Width, picture.Height));
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("GIF89a but nothing more")]
    [InlineData("")]
    public void Case_47_What_could_run_is_no_picture(string upload) =>
        Assert.True(PictureUpload.Read(Encoding.UTF8.GetBytes(upload), 480).Refused(out _, out _));

    [Fact]
    public void Case_50_A_picture_that_unpacks_to_gigabytes_is_refused_by_its_head()
    {
        byte[] png = Picture(SKEncodedImageFormat.Png, 1, 1);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);

        Assert.True(PictureUpload.Read(png, 480).Refused(out _, out _));
    }

    [Fact]
    public void Case_50_A_PDF_that_unpacks_to_a_hundred_megabytes_is_refused_before_it_is_read()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(new byte[100 * 1024 * 1024]);
        string bomb = Encoding.Latin1.GetString(packed.ToArray());
        byte[] pdf = Pdfs.File(
            ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>", $"<< /Length {bomb.Length} /Filter /FlateDecode >>\nstream\n{bomb}\nendstream"], "");
        Assert.True(pdf.Length < 200_000);

        Assert.True(Inflation.IsBomb(pdf));
        Assert.True(PdfUpload.Read(pdf).Refused(out var refusal, out _));
        Assert.Equal(PublicationRefusals.FileNotReadable, refusal);
    }

    /// <summary>Ways around a look at the packed bytes: packed twice, with a head that says nothing, by filters of old, row by row.</summary>
    [Theory]
    [InlineData("/FlateDecode /FlateDecode")]
    [InlineData("/ASCIIHexDecode /FlateDecode")]
    [InlineData("/FlateDecode", "head")]
    [InlineData("/LZWDecode")]
    [InlineData("/ASCIIHexDecode /RunLengthDecode /RunLengthDecode")]
    [InlineData("/CCITTFaxDecode")]
    [InlineData("/FlateDecode", "row")]
    public void Case_50_A_PDF_that_unpacks_to_a_hundred_megabytes_is_refused_however_it_is_packed(string filters, string? also = null)
    {
        const int large = 100 * 1024 * 1024;
        byte[] bomb = filters switch
        {
            "/LZWDecode" => LzwOfZeros(tables: 16),
            // Each pair stands for 128 of its second byte, which is again a pair's first, and its second.
            "/ASCIIHexDecode /RunLengthDecode /RunLengthDecode" => [.. Enumerable.Range(0, 13_000).SelectMany(_ => (byte[])[129, 129])],
            "/CCITTFaxDecode" => [0, 1, 0, 1],
            _ when also == "row" => Deflated(new byte[1024]),
            _ => Deflated(new byte[large]),
        };
        if (also == "head") bomb[0] = 0x78 - 1;
        if (filters == "/FlateDecode /FlateDecode") bomb = Deflated(bomb);
        string data = filters.StartsWith("/ASCIIHexDecode", StringComparison.Ordinal) ? Convert.ToHexString(bomb) + ">" : Encoding.Latin1.GetString(bomb);
        byte[] pdf = Page($"<< /Length {data.Length} /Filter [{filters}] {(also == "row" ? "/DecodeParms [<< /Predictor 12 /Columns 2000000000 >>]" : "")} >>\nstream\n{data}\nendstream");
        Assert.True(pdf.Length < 300_000, $"{pdf.Length}");
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(PdfUpload.Read(pdf).Refused(out var refusal, out _));

        Assert.Equal(PublicationRefusals.FileNotReadable, refusal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 80 * 1024 * 1024);
    }

    [Fact]
    public void Case_50_A_page_that_is_packed_twice_in_earnest_is_read()
    {
        byte[] words = Encoding.Latin1.GetBytes("BT /F1 12 Tf 72 700 Td (Water belongs to everybody) Tj ET");
        byte[] packed = Deflated([(byte)(words.Length - 1), .. words, 128]);
        string hex = Convert.ToHexString(packed) + ">";

        var clean = Value(PdfUpload.Read(Page($"<< /Length {hex.Length} /Filter [/ASCIIHexDecode /FlateDecode /RunLengthDecode] >>\nstream\n{hex}\nendstream")));

        Assert.Equal("Water belongs to everybody", clean.Words);
    }

    [Theory]
    [InlineData("%PDF-1.7\nnothing")]
    [InlineData("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF")]
    public void A_broken_PDF_is_refused_and_harms_nothing(string upload)
    {
        Assert.True(PdfUpload.Read(Encoding.Latin1.GetBytes(upload)).Refused(out var refusal, out _));
        Assert.Equal(PublicationRefusals.FileNotReadable, refusal);
    }

    /// <summary>One page with this as its content.</summary>
    private static byte[] Page(string content) => Pdfs.File(
    [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>", content,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ], "");

    private static byte[] Deflated(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(plain);
        return packed.ToArray();
    }

    /// <summary>Each code stands for one zero more than the one before it, until the table is full and begins anew: some 7 MB of each.</summary>
    private static byte[] LzwOfZeros(int tables)
    {
        using var packed = new MemoryStream();
        (int held, int bits) = (0, 0);
        for (int table = 0; table < tables; table++)
        {
            Put(256, table == 0 ? 9 : 12);
            Put(0, 9);
            for (int code = 258; code < 4095; code++) Put(code, code >= 2047 ? 12 : code >= 1023 ? 11 : code >= 511 ? 10 : 9);
        }

        Put(257, 12);
        packed.WriteByte((byte)(bits << (8 - held)));
        return packed.ToArray();

        void Put(int code, int width)
        {
            (bits, held) = ((bits << width) | code, held + width);
            for (; held >= 8; held -= 8) packed.WriteByte((byte)(bits >> (held - 8)));
            bits &= (1 << held) - 1;
        }
    }

    internal static byte[] Picture(SKEncodedImageFormat format, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    private static byte[] WithExif(byte[] jpeg, string words)
    {
        byte[] text = [.. "Exif\0\0"u8, .. Encoding.ASCII.GetBytes(words)];
        byte[] segment = [0xFF, 0xE1, (byte)((text.Length + 2) >> 8), (byte)(text.Length + 2), .. text];
        return [.. jpeg[..2], .. segment, .. jpeg[2..]];
    }

    private static IEnumerable<string> Chunks(byte[] png)
    {
        for (int at = 8; at < png.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at))) yield return Encoding.ASCII.GetString(png, at + 4, 4);
    }

    internal static int Count(byte[] file, string word) => Encoding.Latin1.GetString(file).Split(word).Length - 1;

    private static T Value<T>(Result<T> result) where T : notnull => result.Refused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Code) : value;
}
