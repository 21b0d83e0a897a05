using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What of a preview is shown: all of a usual list, of a long one first what needs reading.</summary>
public sealed class ImportTable(ImportPreview preview, ColumnMapping mapping)
{
    private const int MostRows = 500;
    private const int MostCorrected = 100;

    private readonly HashSet<int> _editable = [.. preview.Rows.Where(r => r.State == ImportState.Error).Take(MostCorrected).Select(r => r.Line)];

    public ImportPreview Preview { get; } = preview;

    public IReadOnlyList<ImportRow> Rows { get; } = preview.Rows.Count <= MostRows
        ? preview.Rows
        : [.. preview.Rows.OrderByDescending(r => r.State).ThenBy(r => r.Line).Take(MostRows)];

    public PersonField? Said(int column) => mapping.Columns?.ElementAtOrDefault(column);

    public int ColumnCount => Preview.List.Columns.Count;

    public string ColumnName(int column) => Preview.List.Header?.Cells.ElementAtOrDefault(column) is { Length: > 0 } name
        ? name
        : Preview.List.Rows.Select(r => r.Cells.ElementAtOrDefault(column)).FirstOrDefault(c => !string.IsNullOrEmpty(c)) ?? "";

    /// <summary>Whether a field of this line can be put right here; a line break in a name cannot, since a browser's field would swallow it.</summary>
    public bool CanEdit(ImportRow row, PersonField field) =>
        _editable.Contains(row.Line) && row.Problems.Any(p => p.Field == field) && !row.Problems.Any(p => p.Refusal.Code == PersonRefusals.ControlCharacters.Code);

    /// <summary>Lines that can be skipped here: of a long list those that may be somebody already there.</summary>
    public bool CanSkip(ImportRow row) => row.State == ImportState.Skipped
        || (row.State is ImportState.New or ImportState.Update && (Preview.Rows.Count <= MostRows || row.Alike is not null));

    /// <summary>The fields shown in a line, with what stands in them.</summary>
    public IEnumerable<ImportCorrection> Fields(ImportRow row)
    {
        if (CanEdit(row, PersonField.FamilyName))
        {
            yield return new(row.Line, PersonField.GivenName, row.Details.GivenName);
            yield return new(row.Line, PersonField.FamilyName, row.Details.FamilyName);
        }

        foreach (var field in (PersonField[])[PersonField.Email, PersonField.Affiliation, PersonField.Group, PersonField.Country, PersonField.Language, PersonField.Gender, PersonField.Region])
            if (CanEdit(row, field)) yield return new(row.Line, field, row.Written.GetValueOrDefault(field, ""));
    }

    /// <summary>Corrections made earlier, which no visible field carries on.</summary>
    public IEnumerable<ImportCorrection> Carried()
    {
        var shown = Rows.Where(r => _editable.Contains(r.Line)).SelectMany(Fields).Select(f => (f.Line, f.Field))
            .Concat(Rows.Where(CanSkip).Select(r => (r.Line, Field: PersonField.Skip))).ToHashSet();
        return (mapping.Corrections ?? []).Where(c => !shown.Contains((c.Line, c.Field)));
    }

    /// <summary>What the form sends back when nobody touches it.</summary>
    public IReadOnlyList<ImportCorrection> InForm =>
        [.. Carried().Concat(Rows.Where(r => _editable.Contains(r.Line)).SelectMany(Fields))
            .Concat(Rows.Where(r => r.State == ImportState.Skipped).Select(r => new ImportCorrection(r.Line, PersonField.Skip, "yes"))).OrderBy(c => c.Line).ThenBy(c => c.Field)];
}

/// <summary>A fingerprint of what was shown, so that a button does what its page said. It guards against slips, not against anybody.</summary>
internal static class ImportSeal
{
    public static string Of(string? text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes((text ?? "").ReplaceLineEndings("\n").Trim())))[..32];

    public static string Of(string? text, ColumnMapping mapping) => Of(string.Join('\n', [
        text ?? "", mapping.Group.ToString(), mapping.Language.ToString(), string.Join(',', (mapping.Columns ?? []).Select(c => c?.ToString())).TrimEnd(','),
        .. (mapping.Corrections ?? []).Select(c => $"{c.Line}.{c.Field}={c.Text.Trim()}")]));
}
