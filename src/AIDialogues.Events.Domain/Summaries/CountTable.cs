namespace AIDialogues.Events.Domain;

/// <summary>Numbers of statements by two features, before anything is hidden; never shown as it is.</summary>
/// <param name="Population">How many persons each column is about; null where columns are no groups of persons.</param>
public sealed record CountTable(IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<int>> Counts, IReadOnlyList<int>? Population = null)
{
    /// <summary>The least that a reader knows of each cell without this table: behind each sentence that is read stands at least one statement. Null: nothing.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? Known { get; init; }

    /// <summary>The name of what small rows or columns are gathered in.</summary>
    public const string Other = "other";

    public int RowTotal(int row) => Counts[row].Sum();

    public int ColumnTotal(int column) => Counts.Sum(row => row[column]);

    /// <summary>Small rows gathered in one, then small columns. Rows depend on their totals alone, so tables about the same rows gather alike.</summary>
    public CountTable Gathered(Disclosure rule)
    {
        var table = Gathered([.. Enumerable.Range(0, Rows.Count).Select(RowTotal)], rule, _ => true);
        var turned = table.Turned();
        return turned.Gathered([.. Enumerable.Range(0, turned.Rows.Count).Select(turned.RowTotal)], rule, row => Population is null || Population[row] >= rule.SmallestPopulation).Turned(Population, Columns);
    }

    private CountTable Gathered(int[] totals, Disclosure rule, Func<int, bool> bigEnough)
    {
        var order = Enumerable.Range(0, Rows.Count).OrderBy(r => bigEnough(r)).ThenBy(r => totals[r]).ThenBy(r => Rows[r], StringComparer.Ordinal).ToList();
        int small = order.Count(r => !rule.Enough(totals[r]) || !bigEnough(r));
        // Gathering must end in something large enough itself, so the next smallest may have to join.
        while (small > 0 && small < order.Count && !rule.Enough(order.Take(small).Sum(r => totals[r]))) small++;
        if (small == 0) return this;
        var gathered = order.Take(small).ToHashSet();
        var kept = Enumerable.Range(0, Rows.Count).Where(r => !gathered.Contains(r)).ToList();
        return this with { Rows = [.. kept.Select(r => Rows[r]), Other], Counts = Together(Counts), Known = Known is null ? null : Together(Known) };

        IReadOnlyList<IReadOnlyList<int>> Together(IReadOnlyList<IReadOnlyList<int>> cells) =>
            [.. kept.Select(r => cells[r]), (int[])[.. Enumerable.Range(0, Columns.Count).Select(c => gathered.Sum(r => cells[r][c]))]];
    }

    private CountTable Turned()
    {
        return new(Columns, Rows, Across(Counts)) { Known = Known is null ? null : Across(Known) };

        IReadOnlyList<IReadOnlyList<int>> Across(IReadOnlyList<IReadOnlyList<int>> cells) =>
            [.. Enumerable.Range(0, Columns.Count).Select(c => (IReadOnlyList<int>)[.. cells.Select(row => row[c])])];
    }

    private CountTable Turned(IReadOnlyList<int>? population, IReadOnlyList<string> names)
    {
        var turned = Turned();
        if (population is null) return turned;
        int known = turned.Columns.Where(c => c != Other).Sum(c => population[IndexOf(names, c)]);
        return turned with { Population = [.. turned.Columns.Select(c => c == Other ? population.Sum() - known : population[IndexOf(names, c)])] };
    }

    private static int IndexOf(IReadOnlyList<string> names, string name) => Enumerable.Range(0, names.Count).First(i => names[i] == name);
}
