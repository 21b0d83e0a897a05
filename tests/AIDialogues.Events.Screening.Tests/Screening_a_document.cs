using Xunit;

namespace AIDialogues.Events.Screening.Tests;

public sealed class Screening_a_document
{
    private static readonly Screener Screener = new(ParticipantDirectory.Empty);

    [Theory]
    [InlineData("I met Quillon Varga in Lisbon on 2021-03-04.", "Quillon Varga|Lisbon|2021-03-04")]
    [InlineData("She works for Clear Harbour Research and is 43 years old.", "Clear Harbour Research|43")]
    [InlineData("my name is tamsin orrel and i am norwegian", "tamsin orrel|norwegian")]
    [InlineData("What are my options?", "")]
    public void Finds_whom_an_English_text_identifies(string text, string said) => Assert.Equal(said, string.Join('|', Found(text, TextLanguage.English)));

    [Theory]
    [InlineData("Le 12 mars 1997, M. A. Torvald fut arrêté à Göteborg.", "Le 12 mars 1997|M. A. Torvald|Göteborg")]
    [InlineData("La requête no 12345 / 99 vise l'article 6 de la Convention.", "12345 / 99")]
    [InlineData("Les trois ressortissants suédois ont saisi la Cour.", "trois|suédois")]
    [InlineData("La Cour rejette la demande (articles 37 et 41 de la Convention).", "")]
    public void Finds_whom_a_French_text_identifies(string text, string said) => Assert.Equal(said, string.Join('|', Found(text, TextLanguage.French)));

    private static IEnumerable<string> Found(string text, TextLanguage language) =>
        Screener.ScreenDocument(text, language).Select(finding => text.Substring(finding.Start, finding.Length));

    /// <summary>"A" begins a sentence: with it the small letters behind are meant, and are no names typed in haste.</summary>
    [Theory]
    [InlineData("A gauge that only one side can read measures power.", TextLanguage.English)]
    [InlineData("A well becomes a quarrel when it belongs to nobody.", TextLanguage.English)]
    [InlineData("A zorb on the river costs nothing.", TextLanguage.English)]
    [InlineData("Incidents rise before the first rain.", TextLanguage.English)]
    [InlineData("Upstream nobody measures.", TextLanguage.English)]
    [InlineData("Relier les bulletins du marché et ceux de la pluie.", TextLanguage.French)]
    public void Takes_no_word_for_a_name(string text, TextLanguage language) =>
        Assert.DoesNotContain(new Screener(ParticipantDirectory.Empty).ScreenDocument(text, language), f => f.Kind == FindingKind.PersonName);

    [Fact]
    public void Takes_a_country_of_two_words_for_a_place() => Assert.Equal(
        [(FindingKind.Place, "Burkina Faso")],
        new Screener(ParticipantDirectory.Empty).ScreenDocument("They met in Burkina Faso.", TextLanguage.English).Select(f => (f.Kind, "They met in Burkina Faso.".Substring(f.Start, f.Length))));

    /// <summary>A rare word at the start of a sentence is marked, and read by somebody: no button puts "a participant" there.</summary>
    [Fact]
    public void Offers_nothing_for_a_word_that_only_may_be_a_name()
    {
        var screener = new Screener(ParticipantDirectory.Empty);
        var finding = Assert.Single(screener.ScreenDocument("Zorbs rise before the first rain.", TextLanguage.English));
        Assert.Null(screener.RewriteDocument("Zorbs rise before the first rain.", finding, TextLanguage.English));
    }
}
