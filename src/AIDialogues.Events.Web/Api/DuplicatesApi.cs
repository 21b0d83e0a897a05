using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Pages;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

/// <summary>Putting the directory in order: duplicates, merges, and taking back what was done.</summary>
internal static class DuplicatesApi
{
    private const int MostShown = 500;

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/people").WithTags("People");
        _ = group.MapGet("duplicates", ListAsync).Named("listDuplicates", "List records that may be one person",
            "By address without dots and tags, and by name with organisation: accents, order, hyphens, particles and initials do not matter. At most 500, the surest first.").Produces<IReadOnlyList<DuplicateShown>>();
        _ = group.MapPost("merge", MergeAsync).Named("mergePeople", "Merge two records",
            "`fromOther` names the fields that the record which gives way has right. Invitations, letters and links move; consents are copied, because the ledger only grows. Where both are invited to one dialogue the stronger answer stays.").Produces<MergeShown>();
        _ = group.MapPost("merge/{id:guid}/undo", UndoMergeAsync).Named("undoMerge", "Take a merge back", "Within 24 hours, unless the kept record was changed since.").Produces<MergeShown>();
        _ = group.MapPost("import/{batch:guid}/undo", UndoImportAsync).Named("undoImport", "Take an import back",
            "Within 24 hours. Whoever was changed or invited since stays and is named in `kept`.").Produces<UndoShown>();
    }

    private static async Task<IResult> ListAsync(EventsDb db, CancellationToken ct) =>
        TypedResults.Ok((IReadOnlyList<DuplicateShown>)[.. (await db.DuplicatesAsync((await db.DuplicatePairsAsync(ct)).Take(MostShown), ct)).Select(d => new DuplicateShown(PersonShown.Of(d.First), PersonShown.Of(d.Second), d.Likeness))]);

    private static async Task<IResult> MergeAsync(GivenMerge given, EventsDb db, PeopleMerge merging, CancellationToken ct)
    {
        var two = await db.People.AsNoTracking().Where(p => p.Id == new Id<Person>(given.Keep) || p.Id == new Id<Person>(given.Other)).ToListAsync(ct);
        if (two.Find(p => p.Id.Value == given.Keep) is not { } kept || two.Find(p => p.Id.Value == given.Other) is not { } gone) return ApiProblem.NotFound();
        var details = MergePeopleModel.Chosen(kept.Details, gone.Details, given.FromOther ?? []);
        return (await merging.MergeAsync(kept.Id, gone.Id, details, "API", ct)).Refused(out var refusal, out var merge) ? ApiProblem.Of(refusal) : TypedResults.Ok(MergeShown.Of(merge));
    }

    private static async Task<IResult> UndoMergeAsync(Guid id, PeopleMerge merging, CancellationToken ct) =>
        await merging.UndoAsync(new(id), ct) is not { } result ? ApiProblem.NotFound()
        : result.Refused(out var refusal, out var merge) ? ApiProblem.Of(refusal) : TypedResults.Ok(MergeShown.Of(merge));

    private static async Task<IResult> UndoImportAsync(Guid batch, ImportUndo undo, T texts, CancellationToken ct) =>
        await undo.UndoAsync(new(batch), ct) is not { } result ? ApiProblem.NotFound()
        : result.Refused(out var refusal, out var outcome) ? ApiProblem.Of(refusal)
        : TypedResults.Ok(new UndoShown(outcome.Removed, outcome.Restored, [.. outcome.Kept.Take(MostShown).Select(k => new KeptShown(k.Name, k.Because, texts.Of(k.Because)))]));
}

internal sealed record DuplicateShown(PersonShown First, PersonShown Second, Likeness Likeness);

internal sealed record GivenMerge(Guid Keep, Guid Other, IReadOnlyList<PersonField>? FromOther) : IHasExample
{
    public static object Example => new GivenMerge(new("5b0c4a53-6f0e-4a2b-9a7e-0c6b8f6f3a10"), new("9d0f7f9e-2f0c-4c8b-8f5e-7a5f0a3f8b21"), [PersonField.Affiliation]);
}

internal sealed record MergeShown(Guid Id, Guid Kept, Guid Gone, DateTimeOffset At, DateTimeOffset? UndoneAt)
{
    public static MergeShown Of(PersonMerge m) => new(m.Id.Value, m.KeptId.Value, m.GoneId.Value, m.At, m.UndoneAt);
}

internal sealed record UndoShown(int Removed, int Restored, IReadOnlyList<KeptShown> Kept);

internal sealed record KeptShown(string Name, KeptBecause Because, string Detail);
