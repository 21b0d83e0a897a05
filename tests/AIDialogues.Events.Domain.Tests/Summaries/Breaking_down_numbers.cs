using CsCheck;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Summaries;

/// <summary>Published tables, judged by an attacker of the tests' own: bounds of hidden cells by cuts, not by the flow that the product uses.</summary>
public sealed class Breaking_down_numbers
{
    private const int Tables = 10_000;

    private static readonly Gen<Disclosure> Rules = Gen.Select(Gen.Int[2, 5], Gen.Int[1, 5], (k, m) => new Disclosure(k, m, SmallestPopulation: 10));

    // Mostly small numbers: where nothing is small, nothing has to be hidden.
    private static readonly Gen<(CountTable Table, Disclosure Rule)> Cases =
        from rule in Rules
        from rows in Gen.Int[2, 6]
        from columns in Gen.Int[2, 5]
        from counts in Gen.Frequency((3, Gen.Int[0, 6]), (2, Gen.Int[0, 30]), (2, Gen.Int[15, 80])).Array[columns].Array[rows]
        from population in Gen.Int[5, 40].Array[columns]
        from hasPopulation in Gen.Bool
        from read in Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[0, 3]), (1, Gen.Int[0, 80])).Array[columns].Array[rows]
        select (new CountTable([.. Names("r", rows)], [.. Names("c", columns)], counts, hasPopulation ? population : null)
        {
            Known = [.. counts.Select((row, r) => (IReadOnlyList<int>)[.. row.Select((cell, c) => Math.Min(cell, read[r][c]))])],
        }, rule);

    [Fact]
    public void Case_66_shows_no_small_cell_and_lets_none_be_worked_out_in_10_000_random_tables()
    {
        int published = 0, hidden = 0;
        Cases.Sample(
            given =>
            {
                if (Breakdown.Of(given.Table, given.Rule) is not { } table) return;
                _ = Interlocked.Increment(ref published);
                _ = Interlocked.Add(ref hidden, table.Cells.Sum(r => r.Count(c => c is null)));
                Assert.Empty(Violations(table, given.Table, given.Rule));
            },
            iter: Tables, threads: 1);
        // Otherwise the property would hold of nothing.
        Assert.True(published > Tables / 10, $"only {published} tables were published");
        Assert.True(hidden > published, $"only {hidden} cells were hidden");
    }

    [Fact]
    public void Case_66_finds_fault_with_hiding_small_cells_alone()
    {
        int violations = 0;
        Cases.Sample(
            given => _ = Interlocked.Add(ref violations, Violations(Naively(given.Table.Gathered(given.Rule), given.Rule), given.Table, given.Rule).Count()),
            iter: 500, threads: 1);
        Assert.True(violations > 100, $"the attacker found only {violations}");
    }

    [Fact]
    public void Case_66_a_total_gives_a_single_hidden_cell_away_and_so_hides_others()
    {
        var counts = new CountTable(["a", "b", "c"], ["x", "y", "z"], [[2, 20, 30], [20, 20, 30], [20, 20, 30]]);
        var table = Breakdown.Of(counts, Disclosure.OfStatements)!;
        Assert.Equal(4, table.Cells.Sum(r => r.Count(c => c is null)));
        Assert.Null(table.Cells[0][0]);
    }

    [Fact]
    public void Case_66_a_table_that_the_sentences_beside_it_would_fill_in_is_not_published()
    {
        // Nine proposals, four and five of them: whoever counts the sentences, each said once, has both.
        var counts = new CountTable(["a", "b"], ["x", "y"], [[4, 20], [5, 30]]) { Known = [[4, 20], [5, 30]] };

        Assert.Null(Breakdown.Of(counts, Disclosure.OfStatements));
        Assert.NotNull(Breakdown.Of(new CountTable(["a", "b", "c"], ["x", "y", "z"], [[4, 20, 20], [9, 30, 20], [9, 30, 20]]) { Known = [[2, 5, 5], [1, 5, 5], [1, 5, 5]] }, Disclosure.OfStatements));
    }

    [Fact]
    public void Case_66_counts_persons_by_the_bound_of_what_one_of_them_can_give()
    {
        var rule = Disclosure.OfGroups(mostPerPerson: 5);
        Assert.Equal((4, 5, 21), (rule.PersonsAtLeast(20), rule.PersonsAtLeast(21), rule.Least));
        Assert.Equal((false, true), (rule.Enough(20), rule.Enough(21)));
        // Twenty statements may be four people's: the cell is not shown, though twenty is no small number.
        var table = Breakdown.Of(new CountTable(["a", "b", "c"], ["x", "y", "z"], [[20, 60, 60], [60, 60, 60], [60, 60, 60]], [30, 30, 30]), rule)!;
        Assert.Null(table.Cells[0][0]);
    }

    [Fact]
    public void Case_66_gathers_groups_that_are_too_small_to_be_asked_about()
    {
        var table = Breakdown.Of(new CountTable(["a", "b"], ["x", "y", "z", "w"], [[40, 41, 42, 43], [44, 45, 46, 47]], [30, 30, 9, 8]), new Disclosure(5, 1, 10))!;
        Assert.Equal(["x", "y", CountTable.Other], table.Columns);
        Assert.Equal([85, 93], table.Cells.Select(r => r[2]));
    }

    [Fact]
    public void Case_66_never_shows_that_all_of_a_group_were_of_one_mind()
    {
        var table = Breakdown.Of(new CountTable(["a", "b", "c"], ["x", "y", "z"], [[30, 0, 30], [30, 30, 30], [30, 40, 30]]), Disclosure.OfStatements)!;
        Assert.Null(table.Cells[0][1]);
        Assert.DoesNotContain(table.Cells.SelectMany((row, r) => row.Select((cell, c) => (cell, r, c))), x => x.cell is { } shown && (shown == 0 || shown == table.RowTotals[x.r] || shown == table.ColumnTotals[x.c]));
    }

    [Fact]
    public void Case_66_two_tables_about_the_same_rows_differ_in_nothing_that_can_be_subtracted() =>
        (from rows in Gen.Int[2, 6]
         from people in Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 2]).Array[40, 400]
         select (rows, people)).Sample(
            given =>
            {
                var kinds = Breakdown.Of(Count(given.rows, 4, given.people.Select(p => (p.Item1 % given.rows, p.Item2))), Disclosure.OfStatements);
                var groups = Breakdown.Of(Count(given.rows, 3, given.people.Select(p => (p.Item1 % given.rows, p.Item3))), Disclosure.OfStatements);
                if (kinds is null || groups is null) return;
                Assert.Equal(kinds.Rows, groups.Rows);
                Assert.Equal(kinds.RowTotals, groups.RowTotals);
            },
            iter: 1000, threads: 1);

    private static CountTable Count(int rows, int columns, IEnumerable<(int Row, int Column)> said)
    {
        var counted = said.CountBy(s => s).ToDictionary();
        return new([.. Names("r", rows)], [.. Names("c", columns)], [.. Enumerable.Range(0, rows).Select(r => (IReadOnlyList<int>)[.. Enumerable.Range(0, columns).Select(c => counted.GetValueOrDefault((r, c)))])]);
    }

    private static IEnumerable<string> Violations(Breakdown table, CountTable counts, Disclosure rule)
    {
        var actual = counts.Gathered(rule);
        bool[,] hidden = new bool[table.Rows.Count, table.Columns.Count];
        for (int r = 0; r < table.Rows.Count; r++)
            for (int c = 0; c < table.Columns.Count; c++)
                hidden[r, c] = table.Cells[r][c] is null;
        for (int r = 0; r < table.Rows.Count; r++)
        {
            for (int c = 0; c < table.Columns.Count; c++)
            {
                if (table.Cells[r][c] is { } shown)
                {
                    if (!rule.Enough(shown)) yield return $"{shown} is shown";
                    if (shown != actual.Counts[r][c]) yield return $"{shown} is not what was counted";
                    if (actual.Population is { } population && population[c] < rule.SmallestPopulation) yield return $"a group of {population[c]} is shown";
                }
                else
                {
                    var (least, most) = Attacker.Bounds(table, hidden, r, c, actual.Known);
                    if (actual.Counts[r][c] < least || actual.Counts[r][c] > most) yield return "the attacker is wrong";
                    if (!rule.Enough(most - least)) yield return $"between {least} and {most}";
                }
            }
        }
    }

    private static Breakdown Naively(CountTable table, Disclosure rule) => new(
        table.Rows, table.Columns, [.. table.Counts.Select(row => (IReadOnlyList<int?>)[.. row.Select((cell, c) => rule.Enough(cell) && (table.Population is not { } p || p[c] >= rule.SmallestPopulation) ? (int?)cell : null)])],
        [.. Enumerable.Range(0, table.Rows.Count).Select(table.RowTotal)], [.. Enumerable.Range(0, table.Columns.Count).Select(table.ColumnTotal)]);

    private static IEnumerable<string> Names(string of, int count) => Enumerable.Range(0, count).Select(i => of + i);

    /// <summary>Knows what is published, and how often each cell can be read of at least: what is left of each total is spread over the hidden cells as far as cuts allow (Gale).</summary>
    private static class Attacker
    {
        public static (int Least, int Most) Bounds(Breakdown table, bool[,] hidden, int row, int column, IReadOnlyList<IReadOnlyList<int>>? known)
        {
            int rows = table.Rows.Count, columns = table.Columns.Count;
            int[] rowRest = [.. Enumerable.Range(0, rows).Select(r => table.RowTotals[r] - Enumerable.Range(0, columns).Sum(c => table.Cells[r][c] ?? Floor(r, c)))];
            int[] columnRest = [.. Enumerable.Range(0, columns).Select(c => table.ColumnTotals[c] - Enumerable.Range(0, rows).Sum(r => table.Cells[r][c] ?? Floor(r, c)))];
            bool[,] others = (bool[,])hidden.Clone();
            others[row, column] = false;
            int whole = rowRest.Sum();
            int least = whole - LargestSpread(rowRest, columnRest, others);
            int most = Math.Min(rowRest[row], columnRest[column]);
            for (; most > least; most--)
            {
                int[] r = [.. rowRest], c = [.. columnRest];
                (r[row], c[column]) = (r[row] - most, c[column] - most);
                if (LargestSpread(r, c, others) == whole - most) break;
            }

            return (least + Floor(row, column), most + Floor(row, column));

            int Floor(int r, int c) => known?[r][c] ?? 0;
        }

        private static int LargestSpread(int[] rows, int[] columns, bool[,] open)
        {
            int smallest = int.MaxValue;
            for (int chosen = 0; chosen < 1 << rows.Length; chosen++)
            {
                int cut = 0;
                for (int r = 0; r < rows.Length; r++)
                    if ((chosen & (1 << r)) == 0) cut += rows[r];
                for (int c = 0; c < columns.Length; c++)
                    if (Enumerable.Range(0, rows.Length).Any(r => (chosen & (1 << r)) != 0 && open[r, c])) cut += columns[c];
                smallest = Math.Min(smallest, cut);
            }

            return smallest;
        }
    }
}
