using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Directory;

/// <summary>Well-known bodies under all their names, so that a participant from the OECD is not pointed at as "l'OCDE".</summary>
internal static class KnownBodies
{
    private static readonly Dictionary<string, string[]> ByForm = Read();

    public static IEnumerable<string> FormsOf(string? affiliation, string? acronym)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var written in new[] { affiliation, WithoutBrackets(affiliation), InBrackets(affiliation), acronym })
        {
            if (string.IsNullOrWhiteSpace(written)) continue;
            forms.Add(written.Trim());
            if (ByForm.TryGetValue(Key(written), out var others)) forms.UnionWith(others);
        }
        return forms;
    }

    private static string? WithoutBrackets(string? name) =>
        name is not null && name.IndexOf('(', StringComparison.Ordinal) is > 0 and var at ? name[..at] : null;

    private static string? InBrackets(string? name)
    {
        var from = name?.IndexOf('(', StringComparison.Ordinal) ?? -1;
        var to = name?.IndexOf(')', StringComparison.Ordinal) ?? -1;
        if (from < 0 || to <= from + 1) return null;
        var inside = name![(from + 1)..to].Trim();
        // "(OECD)" is an acronym; "(France)" is not another name of the ministry.
        return inside.Length is >= 2 and <= 8 && inside.All(char.IsUpper) ? inside : null;
    }

    private static string Key(string written)
    {
        var key = Folding.Key(written);
        return key.StartsWith("the", StringComparison.Ordinal) && ByForm.ContainsKey(key[3..]) ? key[3..] : key;
    }

    private static Dictionary<string, string[]> Read()
    {
        var byForm = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var line in Words.Lines("bodies.txt"))
        {
            var forms = line.Split('|', StringSplitOptions.TrimEntries);
            foreach (var form in forms) byForm.TryAdd(Folding.Key(form), forms);
        }
        return byForm;
    }
}
