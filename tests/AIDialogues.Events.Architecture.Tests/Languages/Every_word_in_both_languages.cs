using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace AIDialogues.Events.Architecture.Tests.Languages;

/// <summary>A sentence that a page uses and a resource file lacks is a defect, and so is one that no page uses any more.</summary>
public sealed partial class Every_word_in_both_languages
{
    private static readonly string Web = Repository.Source("Web");

    private static readonly string[] Sources = [.. Repository.Files(Web, ".cs", ".cshtml").Select(File.ReadAllText)];

    [Fact]
    public void Every_sentence_of_a_page_is_there_in_French()
    {
        var french = Resource(Path.Combine(Web, "Texts", "T.fr.resx"));

        var missing = Sources.SelectMany(Sentences).Distinct(StringComparer.Ordinal).Where(s => !french.ContainsKey(s)).Order(StringComparer.Ordinal);

        Assert.Empty(missing);
        Assert.Equal(["Planted sentence", "one", "many"], Sentences("""<p>@T["Planted sentence"]</p> @T.Count(n, "one", "many") @T["{0}"[..]]""").Take(3));
    }

    [Fact]
    public void Every_reason_that_is_kept_beside_a_letter_is_there_in_French()
    {
        var french = Resource(Path.Combine(Web, "Texts", "T.fr.resx"));
        string[] sources = [.. Repository.Files(Path.Combine(Repository.Root, "src", "AIDialogues.Events.Worker", "Letters"), ".cs").Select(File.ReadAllText),
            File.ReadAllText(Path.Combine(Repository.Root, "src", "AIDialogues.Events.Domain", "Letters", "LetterStanding.cs"))];
        var reasons = sources.SelectMany(Reasons).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(reasons.Count > 14, "the pattern finds the sentences");
        // To mend it: the sentence in Web/Letters/WhyNotSent.cs and in T.fr.resx.
        Assert.Empty(reasons.Where(r => !french.ContainsKey(r)).Order(StringComparer.Ordinal));
        Assert.Equal(["The mail server {0} says {1}: {2}"], Reasons("""=> $"The mail server {options.Host} says {(int)said.StatusCode}: {said.Message}", "The rest" """));
    }

    [Fact]
    public void Every_code_of_a_refusal_has_a_sentence_in_both()
    {
        var english = Resource(Path.Combine(Web, "Texts", "T.resx"));
        var french = Resource(Path.Combine(Web, "Texts", "T.fr.resx"));
        var codes = Repository.Files(Path.Combine(Repository.Root, "src"), ".cs").Where(f => !f.Contains("Room", StringComparison.Ordinal)).Select(File.ReadAllText)
            .SelectMany(text => RefusalCode().Matches(text).Select(m => "refusal:" + m.Groups["code"].Value)).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(codes.Count > 30, "the pattern finds the codes");
        Assert.Empty(codes.Where(c => !english.ContainsKey(c) || !french.ContainsKey(c)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_pair_of_resource_files_has_the_same_keys_or_the_key_is_the_English()
    {
        var breaches = from file in Repository.Files(Path.Combine(Repository.Root, "src"), ".fr.resx")
                       let french = Resource(file)
                       let english = Resource(file.Replace(".fr.resx", ".resx", StringComparison.Ordinal))
                       from key in english.Keys.Except(french.Keys, StringComparer.Ordinal)
                       select $"{Path.GetFileName(file)}: {key}";

        Assert.Empty(breaches);
    }

    [Fact]
    public void No_two_keys_differ_only_in_case_because_the_compiler_drops_one()
    {
        var twice = from file in Repository.Files(Path.Combine(Repository.Root, "src"), ".resx")
                    from keys in Resource(file).Keys.GroupBy(k => k, StringComparer.OrdinalIgnoreCase)
                    where keys.Count() > 1
                    select $"{Path.GetFileName(file)}: {string.Join(" / ", keys)}";

        Assert.Empty(twice);
    }

    [Fact]
    public void Both_sides_of_a_sentence_have_the_same_places()
    {
        var breaches = from file in Repository.Files(Path.Combine(Repository.Root, "src"), ".fr.resx")
                       let french = Resource(file)
                       let english = Resource(file.Replace(".fr.resx", ".resx", StringComparison.Ordinal))
                       from pair in french
                       let words = english.GetValueOrDefault(pair.Key, pair.Key)
                       where !Places(words).SetEquals(Places(pair.Value))
                       select $"{pair.Key} | {pair.Value}";

        Assert.Empty(breaches);
    }

    [Fact]
    public void No_French_sentence_is_left_over()
    {
        // A key may also reach the texts through a variable, so any literal of the sources counts as a use.
        string all = string.Concat(Sources);
        var english = Resource(Path.Combine(Web, "Texts", "T.resx"));

        Assert.Empty(Resource(Path.Combine(Web, "Texts", "T.fr.resx")).Keys.Where(k => !english.ContainsKey(k)
            && !all.Contains($"\"{k.Replace("\"", "\\\"", StringComparison.Ordinal)}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void French_keeps_its_narrow_spaces()
    {
        var breaches = from file in Repository.Files(Path.Combine(Repository.Root, "src"), ".fr.resx")
                       from pair in Resource(file)
                       where WideSpace().IsMatch(pair.Value)
                       select pair.Value;

        Assert.Empty(breaches);
        Assert.Matches(WideSpace(), "Vraiment ?");
    }

    private static Dictionary<string, string> Resource(string path) => !File.Exists(path) ? [] :
        XDocument.Load(path).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Value)];

    private static IEnumerable<string> Sentences(string source) =>
        IndexedKey().Matches(source).Concat(CountedKeys().Matches(source))
            .SelectMany(m => m.Groups["key"].Captures.Select(c => Regex.Unescape(c.Value))).Where(k => !k.Contains("{0}\"", StringComparison.Ordinal) && k != "{0}" && !k.EndsWith(':'));

    [GeneratedRegex("""\b(T|texts|words)\[(?:[^"\[\]]+\? *)?"(?<key>(?:[^"\\]|\\.)+)"(?: : "(?<key>(?:[^"\\]|\\.)+)")?""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex IndexedKey();

    [GeneratedRegex("""\.Count\((?:[^"()]|\([^()]*\))*"(?<key>(?:[^"\\]|\\.)+)", "(?<key>(?:[^"\\]|\\.)+)"\)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CountedKeys();

    [GeneratedRegex("""(new Refusal|new|Refusal\.Of)\("(?<code>[a-z]+(-[a-z]+)+)"[,)]""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex RefusalCode();

    private static IEnumerable<string> Reasons(string source) => Reason().Matches(source).Select(m =>
    {
        int place = 0;
        return Filled().Replace(m.Groups["reason"].Value, _ => $"{{{place++}}}");
    });

    [GeneratedRegex(@"""(?<reason>(Not sent: |The |This mail server)[^""“\n]*?(\.|: \{[^""{}]+\}))""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Reason();

    [GeneratedRegex(@"\{[^{}]+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Filled();

    [GeneratedRegex(@"(?<!\{)\{\d", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();

    [GeneratedRegex("[ \u00a0][;:!?»]|« ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WideSpace();
}
