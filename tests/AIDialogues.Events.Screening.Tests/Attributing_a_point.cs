using Xunit;

namespace AIDialogues.Events.Screening.Tests;

public sealed class Attributing_a_point
{
    private static readonly Screener Screener = new(ParticipantDirectory.Empty);

    [Theory]
    [InlineData("As the French delegate put it, costs matter.", "As the French delegate")]
    [InlineData("The delegate from Norway disagreed.", "The delegate from Norway")]
    [InlineData("The representative of the United Kingdom disagreed.", "The representative of the United Kingdom")]
    [InlineData("In my country this is law.", "In my country")]
    [InlineData("At our company we log everything.", "At our company")]
    [InlineData("As a former judge, I would wait.", "As a former judge")]
    [InlineData("The only physicist in the room disagreed.", "The only physicist")]
    [InlineData("Write to someone@example.test about it.", "someone@example.test")]
    [InlineData("Call +41 22 555 01 23 about it.", "+41 22 555 01 23")]
    public void Is_seen_in_English(string text, string said) => Assert.Equal([said], Found(text, TextLanguage.English));

    [Theory]
    [InlineData("Le délégué français n'est pas d'accord.", "Le délégué français")]
    [InlineData("La représentante de l'Allemagne insiste.", "La représentante de l'Allemagne")]
    [InlineData("Chez nous au ministère, c'est interdit.", "Chez nous au ministère")]
    [InlineData("Dans mon pays, c'est la loi.", "Dans mon pays")]
    [InlineData("En tant que directrice, elle hésite.", "En tant que directrice")]
    [InlineData("En ma qualité de magistrat, je doute.", "En ma qualité de magistrat")]
    [InlineData("La seule juriste… non, la seule avocate de la salle.", "la seule avocate")]
    public void Is_seen_in_French(string text, string said) => Assert.Equal([said], Found(text, TextLanguage.French));

    [Theory]
    [InlineData("French law is stricter than the regulation.")]
    [InlineData("Our country needs skills.")]
    [InlineData("The minister should publish the figures.")]
    [InlineData("As a group we agreed on little.")]
    [InlineData("The only way is to wait.")]
    [InlineData("Delegates disagreed about the threshold of 10 million.")]
    [InlineData("In 2024 there were 1,200 requests, 15 of them late.")]
    public void Is_not_seen_where_nobody_is_pointed_at(string text) => Assert.Empty(Found(text, TextLanguage.English));

    [Theory]
    [InlineData("Le droit français est plus strict que le règlement.")]
    [InlineData("En tant que tel, le seuil est arbitraire.")]
    [InlineData("Notre pays manque de compétences.")]
    [InlineData("La seule solution est d'attendre.")]
    public void Is_not_seen_in_French_where_nobody_is_pointed_at(string text) => Assert.Empty(Found(text, TextLanguage.French));

    private static IEnumerable<string> Found(string text, TextLanguage language) =>
        Screener.Screen(text, language).Select(finding => text.Substring(finding.Start, finding.Length));
}
