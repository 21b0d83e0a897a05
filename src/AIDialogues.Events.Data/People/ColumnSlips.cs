using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>A column that ends before the names do: cells were probably removed in it and the rest moved up.</summary>
/// <param name="Line">The first line where something speaks for it; null when nothing tells where.</param>
/// <param name="Missing">How many cells it ends before the names; below zero where the names end first.</param>
public sealed record ColumnSlip(PersonField Field, int Names, int Filled, int? Line, int Missing)
{
    /// <summary>Only the last person has none, and nothing speaks for a slip: it may well be so.</summary>
    public bool IsMild => Missing == 1 && Line is null;
}

/// <summary>Finds columns that slipped against the names. It says so and moves nothing: a wrong affiliation beside a name is worse than none.</summary>
internal static class ColumnSlips
{
    private const int FewestRows = 5;

    public static IReadOnlyList<ColumnSlip> In(PeopleList list)
    {
        int names = list.Columns.ToList().FindIndex(c => c is PersonField.FullName or PersonField.FamilyName);
        if (names < 0 || list.Rows.Count < FewestRows) return [];
        var slips = new List<ColumnSlip>();
        for (int column = 0; column < list.Columns.Count; column++)
            if (column != names && list.Columns[column] is not PersonField.Skip and not PersonField.GivenName && Of(list, names, column) is { } slip) slips.Add(slip);
        return slips;
    }

    private static ColumnSlip? Of(PeopleList list, int names, int column)
    {
        int named = End(list, names), filled = End(list, column), missing = named - filled;
        if (missing == 0 || Math.Min(named, filled) * 3 < Math.Max(named, filled) * 2) return null;
        int? line = missing > 0 ? FirstLine(list, names, column, missing) : null;
        return line is null && EndsByChance(list, missing > 0 ? column : names, Math.Abs(missing)) ? null : new(list.Columns[column], Filled(list, names), Filled(list, column), line, missing);
    }

    /// <summary>Where so many cells are empty all over a column that as many may well be at its end.</summary>
    private static bool EndsByChance(PeopleList list, int column, int missing)
    {
        int end = End(list, column);
        return Math.Pow((double)(end - Filled(list, column)) / end, missing) > 0.05;
    }

    /// <summary>How many lines there are down to the last filled cell, whatever gaps stand higher.</summary>
    private static int End(PeopleList list, int column)
    {
        int last = list.Rows.Count - 1;
        while (last >= 0 && Cell(list, last, column).Length == 0) last--;
        return last + 1;
    }

    private static int Filled(PeopleList list, int column) => Enumerable.Range(0, list.Rows.Count).Count(i => Cell(list, i, column).Length > 0);

    /// <summary>The first line from which cells speak for the person further down rather than for their own.</summary>
    private static int? FirstLine(PeopleList list, int names, int column, int most)
    {
        var field = list.Columns[column];
        int email = list.Columns.ToList().IndexOf(PersonField.Email);
        if (field is not (PersonField.Affiliation or PersonField.Email) || email < 0) return null;
        bool Speaks(int person, int cell) => cell >= 0 && (field == PersonField.Email
            ? NameIn(Cell(list, person, names), Cell(list, cell, column)) : OrganisationIn(Cell(list, cell, column), Cell(list, person, email)));
        int rows = list.Rows.Count;
        int[] own = [.. Enumerable.Range(0, rows).Select(i => Speaks(i, i) ? 1 : 0)];
        int[] moved = [.. Enumerable.Range(0, rows).Select(i => Enumerable.Range(1, most).Any(by => Speaks(i, i - by)) ? 1 : 0)];
        // Before the slip each cell speaks for its own line, from there on for a later one.
        int score = moved.Sum(), best = score, from = 0;
        for (int i = 0; i < rows; i++)
        {
            score += own[i] - moved[i];
            if (score > best) (best, from) = (score, i + 1);
        }

        if (best < own.Sum() + 2) return null;
        int first = Array.FindIndex(moved, from, m => m == 1);
        return first < 0 ? null : list.Rows[first].Line;
    }

    private static bool NameIn(string name, string address) => address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && Words(name).Any(w => w.Length >= 3 && PlainText.Searchable(address[..at]).Contains(w, StringComparison.Ordinal));

    private static bool OrganisationIn(string organisation, string address) => address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && Words(organisation).Any(w => w.Length >= 4 && PlainText.Searchable(address[(at + 1)..]).Split(' ').SkipLast(1).Any(label => label.Contains(w, StringComparison.Ordinal) || (label.Length >= 4 && w.StartsWith(label, StringComparison.Ordinal))));

    private static string[] Words(string text) => PlainText.Searchable(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Cell(PeopleList list, int row, int column) => list.Rows[row].Cells.ElementAtOrDefault(column) ?? "";
}
