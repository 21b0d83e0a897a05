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
    [InlineData("The Kenyan businessman objected.", "The Kenyan businessman")]
    [InlineData("The young Kenyan entrepreneur objected.", "The young Kenyan entrepreneur")]
    [InlineData("The Kenyan objected.", "The Kenyan")]
    [InlineData("A Kenyan professor wants open data.", "A Kenyan professor")]
    [InlineData("A woman from Nigeria said that data are poor.", "A woman from Nigeria")]
    [InlineData("An insurer from Switzerland refused to pay.", "An insurer from Switzerland")]
    [InlineData("A shipbuilder from Lagos refused.", "A shipbuilder from Lagos")]
    [InlineData("The only insurer in the room refused.", "The only insurer")]
    [InlineData("The only landlady here refused.", "The only landlady")]
    [InlineData("The youngest participant disagreed.", "The youngest participant")]
    [InlineData("The oldest among us disagreed.", "The oldest")]
    [InlineData("As an insurer, I refuse to pay.", "As an insurer")]
    [InlineData("As a beekeeper, we refuse to pay.", "As a beekeeper")]
    [InlineData("We at the ministry never share data.", "We at the ministry")]
    [InlineData("Our company sold 212 pumps last year.", "Our company")]
    [InlineData("In my village of 340 people in Burkina Faso, we closed the well on 12 March 2019.", "In my village of 340 people in Burkina Faso")]
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
    [InlineData("Seule la seule avocate de la salle a dit non.", "la seule avocate")]
    [InlineData("En tant que seule assureuse ici, je refuse.", "En tant que seule assureuse")]
    [InlineData("L’entrepreneur kényan refuse.", "L’entrepreneur kényan")]
    [InlineData("L’entrepreneuse textile kényane refuse.", "L’entrepreneuse textile kényane")]
    [InlineData("Le Kényan a refusé.", "Le Kényan")]
    [InlineData("Une femme originaire du Nigeria l’a dit.", "Une femme originaire du Nigeria")]
    [InlineData("La plus jeune participante refuse.", "La plus jeune participante")]
    [InlineData("Le plus jeune ici refuse.", "Le plus jeune")]
    [InlineData("Nous, à la banque, ne partageons rien.", "Nous, à la banque")]
    [InlineData("Notre entreprise a vendu 212 pompes.", "Notre entreprise")]
    [InlineData("Dans mon village de 340 habitants, on a fermé le puits.", "Dans mon village de 340 habitants")]
    public void Is_seen_in_French(string text, string said) => Assert.Equal([said], Found(text, TextLanguage.French));

    [Theory]
    [InlineData("French law is stricter than the regulation.")]
    [InlineData("Our country needs skills.")]
    [InlineData("The minister should publish the figures.")]
    [InlineData("As a group we agreed on little.")]
    [InlineData("The only way is to wait.")]
    [InlineData("The only way here is to wait.")]
    [InlineData("As a result, we waited, and as a rule, I do not.")]
    [InlineData("Our society needs the youngest and the oldest.")]
    [InlineData("Kenyan farmers need the French law, and every Kenyan farmer knows it.")]
    [InlineData("The French are fewer; Kenyan water is for all.")]
    [InlineData("Delegates disagreed about the threshold of 10 million.")]
    [InlineData("In 2024 there were 1,200 requests, 15 of them late.")]
    public void Is_not_seen_where_nobody_is_pointed_at(string text) => Assert.Empty(Found(text, TextLanguage.English));

    [Theory]
    [InlineData("Le droit français est plus strict que le règlement.")]
    [InlineData("En tant que tel, le seuil est arbitraire.")]
    [InlineData("Notre pays manque de compétences.")]
    [InlineData("La seule solution est d'attendre.")]
    [InlineData("Notre société et nos entreprises attendent le plus ancien barrage.")]
    public void Is_not_seen_in_French_where_nobody_is_pointed_at(string text) => Assert.Empty(Found(text, TextLanguage.French));

    private static IEnumerable<string> Found(string text, TextLanguage language) =>
        Screener.Screen(text, language).Select(finding => text.Substring(finding.Start, finding.Length));
}
