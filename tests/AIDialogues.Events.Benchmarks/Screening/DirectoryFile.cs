using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>A list of people as CSV: a header, then any of given_name, family_name, name, affiliation, acronym (or what others call
/// them) in any order; more columns are passed over. A lone name is a family name unless it has blanks: then its last word is. A file
/// whose first line names no column is a list of names.</summary>
internal static class DirectoryFile
{
    private static readonly Dictionary<string, string[]> Headers = new(StringComparer.Ordinal)
    {
        ["given"] = ["given_name", "given", "first_name", "firstname", "first", "prenom", "prénom"],
        ["family"] = ["family_name", "family", "last_name", "lastname", "last", "surname", "nom"],
        ["name"] = ["name", "full_name", "fullname", "participant", "person", "speaker"],
        ["affiliation"] = ["affiliation", "organisation", "organization", "institution", "org"],
        ["acronym"] = ["acronym", "sigle"],
    };

    public static List<Participant> Read(string path)
    {
        var rows = File.ReadLines(path).Where(line => line.Length > 0).Select(Fields).ToList();
        if (rows.Count == 0) return [];
        var columns = rows[0].Select(name => name.Trim().TrimStart('\uFEFF').ToLowerInvariant().Replace(' ', '_')).ToList();
        int At(string what) => columns.FindIndex(column => Headers[what].Contains(column, StringComparer.Ordinal));
        if (At("given") + At("family") + At("name") == -3) return [.. rows.Select(row => Person(null, null, row[0], null, null)).Where(IsSomebody)];
        string? Cell(List<string> row, string what) => At(what) is >= 0 and var at && at < row.Count && row[at].Length > 0 ? row[at] : null;
        return [.. rows.Skip(1).Select(row => Person(Cell(row, "given"), Cell(row, "family"), Cell(row, "name"), Cell(row, "affiliation"), Cell(row, "acronym"))).Where(IsSomebody)];
    }

    private static bool IsSomebody(Participant person) => person.FamilyName.Length + person.GivenName.Length > 0;

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
