using System.Text.Json;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class PeopleApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/people").WithTags("People");
        _ = group.MapGet("", ListAsync).Named("listPeople", "List people", "`q` finds words in name, affiliation and address, accents or not.").Produces<PageOf<PersonShown>>();
        _ = group.MapGet("{id:guid}", GetAsync).Named("getPerson", "Get a person").Produces<PersonShown>();
        _ = group.MapPost("", CreateAsync).Named("createPerson", "Add a person", "An address that is taken is refused with `person-email-taken`.").Produces<PersonShown>(StatusCodes.Status201Created);
        _ = group.MapPut("{id:guid}", ChangeAsync).Named("changePerson", "Change a person").Produces<PersonShown>();
        _ = group.MapPost("import", ImportAsync).Named("importPeople", "Import a list of people",
                "CSV, TSV or pasted text as it is (`text/csv`, `text/tab-separated-values`, `text/plain`), an Excel workbook, or JSON `{\"text\": …}`; up to 2 MB and 10,000 lines. With `dryRun=true` nothing is saved. "
                + "Lines with an error and duplicates are left out and listed; `slips` names columns that seem to have slipped against the names. `batch` is what an undo names.")
            .Accepts<string>("text/csv", "text/tab-separated-values", "text/plain", "application/json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet").Produces<ImportShown>();
    }

    private static Task<IResult> ListAsync([AsParameters] PageQuery page, EventsDb db, CancellationToken ct, string? q = null, OneOf<StakeholderGroup>? group = null, OneOf<Language>? language = null, string? country = null,
        OneOf<Region>? region = null, OneOf<Gender>? gender = null) =>
        page.ReadAsync(db.Matching(new(q, group?.Value, language?.Value, country, region?.Value, gender?.Value)).AsNoTracking(), p => p.Id, PersonShown.Of, ct);

    private static async Task<IResult> GetAsync(Guid id, EventsDb db, CancellationToken ct) =>
        await FindAsync(db, id, ct) is { } person ? TypedResults.Ok(PersonShown.Of(person)) : ApiProblem.NotFound();

    private static async Task<IResult> CreateAsync(GivenPerson given, EventsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (Person.New(given.Details, clock.GetUtcNow()).Refused(out var refusal, out var person)) return ApiProblem.Of(refusal);
        if (await db.People.AnyAsync(p => p.Email == person.Email, ct)) return ApiProblem.Of(PersonRefusals.EmailTaken(person.Email));
        _ = db.Add(person);
        return await SaveAsync(db, person, ct) ?? TypedResults.Created((string?)null, PersonShown.Of(person));
    }

    private static async Task<IResult> ChangeAsync(Guid id, GivenPerson given, EventsDb db, CancellationToken ct)
    {
        if (await FindAsync(db, id, ct) is not { } person) return ApiProblem.NotFound();
        if (person.Change(given.Details) is { } refusal) return ApiProblem.Of(refusal);
        if (await db.People.AnyAsync(p => p.Email == person.Email && p.Id != person.Id, ct)) return ApiProblem.Of(PersonRefusals.EmailTaken(person.Email));
        return await SaveAsync(db, person, ct) ?? TypedResults.Ok(PersonShown.Of(person));
    }

    private static async Task<IResult> ImportAsync(HttpRequest request, PeopleImport import, T texts, CancellationToken ct, bool dryRun = false)
    {
        if (await BodyAsync(request, ct) is not { } bytes) return ApiProblem.Of(PeopleListRefusals.TooLarge(Limits.PeopleList / (1024 * 1024)));
        if (TextOf(request, bytes).Refused(out var unreadable, out string? text)) return ApiProblem.Of(unreadable);
        var mapping = new ColumnMapping(Language: texts.Language);
        if ((await import.PreviewAsync(text, mapping, ct)).Refused(out var refusal, out var preview)) return ApiProblem.Of(refusal);
        if (dryRun) return TypedResults.Ok(ImportShown.Of(preview, null, dryRun, texts));
        if ((await import.ImportAsync(text, mapping, ct, by: "API")).Refused(out refusal, out var outcome)) return ApiProblem.Of(refusal);
        return TypedResults.Ok(ImportShown.Of(preview, outcome, dryRun, texts));
    }

    // One byte more than allowed tells that there is more, without reading it.
    private static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        byte[] bytes = new byte[(2 * Limits.PeopleList) + 1];
        int length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return length == bytes.Length ? null : bytes[..length];
    }

    private static Result<string> TextOf(HttpRequest request, byte[] bytes)
    {
        if (!request.HasJsonContentType()) return PeopleFile.Decode(bytes);
        try
        {
            return JsonSerializer.Deserialize<GivenList>(bytes, JsonSerializerOptions.Web)?.Text is { } text ? text : PeopleListRefusals.Empty;
        }
        catch (JsonException)
        {
            return PeopleListRefusals.Unreadable;
        }
    }

    private static async Task<IResult?> SaveAsync(EventsDb db, Person person, CancellationToken ct)
    {
        try
        {
            _ = await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return ApiProblem.Of(PersonRefusals.EmailTaken(person.Email));
        }
        catch (DbUpdateConcurrencyException)
        {
            return ApiProblem.Of(Violations.ChangedMeanwhile);
        }
    }

    private static Task<Person?> FindAsync(EventsDb db, Guid id, CancellationToken ct) => db.People.FirstOrDefaultAsync(p => p.Id == new Id<Person>(id), ct);
}

