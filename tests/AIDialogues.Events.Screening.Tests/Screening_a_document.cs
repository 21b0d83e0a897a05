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
}
