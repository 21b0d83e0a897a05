using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Publications;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

/// <summary>The files of a publication: laid-out PDFs and covers. What is uploaded is made anew without its metadata, here as in pages.</summary>
internal static partial class PublicationsApi
{
    private static readonly string[] Uploads = ["application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif", "application/octet-stream"];

    private static void MapFiles(RouteGroupBuilder group)
    {
        _ = group.MapPut("/publications/{id:guid}/files/{language}", AttachAsync).Named("putPublicationFile", "Put a file to a draft",
                "The request is the file: a PDF, or a picture as cover with `description` for who cannot see it; what it is decides its content, not its name or type. It is made anew without its metadata and replaces the one of the same kind and language (`english` or `french`), so twice is once.")
            .Accepts<string>(Uploads[0], Uploads[1..]).Produces<PublicationWritten>();
        _ = group.MapGet("/publications/{id:guid}/files/{file:guid}", DownloadAsync).Named("getPublicationFile", "Get a file of a publication", "As it is served: without the metadata that came with it. A draft's files too.").Produces<byte[]>(contentType: "application/pdf");
        _ = group.MapDelete("/publications/{id:guid}/files/{file:guid}", DetachAsync).Named("deletePublicationFile", "Take a file away from a draft", "Twice is once.").Produces<PublicationWritten>();
    }

    private static async Task<IResult> AttachAsync(Guid id, OneOf<Language> language, HttpRequest request, EventsDb db, T texts, CancellationToken ct, string? description = null)
    {
        if (await FindAsync(db, id, ct) is not { } publication) return ApiProblem.NotFound();
        if (publication.IsPublished) return ApiProblem.Of(PublicationRefusals.TakeOffFirst);
        // A file that took long to arrive must not come after somebody has published what they read without it.
        db.ExpectVersion(publication, db.VersionOf(publication));
        if ((await PublicationUpload.ReadAsync(request.Body, language.Value, description, ct)).Refused(out var refusal, out var file)) return ApiProblem.Of(refusal);
        return await DoneAsync(publication.Attach(file), publication, db, texts, ct);
    }

    private static async Task<IResult> DetachAsync(Guid id, Guid file, EventsDb db, T texts, CancellationToken ct) =>
        await FindAsync(db, id, ct) is { } publication ? await DoneAsync(publication.Detach(new(file)), publication, db, texts, ct) : ApiProblem.NotFound();

    private static async Task<IResult> DownloadAsync(Guid id, Guid file, EventsDb db, HttpResponse response, CancellationToken ct)
    {
        var key = new Id<PublicationFile>(file);
        var found = await db.Publications.AsNoTracking().Where(p => p.Id == new Id<Publication>(id)).SelectMany(p => p.Files).FirstOrDefaultAsync(f => f.Id == key, ct);
        return found is null ? ApiProblem.NotFound() : PublicationFiles.File(found, found.Id.ToString(), response);
    }
}