internal sealed record PersonShown(Guid Id, string GivenName, string FamilyName, string Email, string Affiliation, StakeholderGroup Group, string Country, Language Language,
    Region? Region, Gender Gender)
{
    public static PersonShown Of(Person p) => new(p.Id.Value, p.GivenName, p.FamilyName, p.Email, p.Affiliation, p.Group, p.Country, p.Language, p.Region, p.Gender);
}

internal sealed record GivenPerson(string FamilyName, string Email, StakeholderGroup Group, Language Language, string GivenName = "", string Affiliation = "", string Country = "",
    Region? Region = null, Gender Gender = Gender.NotSaid) : IHasExample
{
    public static object Example => new GivenPerson("Diallo", "awa.diallo@bassin.test", StakeholderGroup.Institutions, Language.French, "Awa", "Autorité du bassin", "ML");

    internal PersonDetails Details => new(GivenName, FamilyName, Email, Affiliation, Group, Countries.Read(Country) ?? Country, Language, Gender,
        Region == Regions.Of(Countries.Read(Country) ?? "") ? null : Region);
}

internal sealed record GivenList(string? Text);

/// <summary>What an import did, or with `dryRun` would do; `lines` are those that are not simply new.</summary>
internal sealed record ImportShown(bool DryRun, int Added, int Updated, int Unchanged, int Duplicates, int Errors, Guid? Batch, IReadOnlyList<SlipShown> Slips, IReadOnlyList<ImportLine> Lines)
{
    public static ImportShown Of(ImportPreview preview, ImportOutcome? outcome, bool dryRun, T texts) => new(
        dryRun, preview.Count(ImportState.New), preview.Count(ImportState.Update), preview.Count(ImportState.Same), preview.Count(ImportState.Duplicate), preview.Count(ImportState.Error),
        outcome?.Batch?.Value, [.. preview.Slips.Select(s => new SlipShown(s.Field, s.Names, s.Filled, s.Line))],
        [.. preview.Rows.Where(r => r.State is not (ImportState.New or ImportState.Same) || r.Alike is not null).Take(1000)
            .Select(r => new ImportLine(r.Line, r.State, r.DuplicateOf?.Line, [.. r.Problems.Select(p => new ImportWrong(p.Field, p.Refusal.Code, texts.Of(p.Refusal)))],
                r.Alike is { } alike ? new(alike.Person?.Value, alike.Line, alike.Name, alike.Likeness) : null))]);
}

internal sealed record ImportLine(int Line, ImportState State, int? DuplicateOf, IReadOnlyList<ImportWrong> Problems, LookalikeShown? Alike);

/// <summary>Perhaps the same person under another address: somebody in the directory, or an earlier line.</summary>
internal sealed record LookalikeShown(Guid? Person, int? Line, string Name, Likeness Likeness);

internal sealed record SlipShown(PersonField Field, int Names, int Filled, int? Line);

internal sealed record ImportWrong(PersonField Field, string Code, string Detail);
