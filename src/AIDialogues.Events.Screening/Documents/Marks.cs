using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Documents;

/// <summary>Which words of a document identify somebody, and how. Neighbouring marks become one finding.</summary>
internal sealed class Marks(Tokens tokens)
{
    private const int WidestGap = 4;
    private const int WidestAddressGap = 6;

    private static readonly HashSet<string> Abbreviations = new(StringComparer.Ordinal) { "mr", "mrs", "ms", "dr", "prof", "ltd", "inc", "corp", "co", "st", "apt", "jr", "sr", "bros", "ul" };

    private readonly FindingKind?[] kinds = new FindingKind?[tokens.Count];

    public FindingKind? this[int i] => i >= 0 && i < kinds.Length ? kinds[i] : null;

    public bool Has(int i) => this[i] is not null;

    public void Set(int i, FindingKind kind)
    {
        if (i >= 0 && i < kinds.Length) kinds[i] ??= kind;
    }

    public void Set(int first, int last, FindingKind kind)
    {
        for (var i = first; i <= last; i++) Set(i, kind);
    }

    public void Clear(int i)
    {
        if (i >= 0 && i < kinds.Length) kinds[i] = null;
    }

    public void Report(List<Finding> found)
    {
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] is not { } kind) continue;
            var first = i;
            var inAddress = false;
            while (Has(i + 1) && Continues(i, inAddress))
            {
                inAddress |= kinds[i] == FindingKind.Number && kinds[i + 1] is not FindingKind.Number || kinds[i] is FindingKind.Place && kinds[i + 1] == FindingKind.Number;
                i++;
            }
            var end = End(tokens[first].Start, i);
            found.Add(new(tokens[first].Start, end - tokens[first].Start, kind, IsUnsure(first, i) ? "document-word" : Reason(kind), null));
        }
    }

    /// <summary>A lone word that no list knows, small or at the start of a sentence: a name, or only a rare word ("Incidents rise"). Nothing is put in its place unseen.</summary>
    private bool IsUnsure(int first, int last) => first == last && kinds[first] == FindingKind.PersonName && (tokens[first].StartsSentence || !tokens[first].Capital)
        && !Words.GivenNames.Contains(tokens.Word(first));

    /// <summary>Commas and new lines part names, but not the lines of an address.</summary>
    private bool Continues(int i, bool inAddress)
    {
        var gap = tokens.Gap(i);
        var address = inAddress || kinds[i] is FindingKind.Number or FindingKind.Place && kinds[i + 1] is FindingKind.Number or FindingKind.Place or FindingKind.PersonName
            || kinds[i + 1] is FindingKind.Number or FindingKind.Place;
        return gap.Length <= (address ? WidestAddressGap : WidestGap) && !gap.ContainsAny(address ? ";\"?!" : ",;\"\n");
    }

    /// <summary>An abbreviation's dot and a bracket that was opened inside belong to what was found.</summary>
    private int End(int start, int last)
    {
        var end = tokens[last].End;
        var text = tokens.Text;
        if (end >= text.Length) return end;
        var found = text.AsSpan(start, end - start);
        if (text[end] == ')' && found.Contains('(') && !found.Contains(')')) return end + 1;
        return text[end] == '.' && (tokens[last].Length == 1 || Abbreviations.Contains(tokens.Word(last))) ? end + 1 : end;
    }

    private static string Reason(FindingKind kind) => kind switch
    {
        FindingKind.PersonName => "document-name",
        FindingKind.Organisation => "document-organisation",
        FindingKind.Place => "document-place",
        FindingKind.Date => "document-date",
        FindingKind.Number => "document-number",
        FindingKind.Group => "document-group",
        FindingKind.Role => "document-role",
        _ => "document-other",
    };
}
