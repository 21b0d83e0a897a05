using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Domain;
using CsvHelper;
using CsvHelper.Configuration;

namespace AIDialogues.Events.Data;

/// <summary>How much of a list is taken.</summary>
public sealed record PeopleListLimits(int Bytes, int Rows)
{
    public static readonly PeopleListLimits Standard = new(2 * 1024 * 1024, 10_000);
}

/// <summary>What a column holds.</summary>
public enum PersonField
{
    Skip,
    FullName,
    GivenName,
    FamilyName,
    Email,
    Affiliation,
    Group,
    Country,
    Language,
    Gender,
    Region,
}

/// <summary>One line of a list, as written; the number is that of the line where it begins.</summary>
public sealed record PeopleListRow(int Line, IReadOnlyList<string> Cells);

/// <summary>A list cut into lines and cells, its columns recognised. Says nothing yet about whether a line is a person.</summary>
public sealed record PeopleList(IReadOnlyList<PersonField> Columns, PeopleListRow? Header, IReadOnlyList<PeopleListRow> Rows)
{
    public const int MostColumns = 60;
    public const int LongestCell = 4000;

    /// <summary>What lists of one kind have in common: their headings, or without these the number of their columns.</summary>
    public string Shape => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        Header is null ? $"{Columns.Count} columns" : string.Join('\n', Header.Cells.Select(PeopleColumns.Plain)))));

    /// <param name="text">Pasted from a spreadsheet, CSV (comma or semicolon), TSV, or lines such as <c>Name &lt;address&gt;</c>.</param>
    /// <param name="columns">What the columns hold, where the organiser has said so; where null it is recognised.</param>
    public static Result<PeopleList> Read(string text, IReadOnlyList<PersonField?>? columns = null, PeopleListLimits? limits = null)
    {
        limits ??= PeopleListLimits.Standard;
        if (text.Length > limits.Bytes || Encoding.UTF8.GetByteCount(text) > limits.Bytes) return PeopleListRefusals.TooLarge(limits.Bytes / (1024 * 1024));
        if (PeopleFile.IsBinary(text)) return PeopleListRefusals.Unreadable;
        text = text.TrimStart('\uFEFF');
        if (string.IsNullOrWhiteSpace(text)) return PeopleListRefusals.Empty;
        if (AddressLines.Read(text) is { } lines) return Recognised(lines, columns, limits, [PersonField.FullName, PersonField.Email, PersonField.Affiliation]);
        return Cut(text, limits).Refused(out var refusal, out var rows) ? refusal : Recognised(rows, columns, limits);
    }

    private static Result<PeopleList> Recognised(IReadOnlyList<PeopleListRow> rows, IReadOnlyList<PersonField?>? said, PeopleListLimits limits, PersonField[]? known = null)
    {
        if (rows.Count == 0) return PeopleListRefusals.Empty;
        int width = rows.Max(r => r.Cells.Count);
        if (width > MostColumns) return PeopleListRefusals.TooManyColumns(MostColumns);
        var header = PeopleColumns.IsHeader(rows[0].Cells) ? rows[0] : null;
        var people = header is null ? rows : [.. rows.Skip(1)];
        if (people.Count == 0) return PeopleListRefusals.Empty;
        if (people.Count > limits.Rows) return PeopleListRefusals.TooManyRows(limits.Rows);
        var columns = known ?? PeopleColumns.Recognise(header, people, width);
        for (int i = 0; i < columns.Length && i < (said?.Count ?? 0); i++)
        {
            if (said![i] is not { } field) continue;
            // A field stands in one column: the one the organiser says takes it from the one recognised.
            for (int other = 0; other < columns.Length; other++) if (columns[other] == field && said.ElementAtOrDefault(other) is null) columns[other] = PersonField.Skip;
            columns[i] = field;
        }

        return columns.Contains(PersonField.Email) ? new PeopleList(columns, header, people) : PeopleListRefusals.WithoutAddresses;
    }

    private static Result<IReadOnlyList<PeopleListRow>> Cut(string text, PeopleListLimits limits)
    {
        var rows = new List<PeopleListRow>();
        using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Delimiter(text),
            HasHeaderRecord = false,
            BadDataFound = null,
            IgnoreBlankLines = false,
            MaxFieldSize = LongestCell,
        });
        int begins = 1;
        try
        {
            for (; parser.Read(); begins = parser.RawRow + 1)
            {
                var cells = parser.Record!;
                if (cells.Length > MostColumns) return PeopleListRefusals.TooManyColumns(MostColumns);
                if (QuoteIsOpen(parser.RawRecord)) return PeopleListRefusals.QuoteOpen(begins);
                if (!Array.TrueForAll(cells, string.IsNullOrWhiteSpace)) rows.Add(new(begins, [.. cells.Select(c => c.Trim())]));
                if (rows.Count > limits.Rows + 1) return PeopleListRefusals.TooManyRows(limits.Rows);
            }
        }
        catch (MaxFieldSizeException)
        {
            return PeopleListRefusals.QuoteOpen(begins);
        }

        return rows;
    }

    // A line that runs over several because its quotation mark is never closed; a lone mark within one line is just a character.
    private static bool QuoteIsOpen(string record) =>
        record.TrimEnd().Contains('\n', StringComparison.Ordinal) && record.Count(c => c == '"') % 2 == 1;

    /// <summary>The separator that most lines share; in doubt the one that is rarest inside names.</summary>
    private static string Delimiter(string text)
    {
        string[] lines = [.. text.Split('\n').Where(l => !string.IsNullOrWhiteSpace(l)).Take(200)];
        return new[] { '\t', ';', '|', ',' }
            .Select(mark => (Mark: mark, Lines: lines.Count(l => Outside(l, mark))))
            .MaxBy(m => m.Lines) is { Lines: > 0 } best ? best.Mark.ToString() : "\t";
    }

    private static bool Outside(string line, char mark)
    {
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == mark && !quoted) return true;
        }

        return false;
    }
}

public static class PeopleListRefusals
{
    public static readonly Refusal Unreadable = new("list-unreadable");
    public static readonly Refusal Empty = new("list-empty");
    public static readonly Refusal WithoutAddresses = new("list-without-addresses");
    public static readonly Refusal AddedMeanwhile = new("list-added-meanwhile");

    public static Refusal TooLarge(int megabytes) => Refusal.Of("list-too-large", megabytes);

    public static Refusal TooManyRows(int rows) => Refusal.Of("list-too-many-rows", rows);

    public static Refusal TooManyColumns(int columns) => Refusal.Of("list-too-many-columns", columns);

    public static Refusal QuoteOpen(int line) => Refusal.Of("list-quote-open", line);
}
