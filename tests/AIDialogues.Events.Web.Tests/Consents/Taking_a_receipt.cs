using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Taking_a_receipt(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Tells_everything_somebody_said_and_nothing_of_anybody_else()
    {
        var (_, _, token) = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly);
        _ = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly, ConsentPurpose.Quoted);
        _ = await _scene.SayAsync(token, (ConsentPurpose.NamedPublicly, "no"));
        using var phone = host.NewBrowser();

        var page = await phone.GetAsync($"/i/{token}/receipt");

        Assert.Equal(["Named on the public page"], page.All("main h2"));
        Assert.Contains("Everybody can see that you take part; nothing shows what you said.", page.Text, StringComparison.Ordinal);
        Assert.Equal(2, page.Document.QuerySelectorAll("main ol li").Length);
        Assert.Contains("Withdrawn, by the person, on the page", page.Text, StringComparison.Ordinal);
        foreach (string file in (string[])["receipt", "receipt.jsonld"])
            Assert.DoesNotContain("Canary", await phone.Http.GetStringAsync($"{await phone.EnterAsync(token)}/{file}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_LD_names_the_profile_and_is_the_same_each_time()
    {
        var (person, _, token) = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly, ConsentPurpose.DietAndAccess);
        using var phone = host.NewBrowser();

        string first = await phone.Http.GetStringAsync($"{await phone.EnterAsync(token)}/receipt.jsonld");
        host.Clock.Advance(TimeSpan.FromDays(1));
        string second = await phone.Http.GetStringAsync($"{await phone.EnterAsync(token)}/receipt.jsonld");

        Assert.Equal(first, second);
        var json = JsonNode.Parse(first)!;
        Assert.Equal(("dpv:ConsentReceipt", "dpv-27560:receipt-eu-gdpr", $"urn:uuid:{person.Id}"), ((string)json["@type"]!, (string)json["dct:conformsTo"]!, (string)json["dpv:hasDataSubject"]!["@id"]!));
        var records = json["dct:hasPart"]!.AsArray();
        Assert.Equal(["eu-gdpr:A6-1-a", "eu-gdpr:A9-2-a"], records.Select(r => (string)r!["dpv:hasLegalBasis"]!));
        Assert.Equal("dpv:ConsentGiven", (string)records[0]!["dct:hasPart"]![0]!["@type"]!);
        Assert.Matches("^sha256:[0-9a-f]{64}$", (string)records[0]!["dct:hasPart"]![0]!["dpv:hasNotice"]!["dct:identifier"]!);
    }

    [Fact]
    public async Task Is_signed_so_that_a_changed_letter_shows()
    {
        var (_, _, token) = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly);
        using var phone = host.NewBrowser();
        byte[] document = await phone.Http.GetByteArrayAsync($"{await phone.EnterAsync(token)}/receipt.jsonld"), signature = await phone.Http.GetByteArrayAsync($"{await phone.EnterAsync(token)}/receipt.sig");
        using var key = ECDsa.Create();
        key.ImportFromPem(await phone.Http.GetStringAsync("/receipts/key.pem"));

        Assert.True(key.VerifyData(document, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        document[^20] ^= 1;
        Assert.False(key.VerifyData(document, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    [Theory]
    [InlineData("en", "Receipt of your choices")]
    [InlineData("fr", "Reçu de vos choix")]
    public async Task As_PDF_is_tagged_speaks_the_persons_language_and_names_no_maker(string language, string title)
    {
        var (_, _, token) = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly);
        using var phone = host.NewBrowser();

        byte[] pdf = await phone.Http.GetByteArrayAsync($"{await phone.EnterAsync(token)}/receipt.pdf?lang={language}");

        string text = Encoding.Latin1.GetString(pdf);
        Assert.StartsWith("%PDF-1.7", text, StringComparison.Ordinal);
        Assert.Contains($"/Lang ({language})", text, StringComparison.Ordinal);
        Assert.Contains("/MarkInfo << /Marked true >>", text, StringComparison.Ordinal);
        Assert.Contains("/S /H1", text, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(title)), text, StringComparison.Ordinal);
        Assert.All((string[])["/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate"], maker => Assert.DoesNotContain(maker, text, StringComparison.Ordinal));
        Assert.Equal(pdf, await phone.Http.GetByteArrayAsync($"{await phone.EnterAsync(token)}/receipt.pdf?lang={language}"));
    }

    [Fact]
    public async Task Opens_to_the_personal_link_alone()
    {
        var (_, heron, _) = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly);
        using var own = host.NewBrowser();
        var (_, _, silent) = await _scene.ExpertAsync("Canary");
        using var stranger = host.NewBrowser();

        foreach (string file in (string[])["receipt", "receipt.jsonld", "receipt.sig", "receipt.pdf"])
        {
            Assert.Equal(HttpStatusCode.Gone, (await stranger.Http.GetAsync($"/i/made-up/{file}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Http.GetAsync($"{await stranger.EnterAsync(silent)}/{file}")).StatusCode);
        }
    }

    /// <summary>The address behind the letter's link, which holds no token.</summary>
    private static async Task<string> DoorAsync(Browser phone, string token) => (await phone.GetAsync("/i/" + token)).Path;
}
