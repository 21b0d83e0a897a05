namespace AIDialogues.Events.Domain;

/// <summary>
/// What a reader who knows every shown cell, every total and the least of each cell can work out about a hidden one: its least and greatest possible value,
/// exactly. Values can be moved round a ring of hidden cells without changing a total; how far is a flow.
/// </summary>
internal sealed class CellBounds(CountTable table, bool[,] hidden)
{
    private readonly IReadOnlyList<IReadOnlyList<int>> _counts = table.Counts;
    private readonly int _rows = hidden.GetLength(0);
    private readonly int _columns = hidden.GetLength(1);

    public (int Least, int Most) Of(int row, int column)
    {
        int here = _counts[row][column];
        // The flow knows the floor of all cells but this one.
        return (Math.Max(Floor(row, column), here - Flow(from: row, to: _rows + column, row, column)), here + Flow(from: _rows + column, to: row, row, column));
    }

    /// <summary>Nothing was said fewer than no times, nor less often than can be read.</summary>
    private int Floor(int row, int column) => table.Known is { } known ? Math.Min(known[row][column], _counts[row][column]) : 0;

    /// <summary>Rows are nodes 0…, columns follow. From row to column a hidden cell may grow without end, back it may shrink to its floor.</summary>
    private int Flow(int from, int to, int exceptRow, int exceptColumn)
    {
        int nodes = _rows + _columns;
        long[,] room = new long[nodes, nodes];
        for (int r = 0; r < _rows; r++)
        {
            for (int c = 0; c < _columns; c++)
            {
                if (!hidden[r, c] || (r == exceptRow && c == exceptColumn)) continue;
                room[r, _rows + c] = int.MaxValue;
                room[_rows + c, r] = _counts[r][c] - Floor(r, c);
            }
        }

        long total = 0;
        while (Push(room, from, to, nodes) is > 0 and var more) total += more;
        return (int)Math.Min(total, int.MaxValue);
    }

    private static long Push(long[,] room, int from, int to, int nodes)
    {
        int[] before = new int[nodes];
        Array.Fill(before, -1);
        before[from] = from;
        var queue = new Queue<int>([from]);
        while (before[to] < 0 && queue.TryDequeue(out int at))
        {
            for (int next = 0; next < nodes; next++)
            {
                if (before[next] >= 0 || room[at, next] == 0) continue;
                before[next] = at;
                queue.Enqueue(next);
            }
        }

        if (before[to] < 0) return 0;
        long least = long.MaxValue;
        for (int at = to; at != from; at = before[at]) least = Math.Min(least, room[before[at], at]);
        for (int at = to; at != from; at = before[at]) (room[before[at], at], room[at, before[at]]) = (room[before[at], at] - least, room[at, before[at]] + least);
        return least;
    }
}
