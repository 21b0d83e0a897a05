using System.Xml.Linq;
using Xunit;

namespace AIDialogues.Events.Screening.Tests;

/// <summary>Words that are offered in the place of others pass the screening that found those: nobody is sent from one warning to the next.</summary>
public sealed class Offering_other_words
{
    private static readonly Vectors Shared = Vectors.Read("vectors.json");
    private static readonly Vectors Notes = Vectors.Read("seeded-notes.json");

    private static readonly Screener Directory = new(ParticipantDirectory.Of([new("Awa", "Diallo", "Autorité du bassin"), new("Jonas", "Lindqvist", null)]));

    [Theory]
    [InlineData("As Awa Diallo said, the basin needs one record.", TextLanguage.English, "somebody", "As somebody said, the basin needs one record.")]
    [InlineData("I agree with Awa Diallo.", TextLanguage.English, "a participant", "I agree with a participant.")]
    [InlineData("Awa Diallo agrees with Jonas Lindqvist.", TextLanguage.English, "A participant", "A participant agrees with Jonas Lindqvist.")]
    [InlineData("Le propos de Awa Diallo reste.", TextLanguage.French, "d’un participant", "Le propos d’un participant reste.")]
    [InlineData("The Awa Diallo of the east agrees.", TextLanguage.English, "A participant", "A participant of the east agrees.")]
    [InlineData("I met the Awa Diallo of the east.", TextLanguage.English, "a participant", "I met a participant of the east.")]
    [InlineData("L’avis du Awa Diallo reste.", TextLanguage.French, "d’un participant", "L’avis d’un participant reste.")]
    [InlineData("On parle à l’Autorité du bassin.", TextLanguage.French, "une institution", "On parle à une institution.")]
    [InlineData("On le dit au Awa Diallo.", TextLanguage.French, "à un participant", "On le dit à un participant.")]
    [InlineData("Write to someone@example.test about it.", TextLanguage.English, "", "Write to about it.")]
    public void Gives_words_that_pass(string text, TextLanguage language, string words, string rewritten)
    {
        Assert.NotEmpty(Directory.Screen(text, language));
        Assert.Equal(new Rewrite(words, rewritten), Directory.RewritePoint(text, Directory.Screen(text, language)[0], language));
    }

    /// <summary>The plain suggestion in the finding's place, as it was offered before, is found again now and then: the count shows that this test can fail.</summary>
    [Theory]
    [InlineData(TextLanguage.English)]
    [InlineData(TextLanguage.French)]
    public void Every_offer_over_the_development_notes_leaves_one_finding_less_where_plain_ones_do_not(TextLanguage language)
    {
        var (offered, plainFound) = (0, 0);
        foreach (var vectors in (Vectors[])[Shared, Notes])
        {
            var screener = new Screener(ParticipantDirectory.Of(vectors.People));
            foreach (var text in vectors.Texts.Select(t => t.Text))
            {
                var before = screener.Screen(text, language);
                foreach (var finding in before)
                {
                    if (finding.Suggestion is { } plain && screener.Screen(text[..finding.Start] + plain + text[finding.End..], language).Count >= before.Count) plainFound++;
                    if (screener.RewritePoint(text, finding, language) is not { } rewrite) continue;
                    offered++;
                    Assert.InRange(screener.Screen(rewrite.Text, language).Count, 0, before.Count - 1);
                }
            }
        }

        Assert.NotEqual(0, plainFound);
        Assert.InRange(offered, 100, int.MaxValue);
    }

    [Fact]
    public async Task The_browser_offers_what_the_server_would()
    {
        var texts = Texts().ToList();
        var lexicon = Lexicon.Of(Notes.People, Notes.Salt);
        var findings = texts.SelectMany(lexicon.Points).ToList();
        var words = findings.DistinctBy(Key).ToDictionary(Key, f => Findings.Suggestions(f, french: false).ToArray(), StringComparer.Ordinal);

        var browser = await Node.RewriteAsync(lexicon, texts, words);

        Assert.Equal(texts.Select(text => lexicon.Points(text).Select(f => Rewriting.Of(text, f, french: false, lexicon.Points)).ToArray()), browser.Select(b => b.Select(r => r?.Rewrite).ToArray()));
    }

    /// <summary>With the words that the board itself would offer, from its own file.</summary>
    [Theory]
    [InlineData("Board.resx")]
    [InlineData("Board.fr.resx")]
    public async Task What_the_board_offers_leaves_one_finding_less(string file)
    {
        var said = XDocument.Load(Vectors.PathOf(file)).Root!.Elements("data").ToDictionary(d => (string)d.Attribute("name")!, d => (string)d.Element("value")!, StringComparer.Ordinal);
        var texts = Texts().ToList();
        var lexicon = Lexicon.Of(Notes.People, Notes.Salt);
        var words = texts.SelectMany(lexicon.Points).DistinctBy(Key).ToDictionary(Key, f => Board(f, said), StringComparer.Ordinal);

        var browser = await Node.RewriteAsync(lexicon, texts, words);

        for (var at = 0; at < texts.Count; at++)
        {
            var before = lexicon.Points(texts[at]).Count;
            Assert.All(browser[at].OfType<(Rewrite Rewrite, int Left)>(), offer => Assert.InRange(offer.Left, 0, before - 1));
        }

        Assert.InRange(browser.Sum(b => b.Count(r => r is not null)), 100, int.MaxValue);
    }

    private static string[] Board(Finding finding, Dictionary<string, string> said)
    {
        if ((said.GetValueOrDefault("rewrite." + finding.Reason) ?? said.GetValueOrDefault("rewrite." + finding.Kind)) is not { } best) return [""];
        return finding.Kind is FindingKind.ParticipantName or FindingKind.PersonName or FindingKind.Role or FindingKind.Attribution ? [best, said["rewrite.somebody"]] : [best];
    }

    private static IEnumerable<string> Texts() => [.. Notes.Texts.Select(t => t.Text), .. Shared.Texts.Select(t => t.Text), .. PointingTexts.Written];

    private static string Key(Finding finding) => $"{finding.Kind} {finding.Reason}";
}
