using System.Diagnostics;
using System.Text;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

public sealed class Reading_a_list
{
    [Theory]
    [InlineData("Prénom;Nom;Courriel;Organisme;Partie prenante;Pays;Langue\nAwa;Diallo;awa@bassin.test;Autorité du bassin;Institutions;Mali;fr")]
    [InlineData("First name,Last name,E-mail,Organisation,Group,Country,Language\nAwa,Diallo,awa@bassin.test,Autorité du bassin,institutions,ML,French")]
    [InlineData("Name\tEmail\tAffiliation\tStakeholder group\tCountry\tLanguage\r\nAwa Diallo\tawa@bassin.test\tAutorité du bassin\tgovernment\tMali\tfr")]
    [InlineData("awa@bassin.test,\"Diallo, Awa\",Autorité du bassin,secteur public,ML,fr")]
    [InlineData("ML|fr|DIALLO Awa|Autorité du bassin|awa@bassin.test|administration")]
    [InlineData("Courriel\tNOM et prénom\tOrganisme\tcatégorie\tPAYS\tlangue\n\nawa@bassin.test\tDIALLO Awa\tAutorité du bassin\tpublic\tml\tFrançais\n")]
    public void Finds_the_columns_by_heading_or_by_content(string text)
    {
        var row = Assert.Single(Judge(text));

        Assert.Equal(ImportState.New, row.State);
        Assert.Equal(new PersonDetails("Awa", row.Details.FamilyName, "awa@bassin.test", "Autorité du bassin", StakeholderGroup.Institutions, "ML", Language.French), row.Details);
        Assert.Equal("diallo", row.Details.FamilyName, ignoreCase: true);
    }

    [Fact]
    public void Takes_lines_as_mail_programs_write_them()
    {
        var rows = Judge("Awa Diallo <awa@bassin.test>\n\"Lindqvist, Jonas\" <jonas@nord.test>; Hana Novotná <hana@reka.test>,\nPedro Quispe <pedro@altiplano.test> – Cooperativa\nnobody@bare.test");

        Assert.Equal(["Awa Diallo", "Jonas Lindqvist", "Hana Novotná", "Pedro Quispe", ""], rows.Select(r => r.Name));
        Assert.Equal([1, 2, 2, 3, 4], rows.Select(r => r.Line));
        Assert.Equal("hana@reka.test", rows[2].Details.Email);
        Assert.Equal("person-name-missing", Assert.Single(rows[4].Problems).Refusal.Code);
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("windows-1252", false)]
    public void Recognises_the_encoding_of_a_file(string encoding, bool mark)
    {
        const string Text = "Name;E-mail;Affiliation\nHélène Œuvrard;helene@oeuvre.test;Université d’été\n";
        var written = encoding == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.GetEncoding(encoding);
        byte[] bytes = [.. mark ? written.GetPreamble() : [], .. written.GetBytes(Text)];

        Assert.Equal(Text, Given.Value(PeopleFile.Decode(bytes)));
    }

    [Fact]
    public void A_spreadsheet_file_a_picture_and_noise_are_no_list()
    {
        byte[] noise = new byte[5000];
#pragma warning disable RS0030 // A seeded generator makes the test repeatable.
        new Random(7).NextBytes(noise);
#pragma warning restore RS0030
        foreach (byte[] bytes in (byte[][])[[0x50, 0x4B, 3, 4, 20, 0, 6, 0, 8, 0], [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13], noise])
        {
            var decoded = PeopleFile.Decode(bytes);
            Assert.True(decoded.Refused(out var refusal, out _));
            Assert.Equal("list-unreadable", refusal.Code);
        }
    }

