namespace AIDialogues.Events.Data;

/// <summary>Finds names without a heading: the words of a name come back in its address, those of an institution seldom do.</summary>
internal static class NameColumns
{
    private static readonly string[] Institutions =
        ["universi", "institut", "ministe", "ministr", "agenc", "centre", "center", "council", "conseil", "foundation", "fondation", "laborato", "autorit", "authority",
         "association", "company", "societe", "school", "ecole", "academy", "academie", "network", "reseau", "bank", "banque", "group", "office", "observatoire", "commission", " ltd", " inc", " sa", " gmbh"];

    public static void Recognise(PersonField[] columns, List<PeopleListRow> rows, bool affiliation)
    {
        int email = Array.IndexOf(columns, PersonField.Email);
        var free = Enumerable.Range(0, columns.Length).Where(i => columns[i] == PersonField.Skip && rows.Exists(r => i < r.Cells.Count && r.Cells[i].Any(char.IsLetter))).ToList();
        if (free.Count == 0) return;
        var names = free.Where(i => PeopleColumns.Share(rows, i, IsInstitution) < 0.3 && (email < 0 || InAddress(rows, i, email) >= 0.3)).ToList();
        if (names.Count == 0) names = [free.Find(i => PeopleColumns.Share(rows, i, IsInstitution) < 0.3) is var first && free.Contains(first) ? first : free[0]];
        if (names.Count >= 2 && IsOneWord(rows, names[0]) && IsOneWord(rows, names[1])) GivenAndFamily(columns, rows, names[0], names[1]);
        else columns[names[0]] = PersonField.FullName;
        int rest = free.Find(i => columns[i] == PersonField.Skip && i > 0) is var next && next > 0 ? next : columns[0] == PersonField.Skip && free.Contains(0) ? 0 : -1;
        if (affiliation && rest >= 0) columns[rest] = PersonField.Affiliation;
    }

    private static void GivenAndFamily(PersonField[] columns, List<PeopleListRow> rows, int left, int right)
    {
        bool familyLeft = PeopleColumns.Share(rows, left, IsCapitals) > 0.6 && PeopleColumns.Share(rows, right, IsCapitals) < 0.4;
        (columns[left], columns[right]) = familyLeft ? (PersonField.FamilyName, PersonField.GivenName) : (PersonField.GivenName, PersonField.FamilyName);
    }

    private static double InAddress(List<PeopleListRow> rows, int column, int email)
    {
        var filled = rows.Where(r => column < r.Cells.Count && email < r.Cells.Count && r.Cells[column].Length > 0 && r.Cells[email].Contains('@', StringComparison.Ordinal)).ToList();
        return filled.Count == 0 ? 0 : (double)filled.Count(r =>
        {
            string local = PeopleColumns.Plain(r.Cells[email][..r.Cells[email].IndexOf('@', StringComparison.Ordinal)]);
            return Array.Exists(PeopleColumns.Plain(r.Cells[column]).Split(' ', ',', '\''), word => word.Length >= 3 && local.Contains(word, StringComparison.Ordinal));
        }) / filled.Count;
    }

    private static bool IsOneWord(List<PeopleListRow> rows, int column) => PeopleColumns.Share(rows, column, c => c.Split(' ').Length <= 3 && !c.Contains(',', StringComparison.Ordinal)) > 0.8
        && PeopleColumns.Share(rows, column, c => c.Split(' ').Length == 1) > 0.5;

    private static bool IsInstitution(string cell)
    {
        string plain = " " + PeopleColumns.Plain(cell);
        return Array.Exists(Institutions, word => plain.Contains(word, StringComparison.Ordinal));
    }

    private static bool IsCapitals(string cell) => cell.Any(char.IsLetter) && cell.All(c => !char.IsLetter(c) || char.IsUpper(c));
}
