namespace AIDialogues.Events.Domain;

/// <summary>
/// A table as it may be published: small cells are hidden, and as many others as it takes that no total gives one away. Whoever knows
/// every shown cell and every total, and how often each cell can be read of at least, still cannot tell a hidden cell to within k persons.
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
            var next = NextToHide(table, hidden, guessable);
            if (next.Count == 0) return null;
            foreach (var (row, column) in next) hidden[row, column] = true;
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
        var bounds = new CellBounds(table, hidden);
        foreach (var (row, column) in All(table))
        {
            if (!hidden[row, column]) continue;
            var (least, most) = bounds.Of(row, column);
            if (!rule.Enough(most - least)) return (row, column);
        }

        return null;
    }

    /// <summary>What closes the cheapest ring of four round the cell; failing that the smallest shown cell. Empty: all are hidden.</summary>
    private static IReadOnlyList<(int Row, int Column)> NextToHide(CountTable table, bool[,] hidden, (int Row, int Column) guessable)
    {
        var shown = All(table).Where(cell => !hidden[cell.Row, cell.Column]).ToHashSet();
        var rings = All(table).Where(across => across.Row != guessable.Row && across.Column != guessable.Column)
            .Select(across => new[] { across, (across.Row, guessable.Column), (guessable.Row, across.Column) }.Where(shown.Contains).ToArray());
        return rings.Where(ring => ring.Length > 0).MinBy(ring => ring.Sum(Count)) ?? [.. shown.OrderBy(Count).Take(1)];

        int Count((int Row, int Column) cell) => table.Counts[cell.Row][cell.Column];
    }

    private static IEnumerable<(int Row, int Column)> All(CountTable table) =>
        from row in Enumerable.Range(0, table.Rows.Count) from column in Enumerable.Range(0, table.Columns.Count) select (row, column);
}
