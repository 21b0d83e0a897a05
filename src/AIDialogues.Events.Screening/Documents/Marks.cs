using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Documents;

/// <summary>Which words of a document identify somebody, and how. Neighbouring marks become one finding.</summary>
internal sealed class Marks(Tokens tokens)
{
    private const int WidestGap = 4;

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
            while (Has(i + 1) && tokens.Gap(i) is var gap && gap.Length <= WidestGap && !gap.ContainsAny(",;\"\n")) i++;
            found.Add(new(tokens[first].Start, tokens[i].End - tokens[first].Start, kind, Reason(kind), null));
        }
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