    [Theory]
    [InlineData("", "list-empty")]
    [InlineData("  \n\t\n", "list-empty")]
    [InlineData("Name;E-mail", "list-empty")]
    [InlineData("Awa Diallo;Autorité du bassin\nJonas Lindqvist;Institut", "list-without-addresses")]
    [InlineData("Awa\0Diallo;a@b.test", "list-unreadable")]
    public void What_is_no_list_is_one_refusal(string text, string code)
    {
        Assert.True(PeopleList.Read(text).Refused(out var refusal, out _));
        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public void Case_50_bombs_are_refused_at_once()
    {
        (string Text, string Code)[] bombs =
        [
            (new string('x', 10_000_000), "list-too-large"),
            ("a@b.test," + new string('x', 1_900_000), "list-quote-open"),
            (string.Join(';', Enumerable.Repeat("a@b.test", 10_000)), "list-too-many-columns"),
            (string.Concat(Enumerable.Repeat("a@b.test\n", 200_000)), "list-too-many-rows"),
            ("Name;E-mail\n\"Awa Diallo;awa@bassin.test\n" + string.Concat(Enumerable.Repeat("Jonas;jonas@nord.test\n", 80_000)), "list-quote-open"),
            ("Name;E-mail\n\"Awa Diallo;awa@bassin.test\nJonas;jonas@nord.test\n", "list-quote-open"),
            (string.Concat(Enumerable.Repeat("<", 1_900_000)), "list-without-addresses"),
            (string.Concat(Enumerable.Repeat("<a@b.test", 200_000)), "list-quote-open"),
            (new string('\n', 1_900_000), "list-empty"),
        ];
        foreach (var (text, code) in bombs)
        {
            var watch = Stopwatch.StartNew();

            Assert.True(PeopleList.Read(text).Refused(out var refusal, out _), $"{text[..20]}… was taken");
            Assert.True(code == refusal.Code || refusal.Code.StartsWith("list-", StringComparison.Ordinal), refusal.Code);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        }
    }

    [Fact]
    public void A_quotation_mark_never_closed_is_named_by_its_line()
    {
        Assert.True(PeopleList.Read("Name;E-mail\nJonas;jonas@nord.test\n\"Awa;awa@bassin.test\nHana;hana@reka.test").Refused(out var refusal, out _));
        Assert.Equal("list-quote-open", refusal.Code);
        Assert.Equal([3], refusal.Facts);
    }

    [Fact]
    public void Case_17_line_breaks_in_a_cell_make_the_line_wrong()
    {
        var rows = Judge("Name;E-mail\n\"Awa\nBcc: all@bassin.test Diallo\";awa@bassin.test\nJonas Lindqvist;jonas@nord.test");

        Assert.Equal([ImportState.Error, ImportState.New], rows.Select(r => r.State));
        Assert.Contains("person-control-characters", rows[0].Problems.Select(p => p.Refusal.Code));
        Assert.Equal([2, 4], rows.Select(r => r.Line));
    }

    [Fact]
    public void The_same_address_twice_belongs_to_the_first_good_line()
    {
        var rows = Judge("Name;E-mail;Country\nAwa Diallo;awa@bassin.test;Nowhere\nAwa Diallo;AWA@bassin.test;ML\nA. Diallo; awa@bassin.test ;ML");

        Assert.Equal([ImportState.Error, ImportState.New, ImportState.Duplicate], rows.Select(r => r.State));
        Assert.Equal(3, rows[2].DuplicateOf?.Line);
    }

    [Fact]
    public void Every_mistake_of_a_line_is_told()
    {
        var row = Assert.Single(Judge("Nom;Courriel;Groupe;Pays;Langue\n;awa@;Astronautes;Atlantide;Klingon"));

        Assert.Equal(
            ["person-group-unknown", "person-language-unknown", "person-country-unknown", "person-name-missing", "person-email-not-valid"],
            row.Problems.Select(p => p.Refusal.Code));
    }

    [Fact]
    public void What_the_organiser_says_of_a_column_holds()
    {
        var mapping = new ColumnMapping([PersonField.Affiliation, null, PersonField.FullName]);
        var row = Assert.Single(Judge("Awa Diallo;awa@bassin.test;Autorité Bassin", mapping));

        Assert.Equal("Autorité Bassin", row.Name);
        Assert.Equal("Awa Diallo", row.Details.Affiliation);
    }

    private static IReadOnlyList<ImportRow> Judge(string text, ColumnMapping? mapping = null) =>
        ImportRows.Judge(Given.Value(PeopleList.Read(text, mapping?.Columns)), mapping ?? new(), new Dictionary<string, Person>());
}
