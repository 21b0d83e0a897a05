using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>A list of people as CSV: a header, then any of given_name, family_name, name, affiliation, acronym in any order; more
/// columns are passed over. A lone name is a family name unless it has blanks: then its last word is.</summary>
internal static class DirectoryFile
{
    public static List<Participant> Read(string path)
    {
        var rows = File.ReadLines(path).Where(line => line.Length > 0).Select(Fields).ToList();
        if (rows.Count == 0) return [];
        var columns = rows[0].Select(name => name.Trim().TrimStart('\uFEFF').ToLowerInvariant().Replace(' ', '_')).ToList();
        string? Cell(List<string> row, string column) => columns.IndexOf(column) is >= 0 and var at && at < row.Count && row[at].Length > 0 ? row[at] : null;
        return [.. rows.Skip(1).Select(row => Person(Cell(row, "given_name"), Cell(row, "family_name"), Cell(row, "name"), Cell(row, "affiliation"), Cell(row, "acronym")))
            .Where(person => person.FamilyName.Length + person.GivenName.Length > 0)];
    }

    private static Participant Person(string? given, string? family, string? name, string? affiliation, string? acronym)
    {
        if (given is null && family is null && name is not null)
        {
            var at = name.LastIndexOf(' ');
            (given, family) = at < 0 ? ("", name) : (name[..at], name[(at + 1)..]);
        }
        return new(given ?? "", family ?? "", affiliation, acronym);
    }

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            if (c == '"' && quoted && at + 1 < line.Length && line[at + 1] == '"') { field.Append('"'); at++; }
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) { fields.Add(field.ToString().Trim()); field.Clear(); }
            else field.Append(c);
        }
        fields.Add(field.ToString().Trim());
        return fields;
    }
}
