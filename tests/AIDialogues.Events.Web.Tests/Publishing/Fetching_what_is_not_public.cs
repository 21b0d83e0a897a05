using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using SkiaSharp;
using UglyToad.PdfPig;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Publishing;

/// <summary>Files by names that somebody guesses, by paths that lead elsewhere, and what a text may make the host fetch while a file is made of it.</summary>
public sealed class Fetching_what_is_not_public(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Series _series = null!;
    private ApiClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        (_series, _api) = (await _given.SeriesAsync("water"), await ApiClient.WithTokenAsync(host));
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Case_48_an_upload_has_a_random_name_that_opens_nothing_by_itself()
    {
        _ = await _given.SeriesAsync("forests");
        byte[] cover = Taking_in_uploads.Picture(SKEncodedImageFormat.Png, 40, 20);
        var (one, two) = (await DraftAsync("One"), await DraftAsync("Two"));
        var (first, second) = (await CoverAsync(one, cover), await CoverAsync(two, cover));
        Assert.NotEqual(first, second);
        Assert.All([first, second], id => Assert.Equal('4', id.ToString()[14]));

        // The right name of a draft's file, as anybody would have it who once saw it.
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/series/water/files/{first}"));
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync($"publications/{one}/publish", new { })).Status);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"/series/water/files/{first}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/series/forests/files/{first}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/series/water/files/{second}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/series/water/files/{Guid.NewGuid()}"));
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync($"publications/{one}/take-off", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"/series/water/files/{first}"));
    }

    [Theory]
    [InlineData("/series/water/files/../../../../../../etc/passwd")]
    [InlineData("/series/water/files/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("/series/water/files/..%5c..%5cappsettings.json")]
    [InlineData("/series/water/files/%252e%252e%252fappsettings.json")]
    [InlineData("/series/water/files//etc/passwd")]
    [InlineData("/series/water/files/%00")]
    [InlineData("/series/water/partners/..%2f..%2fappsettings.png")]
    [InlineData("/series/..%2f..%2fetc/publications/00000000-0000-4000-8000-000000000000.pdf")]
    [InlineData("/series/water/publications/..%2f..%2f..%2fappsettings.md")]
    [InlineData("/series/water/summaries/..%2f..%2fetc%2fpasswd.html")]
    [InlineData("/report/summaries/..%2f..%2fappsettings.docx")]
    [InlineData("/css/../../appsettings.json")]
    [InlineData("/css/..%2f..%2fappsettings.json")]
    [InlineData("/css/%2e%2e/%2e%2e/appsettings.json")]
    public async Task Case_49_a_path_that_leads_elsewhere_leads_nowhere(string path)
    {
        string answer = await RawAsync(path);

        Assert.True(answer.Split(' ')[1] is "400" or "404", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Logging\"", answer, StringComparison.Ordinal);
        // The same words lead to a page where they are no path.
        Assert.StartsWith("HTTP/1.1 200", await RawAsync("/series/water"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_49_a_title_never_becomes_the_path_of_a_file()
    {
        var id = await DraftAsync("../../../etc/passwd");
        foreach (string format in (string[])["md", "html", "docx", "pdf"])
        {
            using var file = await _api.GetFileAsync($"publications/{id}.{format}");
            Assert.Equal("etc-passwd." + format, file.Content.Headers.ContentDisposition!.FileName);
        }

        using var zip = new ZipArchive(new MemoryStream(await _api.BytesAsync($"publications/{id}.docx")));
        Assert.NotEmpty(zip.Entries);
        Assert.All(zip.Entries, e => Assert.False(e.FullName.Contains("..", StringComparison.Ordinal) || Path.IsPathRooted(e.FullName) || e.FullName.Contains('\\', StringComparison.Ordinal), e.FullName));
    }

    [Fact]
    public async Task Case_53_a_text_makes_no_file_read_and_no_network_asked_whatever_it_is_made_into()
    {
        await using var listener = await ModelServer.StartAsync();
        string secret = Path.GetTempFileName();
        await File.WriteAllTextAsync(secret, "canary-of-the-disk");
        string at = listener.Endpoint.ToString();
        string body = $$"""
            ![a picture]({{at}}/picture.png) ![a file](file://{{secret}}) <img src="{{at}}/img.png"> <iframe src="file://{{secret}}"></iframe>

            \input{{{secret}}} \write18{cat {{secret}}} {\immediate\openin5={{secret}}}

            <object data="{{at}}/o.svg"></object> <link rel=stylesheet href="{{at}}/x.css"> @import url({{at}}/y.css)

            [a link]({{at}}/linked) [to a file](file://{{secret}}) ![[{{secret}}]] &include;
            """;
        var id = await DraftAsync("Hostile", body);

        foreach (string format in (string[])["md", "html", "docx", "pdf"])
        {
            byte[] file = await _api.BytesAsync($"publications/{id}.{format}");
            string words = format == "pdf" ? PdfWords(file) : format == "docx" ? DocxWords(file) : Encoding.UTF8.GetString(file);
            Assert.Contains("input", words, StringComparison.Ordinal);
            Assert.DoesNotContain("canary-of-the-disk", words, StringComparison.Ordinal);
            Assert.Equal(0, Taking_in_uploads.Count(file, "canary-of-the-disk"));
            foreach (string door in (string[])["/Launch", "/EmbeddedFile", "/GoToR", "/JavaScript", "/URI (file"]) Assert.Equal(0, format == "pdf" ? Taking_in_uploads.Count(file, door) : 0);
        }

        Assert.Empty(listener.Asked);
        // The positive control: who does ask is heard.
        using var http = new HttpClient();
        _ = await http.PostAsync(at, new StringContent("{\"messages\":[{},{\"content\":\"\"}]}"));
        Assert.Single(listener.Asked);
        File.Delete(secret);
    }

    private async Task<Guid> DraftAsync(string title, string body = "Words.") =>
        (await _api.PostAsync($"series/{_series.Id}/publications", new { kind = "notes", title = new { en = title }, body = new { en = body } })).Id;

    private async Task<Guid> CoverAsync(Guid publication, byte[] cover) =>
        (Guid)(await _api.PutFileAsync($"publications/{publication}/files/english", cover, "image/png")).Json!["files"]![0]!["id"]!;

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var reader = host.NewBrowser();
        return (await reader.Http.GetAsync(path)).StatusCode;
    }

    /// <summary>As it stands, because a client of good will would tidy the path first.</summary>
    private async Task<string> RawAsync(string path)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        await using var stream = line.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost:{host.Address.Port}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static string PdfWords(byte[] file)
    {
        using var pdf = PdfDocument.Open(file);
        return string.Join(' ', pdf.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text));
    }

    private static string DocxWords(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return string.Concat(zip.Entries.Select(e => { using var part = new StreamReader(e.Open()); return part.ReadToEnd(); }));
    }
}
