using System.Text;
using Xunit;

namespace AIDialogues.Events.Screening.Tests;

public sealed class Handing_the_browser_a_lexicon
{
    private static readonly Vectors Shared = Vectors.Read("vectors.json");

    [Fact]
    public void Shows_no_name_and_no_affiliation()
    {
        var json = Lexicon.Of(Shared.People, Shared.Salt).ToJson();
        string[] canaries = ["Aminata", "Diallo", "Entremont", "Karlberg", "Valmontagne", "Nordwind", "diallo", "karlberginstitute"];
        foreach (var canary in canaries)
        {
            Assert.DoesNotContain(canary, json, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(canary))[..6], json, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Says_nothing_about_the_order_of_the_people() =>
        Assert.Equal(Lexicon.Of(Shared.People, Shared.Salt).ToJson(), Lexicon.Of(Shared.People.Reverse(), Shared.Salt).ToJson());

    [Fact]
    public void Another_salt_makes_another_lexicon() =>
        Assert.NotEqual(Lexicon.Of(Shared.People, "one"u8).ToJson(), Lexicon.Of(Shared.People, "two"u8).ToJson());

    [Fact]
    public void Stays_under_100_kB_for_fifty_people()
    {
        string[] given = ["Oriane", "Tobias", "Maximilienne", "Kwabena", "Ingeborg", "Anne-Sophie", "Dmitri", "Li", "Svetlana", "Béatrice"];
        string[] family = ["Lavoisine", "Kestergaard", "Fontvieille-Roux", "von Hallwyler", "Voronetsky"];
        var people = given.SelectMany((g, i) => family.Select((f, j) => new Participant(g + "x"[..(j % 2)], f + (char)('a' + i) + (char)('k' + j), $"Institute {i} of {f}"))).ToArray();
        Assert.Equal(50, people.Length);
        Assert.InRange(Lexicon.Of(people, Shared.Salt).ToJson().Length, 1_000, 100_000);
    }
}
