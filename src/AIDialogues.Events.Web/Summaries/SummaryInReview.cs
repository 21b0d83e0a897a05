using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Boards;
using AIDialogues.Events.Web.Publications;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>A summary with what is needed to judge its words.</summary>
public sealed class SummaryInReview(Summary summary, InScope scope, IReadOnlyList<Person> people, Screener? screener, AnonymitySets sets, KeyStore keys)
{
    private readonly IReadOnlyList<(string Words, string Affiliation)> _known =
        [.. people.Select(p => (PlainText.Searchable($"{p.GivenName} {p.FamilyName}"), PlainText.Searchable(p.Affiliation)))];

    // Asked for by the checks and by the page: words are screened once.
    private readonly Dictionary<string, IReadOnlyList<Finding>> _found = new(StringComparer.Ordinal);

    public Summary Summary => summary;

    public InScope Scope => scope;

    /// <summary>Refused while a session is in it that was put off the record since: only a new assembly leaves it out.</summary>
    public Refusal? LeftIn => Withheld is { } withheld && withheld == SummaryRefusals.AssembleAgain ? withheld : null;

    /// <summary>Why readers do not get it though it is released or published.</summary>
    public Refusal? Withheld => scope.Rules.Withhold(summary);

    /// <summary>What points at somebody in these words and must change; nothing in a session on the record.</summary>
    public IReadOnlyList<Finding> Findings(string words)
    {
        if (screener is null) return [];
        if (!_found.TryGetValue(words, out var found)) _found.Add(words, found = screener.Screen(words, LanguageOf(words), sets));
        return found;
    }

    /// <summary>All that a reviewer should look at in a sentence: what must change first, then what is to be read.</summary>
    public IReadOnlyList<SummaryCheck> Checks(SummaryItem item)
    {
        if (screener is null || !item.Shown) return [];
        var findings = Findings(item.Words);
        var checks = findings.Select(f => Check(item, f, (text, finding, language) => screener.RewritePoint(text, finding, language, sets), blocks: item.RiskProposedBy is null)).ToList();
        if (item.IsContested) checks.Insert(0, new(item, 0, item.Words.Length, CheckReason.Contested, null, Blocks: true, null));
        var further = screener.ScreenDocument(item.Words, LanguageOf(item.Words)).Where(f => !findings.Any(b => f.Start < b.Start + b.Length && b.Start < f.Start + f.Length));
        checks.AddRange(further.Select(f => Check(item, f, screener.RewriteDocument, blocks: false)));
        if (SummaryCheck.Quotation(item) is { } quotation) checks.Add(quotation);
        return checks;
    }

    /// <param name="barred">Words that objections took out of other summaries about some of the same sessions.</param>
    public void ScreenAgain(IReadOnlyCollection<string> barred)
    {
        summary.Bar(barred);
        summary.ScreenAgain(Marks);
    }

    /// <summary>Rewords a sentence; new words are screened like the old ones.</summary>
    public Refusal? Reword(Id<SummaryItem> item, string words, Guid? riskBy, bool setAside) =>
        summary.Reword(item, words, Marks(SummaryItem.Tidy(words)), riskBy, setAside);

    private string[] Marks(string words) => [.. Findings(words).Select(f => f.MarkIn(words, keys))];

    private SummaryCheck Check(SummaryItem item, Finding finding, Func<string, Finding, TextLanguage, Rewrite?> rewrite, bool blocks)
    {
        string found = PlainText.Searchable(item.Words.Substring(finding.Start, finding.Length));
        int? unmasked = finding.Kind switch
        {
            FindingKind.ParticipantName => Count(found, k => k.Words),
            FindingKind.ParticipantAffiliation => Count(found, k => k.Affiliation),
            _ => null,
        };
        return new(item, finding.Start, finding.Length, CheckReason.Finding, finding.Kind, blocks, unmasked, finding.Reason) { Fits = WhoFits.Of(sets, item.Words, finding), Rewriting = new(() => rewrite(item.Words, finding, LanguageOf(item.Words))) };
    }

    /// <summary>How many invited people share the words found; at least one, or they would not have been found.</summary>
    private int Count(string found, Func<(string Words, string Affiliation), string> field)
    {
        string[] words = found.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Math.Max(1, _known.Count(k => field(k).Split(' ') is var known && words.Any(w => w.Length > 2 && known.Contains(w, StringComparer.Ordinal))));
    }

    private TextLanguage LanguageOf(string words) => Gist.LanguageOf(words, summary.Language).ToScreen();
}

public enum CheckReason
{
    Finding,

    /// <summary>A telling turn of phrase is recognised by whoever was there.</summary>
    Quotation,

    /// <summary>A participant objected to these very words, and rightly.</summary>
    Contested,
}

/// <summary>One thing to look at in a sentence. How many could be unmasked is a count, never who.</summary>
public sealed record SummaryCheck(SummaryItem Item, int Start, int Length, CheckReason Reason, FindingKind? Kind, bool Blocks, int? Unmasked, string? Code = null)
{
    public string Excerpt => Item.Words.Substring(Start, Length);

    /// <summary>Who fits all that the sentence hints at; null where it hints at nobody.</summary>
    public AnonymitySet? Fits { get; init; }

    internal Lazy<Rewrite?> Rewriting { get; init; } = new((Rewrite?)null);

    /// <summary>Other words that pass the same screening, and the sentence with them; null when there are none. Looked for when it is asked for.</summary>
    public Rewrite? Rewrite => Rewriting.Value;

    /// <summary>What can stand in the very place of what was found; null when more of the sentence would change.</summary>
    public string? Suggestion => Rewrite is { } rewrite && string.Concat(Item.Words.AsSpan(0, Start), rewrite.Words, Item.Words.AsSpan(Start + Length)) == rewrite.Text ? rewrite.Words : null;

    internal static SummaryCheck? Quotation(SummaryItem item)
    {
        int start = item.Words.IndexOfAny(['“', '«', '"']);
        int end = start < 0 ? -1 : item.Words.LastIndexOfAny(['”', '»', '"']);
        return end > start ? new(item, start, end - start + 1, CheckReason.Quotation, null, Blocks: false, null) : null;
    }
}
