namespace AIDialogues.Events.Data;

/// <summary>Lists as mail programs write them: <c>Awa Diallo &lt;awa@bassin.test&gt;</c>, one a line or several after each other.</summary>
internal static class AddressLines
{
    /// <summary>Null when most lines are written otherwise. Cells: name, address, and what follows the address.</summary>
    public static IReadOnlyList<PeopleListRow>? Read(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        int filled = lines.Count(l => !string.IsNullOrWhiteSpace(l));
        if (text.Contains('\t', StringComparison.Ordinal) || lines.Count(l => Address(l, 0) is not null) * 2 <= filled) return null;
        var rows = new List<PeopleListRow>();
        for (int i = 0; i < lines.Length; i++)
            if (!string.IsNullOrWhiteSpace(lines[i])) rows.AddRange(Entries(lines[i]).Select(cells => new PeopleListRow(i + 1, cells)));
        return rows;
    }

    private static IEnumerable<string[]> Entries(string line)
    {
        int from = 0;
        if (Address(line, 0) is null) yield return Bare(line);
        while (Address(line, from) is var (open, close))
        {
            var next = Address(line, close);
            // What follows belongs to this person, unless another address follows: then it is that one's name.
            string after = next is null ? line[(close + 1)..] : "";
            yield return [Trim(line[from..open]), line[(open + 1)..close].Trim(), Trim(after)];
            from = close + 1;
        }
    }

    private static string[] Bare(string line) => line.Contains('@', StringComparison.Ordinal) ? ["", Trim(line), ""] : [Trim(line), "", ""];

    private static (int Open, int Close)? Address(string line, int from)
    {
        int open = line.IndexOf('<', from);
        int close = open < 0 ? -1 : line.IndexOf('>', open);
        return close > open && line.IndexOf('@', open, close - open) > 0 ? (open, close) : null;
    }

    private static string Trim(string text) => text.Trim().Trim(',', ';', '"', '\'', ' ');
}
