using AIDialogues.Events.Screening.Directory;
using AIDialogues.Events.Screening.Documents;
using AIDialogues.Events.Screening.Points;
using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening;

/// <summary>Says where a text points at somebody. Immutable, safe for many threads, linear in the text, and indifferent to the
/// number of participants: everything is a look-up and nothing backtracks.</summary>
public sealed class Screener
{
    private const int Stretch = 16_384;
    private const int Overlap = 256;

    private readonly PhraseMatcher matcher;

    public Screener(ParticipantDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        matcher = new(directory.Phrases);
    }

    internal Screener(PhraseMatcher matcher) => this.matcher = matcher;

    /// <summary>For a rapporteur's point: participants, their affiliations, attributions and contact data; few false alerts.</summary>
    /// <param name="sets">When given, what a text hints at beside that is found as soon as fewer people fit it than may; without it, wherever a person of one country is meant.</param>
    public IReadOnlyList<Finding> Screen(string text, TextLanguage language, AnonymitySets? sets = null) => InStretches(text, (tokens, found) =>
    {
        PhraseFindings.Of(tokens, matcher.Match(tokens), found);
        Contacts.Find(tokens, found);
        Attributions.Find(tokens, found);
        if (sets is null) Nationals.Find(tokens, found);
        NamedPersons.Find(tokens, found);
    }, language, sets?.TooFew(text));

    /// <summary>Other words for a finding of <see cref="Screen"/> that it does not find again; null when there are none.</summary>
    public Rewrite? RewritePoint(string text, Finding finding, TextLanguage language, AnonymitySets? sets = null) =>
        Rewriting.Of(text, finding, language == TextLanguage.French, next => Screen(next, language, sets));

    /// <summary>Other words for a finding of <see cref="ScreenDocument"/> that it does not find again; null when there are none.</summary>
    public Rewrite? RewriteDocument(string text, Finding finding, TextLanguage language) =>
        Rewriting.Of(text, finding, language == TextLanguage.French, next => ScreenDocument(next, language));

    /// <summary>What the browser finds with the lexicon and the word lists; held equal to <see cref="Screen"/> by tests.</summary>
    internal IReadOnlyList<Finding> Points(string text) => InStretches(text, (tokens, found) =>
    {
        PhraseFindings.Of(tokens, matcher.Match(tokens), found);
        Contacts.Find(tokens, found);
        Attributions.Find(tokens, found);
        Nationals.Find(tokens, found);
        NamedPersons.Find(tokens, found);
    }, language: null);

    /// <summary>For a document: everything that identifies anybody, whether on the list or not.</summary>
    public IReadOnlyList<Finding> ScreenDocument(string text, TextLanguage language) => InStretches(text, (tokens, found) =>
    {
        PhraseFindings.Of(tokens, matcher.Match(tokens), found);
        Contacts.Find(tokens, found);
        Attributions.Find(tokens, found);
        if (language == TextLanguage.French) FrenchDocument.Find(tokens, found);
        else EnglishDocument.Find(tokens, found);
    }, language);

    /// <summary>Participants' names and affiliations alone: what the browser finds too.</summary>
    internal IReadOnlyList<Finding> Phrases(string text) =>
        InStretches(text, (tokens, found) => PhraseFindings.Of(tokens, matcher.Match(tokens), found), language: null);

    /// <summary>A long text is read in overlapping stretches, so that memory stays small whatever is pasted.</summary>
    private static List<Finding> InStretches(string text, Action<Tokens, List<Finding>> find, TextLanguage? language, IEnumerable<Finding>? besides = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<Finding>(besides ?? []);
        var start = 0;
        while (start < text.Length)
        {
            var end = CutBefore(text, start, Math.Min(text.Length, start + Stretch));
            find(Tokens.Of(text, start, end), found);
            if (end == text.Length) break;
            start = CutBefore(text, end - Overlap, end - Overlap / 2);
        }
        return Findings.Resolve(found, language);
    }

    private static int CutBefore(string text, int start, int end)
    {
        if (end >= text.Length) return text.Length;
        for (var at = end; at > start + (end - start) / 2; at--)
        {
            if (char.IsWhiteSpace(text[at])) return at;
        }
        return char.IsLowSurrogate(text[end]) ? end - 1 : end;
    }
}
