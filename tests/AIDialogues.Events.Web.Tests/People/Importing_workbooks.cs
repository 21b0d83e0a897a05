using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

public sealed class Importing_workbooks(EventsHost host) : IAsyncLifetime
{
    private const string Import = "/organise/people/import";

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_workbook_is_shown_as_a_list_and_imported_without_being_sent_again()
    {
        using var browser = await _given.SignedInAsync();

        var preview = await UploadAsync(browser, Spreadsheet.Of(
            ["Nom", "Courriel", "Organisme", "Genre", "Région"], ["Awa Diallo", "awa@bassin.test", "Bassin\tdu \"Fleuve\"", "femme", "Afrique"], ["Jonas Lindqvist", "jonas@nord.test", "=2+5", "", ""]));
        _ = await browser.SubmitAsync(preview, button: ".action-bar .primary");

        Assert.Equal("Import 2 people", preview.All(".action-bar .primary").Single());
        await using var db = host.OpenDb();
        var awa = await db.People.SingleAsync(p => p.Email == "awa@bassin.test");
        Assert.Equal(("Diallo", Domain.Gender.Woman, Domain.Region.Africa), (awa.FamilyName, awa.Gender, awa.OwnRegion));
        Assert.Equal("=2+5", (await db.People.SingleAsync(p => p.Email == "jonas@nord.test")).Affiliation);
    }

    public static TheoryData<string, byte[]> Bombs => new()
    {
        { "The list is larger than 2 MB", Spreadsheet.Of("<row r=\"1\"/>", otherPart: new string(' ', 70_000_000)) },
        { "The list has more than 10,000 lines", Spreadsheet.Of("<row r=\"1048576\"><c r=\"A1048576\" t=\"inlineStr\"><is><t>awa@bassin.test</t></is></c></row>") },
        { "The list has more than 60 columns", Spreadsheet.Of("<row r=\"1\"><c r=\"XFD1\" t=\"inlineStr\"><is><t>awa@bassin.test</t></is></c></row>") },
        { "The list is larger than 2 MB", Spreadsheet.Of($"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{new string('a', 3_000_000)}</t></is></c></row>") },
        { "This cannot be read as a list", Spreadsheet.Of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99</v></c></row").Concat("x"u8.ToArray()).ToArray() },
        { "This cannot be read as a list", "PK\u0003\u0004 and then nothing of the kind"u8.ToArray() },
        { "This cannot be read as a list", Spreadsheet.Of("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><row r=\"1\"/>") },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_file_that_would_burst_or_is_none_gets_one_sentence(string sentence, byte[] file)
    {
        using var browser = await _given.SignedInAsync();
        long before = GC.GetTotalAllocatedBytes();

        var page = await UploadAsync(browser, file);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.StartsWith(sentence, page.Errors.Single(), StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 400_000_000);
    }

    [Fact]
    public void The_reader_keeps_the_number_of_the_line()
    {
        var list = Given.Value(PeopleList.Read(Given.Value(PeopleFile.Decode(Spreadsheet.Of(["Name", "E-mail"], ["", ""], ["Awa Diallo", "awa@bassin.test"])))));

        Assert.Equal(3, list.Rows.Single().Line);
    }

    private static async Task<Page> UploadAsync(Browser browser, byte[] file)
    {
        var page = await browser.GetAsync(Import);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(page.One("input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new StringContent(""), "Text" },
            { new ByteArrayContent(file), "Upload", "experts.xlsx" },
        };
        var response = await browser.Http.PostAsync(Import, form);
        string html = await response.Content.ReadAsStringAsync();
        return new Page(Import, response.StatusCode, html, await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(html, CancellationToken.None), response);
    }
}
