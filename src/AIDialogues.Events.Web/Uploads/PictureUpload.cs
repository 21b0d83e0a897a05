using AIDialogues.Events.Domain;
using SkiaSharp;

namespace AIDialogues.Events.Web.Uploads;

/// <summary>An uploaded picture (PNG, JPEG, WebP, GIF), painted anew as PNG: whatever else the file held is not in it. A drawing (SVG) can hold script and is not taken.</summary>
internal static class PictureUpload
{
    private const long MostPixels = 40_000_000;

    /// <param name="widest">The longer side of the result, in pixels.</param>
    public static Result<byte[]> Read(byte[] upload, int widest)
    {
        using var data = SKData.CreateCopy(upload);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Gif)) return PublicationRefusals.FileKindNotTaken;
        // Known from the head, before a pixel is unpacked.
        if ((long)codec.Info.Width * codec.Info.Height > MostPixels || codec.Info.Width < 1 || codec.Info.Height < 1) return PublicationRefusals.FileNotReadable;
        using var picture = SKBitmap.Decode(codec);
        if (picture is null) return PublicationRefusals.FileNotReadable;
        using var upright = Upright(picture, codec.EncodedOrigin);
        double scale = Math.Min(1, (double)widest / Math.Max(upright.Width, upright.Height));
        var size = new SKImageInfo(Math.Max(1, (int)(upright.Width * scale)), Math.Max(1, (int)(upright.Height * scale)), SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        using var surface = SKSurface.Create(size);
        using var source = SKImage.FromBitmap(upright);
        surface.Canvas.DrawImage(source, SKRect.Create(size.Width, size.Height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var painted = surface.Snapshot();
        using var png = painted.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>A telephone's picture says in its metadata how it was held; those go, so it is turned now.</summary>
    private static SKBitmap Upright(SKBitmap picture, SKEncodedOrigin origin)
    {
        var (turn, mirror) = origin switch
        {
            SKEncodedOrigin.TopRight => (0, true),
            SKEncodedOrigin.BottomRight => (180, false),
            SKEncodedOrigin.BottomLeft => (180, true),
            SKEncodedOrigin.LeftTop => (90, true),
            SKEncodedOrigin.RightTop => (90, false),
            SKEncodedOrigin.RightBottom => (270, true),
            SKEncodedOrigin.LeftBottom => (270, false),
            _ => (0, false),
        };
        bool lies = turn is 90 or 270;
        var upright = new SKBitmap(lies ? picture.Height : picture.Width, lies ? picture.Width : picture.Height);
        using var canvas = new SKCanvas(upright);
        canvas.Translate(upright.Width / 2f, upright.Height / 2f);
        canvas.RotateDegrees(turn);
        if (mirror) canvas.Scale(-1, 1);
        canvas.DrawBitmap(picture, -picture.Width / 2f, -picture.Height / 2f, SKSamplingOptions.Default);
        return upright;
    }
}
