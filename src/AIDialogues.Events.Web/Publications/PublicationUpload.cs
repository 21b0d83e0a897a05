using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Uploads;

namespace AIDialogues.Events.Web.Publications;

/// <summary>Takes an uploaded file apart and makes it anew; what it is decides its content, not its name.</summary>
internal static class PublicationUpload
{
    private const int WidestCover = 1600;

    public static async Task<Result<PublicationFile>> ReadAsync(IFormFile? upload, Language language, string? description, CancellationToken ct)
    {
        if (upload is null || upload.Length == 0) return PublicationRefusals.FileMissing;
        if (upload.Length > PublicationFile.LargestUpload) return PublicationRefusals.FileTooLarge(PublicationFile.LargestUpload / 1024 / 1024);
        using var memory = new MemoryStream();
        await upload.CopyToAsync(memory, ct);
        return Read(memory.ToArray(), language, description);
    }

    /// <summary>The same for a file that is the whole of a request.</summary>
    public static async Task<Result<PublicationFile>> ReadAsync(Stream upload, Language language, string? description, CancellationToken ct)
    {
        // One byte more than allowed tells that there is more, without reading it.
        using var memory = new MemoryStream();
        byte[] part = new byte[64 * 1024];
        for (int read; (read = await upload.ReadAsync(part, ct)) > 0 && memory.Length <= PublicationFile.LargestUpload;) memory.Write(part, 0, read);
        if (memory.Length == 0) return PublicationRefusals.FileMissing;
        if (memory.Length > PublicationFile.LargestUpload) return PublicationRefusals.FileTooLarge(PublicationFile.LargestUpload / 1024 / 1024);
        return Read(memory.ToArray(), language, description);
    }

    private static Result<PublicationFile> Read(byte[] upload, Language language, string? shows)
    {
        if (PlainText.Check(shows ?? "", 300) is { } tooLong) return tooLong;
        string description = PlainText.Fold(shows);
        if (upload.AsSpan().StartsWith("%PDF-"u8))
            return PdfUpload.Read(upload).Refused(out var no, out var pdf) ? no : new PublicationFile(PublicationFileKind.Pdf, language, pdf.Content, new("", ""));
        return PictureUpload.Read(upload, WidestCover).Refused(out var refusal, out byte[]? picture) ? refusal : new PublicationFile(PublicationFileKind.Cover, language, picture, new(description, description));
    }
}
