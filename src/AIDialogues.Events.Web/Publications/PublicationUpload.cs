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
        if (PlainText.Check(description ?? "", 300) is { } refusal) return refusal;
        using var memory = new MemoryStream();
        await upload.CopyToAsync(memory, ct);
        return Read(memory.ToArray(), language, PlainText.Fold(description));
    }

    private static Result<PublicationFile> Read(byte[] upload, Language language, string description)
    {
        if (upload.AsSpan().StartsWith("%PDF-"u8))
            return PdfUpload.Read(upload).Refused(out var no, out var pdf) ? no : new PublicationFile(PublicationFileKind.Pdf, language, pdf.Content, new("", ""));
        return PictureUpload.Read(upload, WidestCover).Refused(out var refusal, out byte[]? picture) ? refusal : new PublicationFile(PublicationFileKind.Cover, language, picture, new(description, description));
    }
}
