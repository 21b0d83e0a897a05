using CsCheck;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.People;

public sealed class Recognising_the_same_person
{
    private const string Org = "Université de Genève";

    [Theory]
    [InlineData("Élodie Lefèvre", "Elodie LEFEVRE")]
    [InlineData("Jean de La Chapelle", "De La Chapelle Jean")]
    [InlineData("Jean de La Chapelle", "Jean Chapelle")]
    [InlineData("Bertrand de La Chapelle", "B. de la Chapelle")]
    [InlineData("Jean-Pierre Moreau", "Moreau Jean Pierre")]
    [InlineData("Jean-Pierre Moreau", "J.-P. Moreau")]
    [InlineData("Valérie d'Estaing", "Valerie Estaing")]
    [InlineData("Anna van der Berg", "Anna Vanderberg", false)]
    [InlineData("Jonas Lindqvist", "Jonas Lindkvist")]
    [InlineData("Hana Novotná", "Dr Hana Novotna")]
    [InlineData("Awa Mariam Diallo", "Awa Diallo")]
    [InlineData("Awa Diallo", "Aminata Diallo", false)]
    [InlineData("Awa Diallo", "Awa Traoré", false)]
    [InlineData("Diallo", "Diallo", false)]
    [InlineData("A. D.", "Awa Diallo", false)]
    [InlineData("Jean Martin", "Jeanne Martin", false)]
    public void By_name_whatever_its_accents_order_hyphens_particles_or_initials(string one, string other, bool alike = true) =>
        Assert.Equal(alike ? Likeness.NameAndOrganisation : null, Like(one, Org, other, Org));

    [Theory]
    [InlineData("Université de Genève", "University of Geneva", Likeness.NameAndOrganisation)]
    [InlineData("Organisation mondiale de la santé", "OMS", Likeness.NameAndOrganisation)]
    [InlineData("World Health Organization", "WHO", Likeness.NameAndOrganisation)]
    [InlineData("Autorité du bassin", "", Likeness.NameAndOrganisation)]
    [InlineData("Ministère de l’Eau", "Ministère de l'eau", Likeness.NameAndOrganisation)]
    [InlineData("Autorité du bassin", "Banque du Nord", Likeness.Name)]
    public void By_organisation_in_either_language_else_by_the_very_same_name(string one, string other, Likeness likeness) =>
        Assert.Equal(likeness, Like("Awa Diallo", one, "DIALLO Awa", other));

    [Fact]
    public void Not_by_an_initial_at_another_organisation() => Assert.Null(Like("Awa Diallo", "Autorité du bassin", "A. Diallo", "Banque du Nord"));

    [Theory]
    [InlineData("awa.diallo@bassin.test", "awadiallo@bassin.test", true)]
    [InlineData("awa.diallo@bassin.test", "Awa_Diallo+meetings@BASSIN.test", true)]
    [InlineData("awa.diallo@bassin.test", "awa.diallo@nord.test", false)]
    [InlineData("info@bassin.test", "", false)]
    public void By_the_same_mailbox_written_otherwise(string one, string other, bool same) =>
        Assert.Equal(same ? Likeness.Address : null, Resemblance.Of("Awa Diallo", "A", one).To(Resemblance.Of("Jonas Lindqvist", "B", other)));

    [Fact]
    public void The_order_of_the_two_says_nothing() => People.Select(People).Sample((one, other) => one.To(other) == other.To(one));

    [Fact]
    public void Two_that_are_alike_meet_under_a_key() => People.Select(People).Sample((one, other) =>
        one.To(other) is null || one.Keys().Intersect(other.Keys(), StringComparer.Ordinal).Any());

    [Fact]
    public void A_name_in_any_order_and_without_its_accents_is_the_same() => Name.Sample(words =>
    {
        string written = string.Join(' ', words);
        string other = PlainText.Searchable(string.Join('-', words.Reverse()));
        return words.Distinct().Count() < 2 || Like(written, Org, other, Org) is Likeness.NameAndOrganisation;
    });

    private static Gen<string> Of(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    // Few words, so that many pairs are alike and the properties are about something.
    private static readonly Gen<string[]> Name = Of("Awa", "Diallo", "Élodie", "Lefèvre", "Chapelle", "Jonas", "Lindqvist", "Moreau").Array[2, 3];

    private static readonly Gen<Resemblance> People =
        from words in Of("Awa", "A.", "Diallo", "Dialo", "de", "La", "Chapelle", "Jean", "J.", "Jean-Pierre", "Lindqvist", "Lindkvist").Array[1, 4]
        from organisation in Of("", "OMS", "Organisation mondiale de la santé", "University of Geneva", "Université de Genève", "Banque")
        from address in Of("", "awa@bassin.test", "a.wa@bassin.test", "jean@nord.test")
        select Resemblance.Of(string.Join(' ', words), organisation, address);

    private static Likeness? Like(string one, string oneAt, string other, string otherAt) =>
        Resemblance.Of(one, oneAt, "one@a.test").To(Resemblance.Of(other, otherAt, "other@b.test"));
}
