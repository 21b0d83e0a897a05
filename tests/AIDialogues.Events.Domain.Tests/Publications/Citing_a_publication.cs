using System.Text.Json;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Publications;

public sealed class Citing_a_publication
{
    private static readonly Citation Report = new(
        "water-2027-1a2b3c4d", "Who decides about water?", ["Noor Haddad", "Luc de La Chapelle"], "Institut Méridien", 2027, "https://meridien.test/series/water/publications/1", "", Language.English);

    [Fact]
    public void As_a_sentence_names_authors_year_title_and_address() => Assert.Equal(
        "Haddad, N., Chapelle, L. d. L. (2027). Who decides about water? Institut Méridien. https://meridien.test/series/water/publications/1", Report.Sentence());

    [Fact]
    public void Stands_under_the_organisation_when_nobody_is_named() =>
        Assert.StartsWith("Institut Méridien (2027). ", (Report with { Authors = [] }).Sentence(), StringComparison.Ordinal);

    [Theory]
    [InlineData("10.1234/abc.5")]
    [InlineData("https://doi.org/10.1234/abc.5")]
    public void Leads_to_the_DOI_where_there_is_one(string identifier) => Assert.EndsWith("https://doi.org/10.1234/abc.5", (Report with { Identifier = identifier }).Sentence(), StringComparison.Ordinal);

    [Fact]
    public void As_BibTeX_escapes_what_TeX_would_take_for_a_command()
    {
        string bib = (Report with { Title = "Costs & {limits} 50 % of #1_a\\b" }).BibTeX();

        Assert.Contains("title = {{Costs \\& limits 50 \\% of \\#1\\_a\\textbackslash{}b}}", bib, StringComparison.Ordinal);
        Assert.Contains("author = {Haddad, Noor and Chapelle, Luc de La}", bib, StringComparison.Ordinal);
        Assert.Equal(bib.Count(c => c == '{'), bib.Count(c => c == '}'));
    }

    [Fact]
    public void As_CSL_JSON_is_what_reference_programs_read()
    {
        using var csl = JsonDocument.Parse((Report with { Identifier = "10.1234/abc.5" }).CslJson());
        var item = csl.RootElement[0];

        Assert.Equal(("report", "Who decides about water?", "Institut Méridien", "10.1234/abc.5"), (item.GetProperty("type").GetString(), item.GetProperty("title").GetString(), item.GetProperty("publisher").GetString(), item.GetProperty("DOI").GetString()));
        Assert.Equal("Haddad", item.GetProperty("author")[0].GetProperty("family").GetString());
        Assert.Equal(2027, item.GetProperty("issued").GetProperty("date-parts")[0][0].GetInt32());
    }
}
