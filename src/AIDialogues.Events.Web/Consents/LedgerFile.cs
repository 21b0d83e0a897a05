using System.Globalization;
using System.Text;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Consents;

/// <summary>The ledger of a day as CSV: every line, in the order of people and time, at the end those of people who are not invited any more or were erased. Whoever restricted their data is not in it. A cell that a spreadsheet would calculate begins with an apostrophe.</summary>
internal static class LedgerFile
{
    private const string Head = "name,affiliation,invitation,purpose,quotation,state,at,valid_until,source,method,witness,evidence,rule,notice_language,notice_version,notice_sha256,form_sha256,controller,lawful_basis,record,previous,line,receipt";

    public const string Type = "text/csv; charset=utf-8";

    public static byte[] Of(LedgerMatrix matrix)
    {
        var text = new StringBuilder().Append(Head).Append("\r\n");
        foreach (var row in matrix.Rows.Concat(matrix.Past).Where(r => r.IsErased || r.Person.RestrictedAt is null))
        {
            foreach (var line in row.Lines) _ = text.AppendJoin(',', Cells(row, line).Select(Safe)).Append("\r\n");
        }

        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string?[] Cells(LedgerRow row, ConsentEvent line) =>
    [
        row.IsErased ? "erased " + row.Person.Number : row.Person.Name, row.Person.Affiliation, row.Invitation?.State.ToString(), line.Purpose.ToString(), line.QuotationId?.ToString(), line.State.ToString(), Time(line.At), Time(line.ValidUntil),
        line.Source.ToString(), line.Method.ToString(), line.Witness, line.Evidence, line.Rule?.ToString(), line.NoticeLanguage.Tag(), line.NoticeVersion.ToString(CultureInfo.InvariantCulture),
        Convert.ToHexStringLower(line.NoticeSha256), line.FormSha256 is { } form ? Convert.ToHexStringLower(form) : "", line.Controller, line.LawfulBasis,
        line.RecordId.ToString(), line.PreviousId?.ToString(), line.Id.ToString(), line.ReceiptId.ToString(),
    ];

    private static string Time(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    private static string Safe(string? cell)
    {
        cell ??= "";
        if (cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\0') cell = "'" + cell;
        return '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
    }
}
