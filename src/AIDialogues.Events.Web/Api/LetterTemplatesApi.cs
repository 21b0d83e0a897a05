using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Letters;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class LetterTemplatesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/dialogues/{id:guid}/letter-templates/{kind}/{language}").WithTags("Letters");
        _ = group.MapGet("", GetAsync).Named("getLetterTemplate", "Get a dialogue’s letter of a kind in a language", "Where none was written it is the default, and `version` is 0.").Produces<LetterTemplateShown>();
        _ = group.MapPut("", WriteAsync).Named("writeLetterTemplate", "Write a dialogue’s letter of a kind in a language",
                "Fields stand in braces; `{link}` must stand in the body. With `version`, a change made meanwhile is refused with 409 `changed-meanwhile`.")
            .Produces<LetterTemplateShown>();
    }

    private static async Task<IResult> GetAsync(Guid id, OneOf<LetterKind> kind, OneOf<Language> language, EventsDb db, CancellationToken ct) =>
        await FindAsync(id, kind, language, db, ct) is { } template ? TypedResults.Ok(Shown(template, db)) : ApiProblem.NotFound();

    private static async Task<IResult> WriteAsync(Guid id, OneOf<LetterKind> kind, OneOf<Language> language, GivenLetterTemplate given, EventsDb db, CancellationToken ct)
    {
        if (await FindAsync(id, kind, language, db, ct) is not { } template) return ApiProblem.NotFound();
        return await db.WriteAsync(template, given.Subject, given.Body, given.Version, ct) is { } refusal ? ApiProblem.Of(refusal) : TypedResults.Ok(Shown(template, db));
    }

    private static async Task<LetterTemplate?> FindAsync(Guid id, OneOf<LetterKind> kind, OneOf<Language> language, EventsDb db, CancellationToken ct) =>
        kind.Value.IsWritten() && await db.Dialogues.AnyAsync(d => d.Id == new Id<Dialogue>(id), ct) ? await db.TemplateAsync(new(id), kind.Value, language.Value, ct) : null;

    private static LetterTemplateShown Shown(LetterTemplate t, EventsDb db) => new(t.DialogueId.Value, t.Kind, t.Language, t.Subject, t.Body, db.TemplateVersion(t));
}

internal sealed record LetterTemplateShown(Guid DialogueId, LetterKind Kind, Language Language, string Subject, string Body, uint Version);

internal sealed record GivenLetterTemplate(string Subject, string Body, uint? Version = null) : IHasExample
{
    public static object Example => new GivenLetterTemplate("Invitation: {dialogue}", "Dear {given_name} {family_name},\n\nplease answer by {answer_by}:\n{link}\n\n{organisation}");
}
