using CsCheck;
using Xunit;

namespace AIDialogues.Events.Screening.Tests;

public sealed class Findings_always
{
    private static readonly Participant[] People = [.. Vectors.Read("vectors.json").People];
    private static readonly Screener Screener = new(ParticipantDirectory.Of(People));
    private static readonly Lexicon Lexicon = Screening.Lexicon.Of(People, "salt"u8);

    /// <summary>Texts that mix names, titles, marks and anything at all, so that rules meet each other.</summary>
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[0, 6],
        AnyOf("Aminata", "Diallo", "de La Chapelle", "d'Entremont", "Mr.", "Mme", "OECD", "Rose", "Petit", "the French delegate", "chez nous", "le 3 mai 1990", "no 12 / 99"),
        AnyOf(" ", ", ", ". ", "-", "'", "’", "\n", "\u0301", "\u200B", "\uD835", "12", "@", "a@b.test"))
        .Array[0, 40].Select(string.Concat);

    [Fact]
    public void Lie_inside_the_text_in_order_and_never_overlap() => Texts.Sample(text =>
    {
        foreach (var findings in All(text))
        {
            var end = 0;
            foreach (var finding in findings)
            {
                Assert.True(finding.Start >= end && finding.Length > 0 && finding.Start + finding.Length <= text.Length);
                end = finding.Start + finding.Length;
            }
        }
    }, iter: 2_000);

    [Fact]
    public void Are_the_same_every_time() => Texts.Sample(text => Assert.Equal(All(text).SelectMany(f => f), All(text).SelectMany(f => f)), iter: 500);

    [Fact]
    public void Are_the_same_by_hash_as_by_phrase() => Texts.Sample(text => Assert.Equal(Screener.Phrases(text), Lexicon.Screen(text)), iter: 1_000);

    [Fact]
    public void Are_the_same_on_many_threads()
    {
        const string text = "Mr. Diallo and A. Diallo met the French delegate at the OECD, said Rose, and Mme d’Entremont agreed.";
        var alone = Screener.Screen(text, TextLanguage.English);
        Assert.Equal(5, alone.Count(finding => finding.Kind is FindingKind.ParticipantName or FindingKind.ParticipantAffiliation));
        Parallel.For(0, 2_000, _ => Assert.Equal(alone, Screener.Screen(text, TextLanguage.English)));
    }

    [Fact]
    public void Hold_every_full_name_that_was_written() => Gen.Int[0, People.Length - 1].Select(Texts, Texts).Sample((who, before, after) =>
    {
        var name = $"{People[who].GivenName} {People[who].FamilyName}";
        var text = $"{before}\n{name}\n{after}";
        var start = before.Length + 1;
        Assert.Contains(Screener.Phrases(text), finding => finding.Start <= start && finding.Start + finding.Length >= start + name.Length && finding.Kind == FindingKind.ParticipantName);
    }, iter: 1_000);

    private static Gen<string> AnyOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(at => words[at]);

    private static IEnumerable<IReadOnlyList<Finding>> All(string text) =>
    [
        Screener.Screen(text, TextLanguage.English), Screener.Screen(text, TextLanguage.French),
        Screener.ScreenDocument(text, TextLanguage.English), Screener.ScreenDocument(text, TextLanguage.French),
    ];
}
