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

    [Theory]
    [InlineData("%PDF-1.7\nnothing")]
    [InlineData("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF")]
    public void A_broken_PDF_is_refused_and_harms_nothing(string upload)
    {
        Assert.True(PdfUpload.Read(Encoding.Latin1.GetBytes(upload)).Refused(out var refusal, out _));
        Assert.Equal(PublicationRefusals.FileNotReadable, refusal);
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
