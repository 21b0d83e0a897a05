using System.Globalization;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>
/// From a pasted list to people in the directory. Nothing is kept between the steps: the list, what its columns hold and what was put
/// right travel in the form, and a button imports only what the page with that button showed.
/// </summary>
[RequestFormLimits(ValueLengthLimit = (int)Limits.Request, MultipartBodyLengthLimit = Limits.Request, ValueCountLimit = 4096)]
public sealed class ImportPeopleModel(PeopleImport import, T texts) : EventsPage
{
    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    [BindProperty]
    public StakeholderGroup Group { get; set; }

    [BindProperty]
    public Language Language { get; set; }

    [BindProperty]
    public List<PersonField?> Columns { get; set; } = [];

    [BindProperty]
    public string? TextSeal { get; set; }

    [BindProperty]
    public string? Seal { get; set; }

    public ImportTable? Table { get; private set; }

    private ColumnMapping Mapping { get; set; } = new();

    public void OnGet() => Language = texts.Language;

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await ReadAsync(ct) is { } refusal) return Refuse(refusal);
        return await ShowAsync(ct);
    }

    public async Task<IActionResult> OnPostImportAsync(CancellationToken ct)
    {
        if (await ReadAsync(ct) is { } unreadable) return Refuse(unreadable);
        if (Seal != ImportSeal.Of(Text, Mapping)) return await ShowAsync(ct);
        if ((await import.ImportAsync(Text ?? "", Mapping, ct, by: User.FindFirst(StaffPrincipal.DisplayName)?.Value ?? "")).Refused(out var refusal, out var outcome)) return await ShowAsync(ct, refusal);
        Said = texts["Added: {0}. Updated: {1}. As before: {2}. Left out: {3}.", outcome.Added, outcome.Updated, outcome.Unchanged, outcome.LeftOut];
        return Redirect("/organise/people/imports");
    }

    private async Task<IActionResult> ShowAsync(CancellationToken ct, Refusal? refusal = null)
    {
        if ((await import.PreviewAsync(Text ?? "", Mapping, ct)).Refused(out var unreadable, out var preview)) return Refuse(unreadable);
        Table = new ImportTable(preview, Mapping);
        // The form is rendered from what was just read, not from what was posted.
        ModelState.Clear();
        (TextSeal, Seal) = (ImportSeal.Of(Text), ImportSeal.Of(Text, Mapping with { Corrections = Table.InForm }));
        return refusal is null ? Page() : Refuse(refusal);
    }

    private async Task<Refusal?> ReadAsync(CancellationToken ct)
    {
        if (Upload is { Length: > Limits.PeopleList }) return PeopleListRefusals.TooLarge(Limits.PeopleList / (1024 * 1024));
        if (Upload is { Length: > 0 })
        {
            using var bytes = new MemoryStream();
            await Upload.CopyToAsync(bytes, ct);
            if (PeopleFile.Decode(bytes.ToArray()).Refused(out var refusal, out string? text)) return refusal;
            Text = text;
        }

        // What was said about another text does not hold for this one.
        bool sameText = TextSeal is null || TextSeal == ImportSeal.Of(Text);
        Mapping = new(sameText ? Columns : null, Group, Language, sameText ? Corrections() : []);
        return null;
    }

    private List<ImportCorrection> Corrections() =>
        [.. Request.Form.Select(field => (Parts: field.Key.Split('.'), Text: field.Value.ToString()))
            .Where(f => f.Parts is ["fix", _, _] && int.TryParse(f.Parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _) && Enum.IsDefined(typeof(PersonField), f.Parts[2]))
            .Select(f => new ImportCorrection(int.Parse(f.Parts[1], CultureInfo.InvariantCulture), Enum.Parse<PersonField>(f.Parts[2]), f.Text))
            .OrderBy(c => c.Line).ThenBy(c => c.Field)];
}
