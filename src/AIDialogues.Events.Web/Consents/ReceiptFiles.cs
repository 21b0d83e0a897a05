using AIDialogues.Events.Data;
using AIDialogues.Events.Web.My;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Consents;

/// <summary>A receipt as files: JSON-LD for programs, its signature, and a PDF to keep. Only the personal link opens them.</summary>
internal static class ReceiptFiles
{
    public static void Map(WebApplication app)
    {
        _ = app.MapGet("/my/{handle}/receipt.{format:regex(^(jsonld|sig|pdf)$)}", GetAsync).AllowAnonymous();
        _ = app.MapGet("/receipts/key.pem", (ReceiptKey key) => Results.Text(key.PublicPem, "application/x-pem-file")).AllowAnonymous();
    }

    private static async Task<IResult> GetAsync(HttpContext http, string handle, string format, Guid? day, EventsDb db, ReceiptKey key, T texts, CancellationToken ct)
    {
        if (await db.BehindEvenIfOffAsync(http, handle, day, ct) is not { } link) return Results.StatusCode(StatusCodes.Status410Gone);
        if (await Receipt.OfAsync(db, link, ct) is not { } receipt) return Results.NotFound();
        return format switch
        {
            "jsonld" => Results.File(ReceiptJson.Of(receipt), "application/ld+json", "receipt.jsonld"),
            "sig" => Results.File(key.Sign(ReceiptJson.Of(receipt)), "application/octet-stream", "receipt.sig"),
            _ => Results.File(ReceiptPdf.Of(receipt, texts), "application/pdf", "receipt.pdf"),
        };
    }
}
