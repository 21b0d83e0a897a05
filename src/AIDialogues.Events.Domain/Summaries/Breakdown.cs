namespace AIDialogues.Events.Domain;

/// <summary>
/// A table as it may be published: small cells are hidden, and as many others as it takes that no total gives one away. Whoever knows
/// every shown cell and every total still cannot tell a hidden cell to within k persons.
/// </summary>
public sealed record Breakdown(IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<int?>> Cells, IReadOnlyList<int> RowTotals, IReadOnlyList<int> ColumnTotals)
{
    /// <summary>Null when no table of these numbers can be published.</summary>
    public static Breakdown? Of(CountTable counts, Disclosure rule)
    {
        var table = counts.Gathered(rule);
        if (table.Rows.Count < 2 || table.Columns.Count < 2) return null;
        bool[,] hidden = new bool[table.Rows.Count, table.Columns.Count];
        foreach (var (row, column) in All(table)) hidden[row, column] = IsTelling(table, rule, row, column);
        while (FirstGuessable(table, hidden, rule) is { } guessable)
        {
            if (NextToHide(table, hidden, guessable) is not { } next) return null;
            hidden[next.Row, next.Column] = true;
        }

        return new(table.Rows, table.Columns,
            [.. table.Counts.Select((row, r) => (IReadOnlyList<int?>)[.. row.Select((cell, c) => hidden[r, c] ? (int?)null : cell)])],
            [.. Enumerable.Range(0, table.Rows.Count).Select(table.RowTotal)], [.. Enumerable.Range(0, table.Columns.Count).Select(table.ColumnTotal)]);
    }

    /// <summary>Too few persons; or a whole row or column of one mind, which tells what each of them said.</summary>
    private static bool IsTelling(CountTable table, Disclosure rule, int row, int column)
    {
        int cell = table.Counts[row][column];
        bool fewPersons = table.Population is { } population && population[column] < rule.SmallestPopulation;
        return !rule.Enough(cell) || fewPersons || cell == table.RowTotal(row) || cell == table.ColumnTotal(column);
    }

    private static (int Row, int Column)? FirstGuessable(CountTable table, bool[,] hidden, Disclosure rule)
    {
        var bounds = new CellBounds(table.Counts, hidden);
        foreach (var (row, column) in All(table))
        {
            if (!hidden[row, column]) continue;
            var (least, most) = bounds.Of(row, column);
            if (!rule.Enough(most - least)) return (row, column);
        }

        return null;
    }

    /// <summary>The smallest shown cell in the same row or column; failing that anywhere.</summary>
    private static (int Row, int Column)? NextToHide(CountTable table, bool[,] hidden, (int Row, int Column) guessable)
    {
        var shown = All(table).Where(cell => !hidden[cell.Row, cell.Column]).ToList();
        return shown.Count == 0 ? null : shown.OrderBy(c => c.Row != guessable.Row && c.Column != guessable.Column)
            .ThenBy(c => table.Counts[c.Row][c.Column]).ThenBy(c => c.Row).ThenBy(c => c.Column).First();
    }

    private static IEnumerable<(int Row, int Column)> All(CountTable table) =>
        from row in Enumerable.Range(0, table.Rows.Count) from column in Enumerable.Range(0, table.Columns.Count) select (row, column);
}
