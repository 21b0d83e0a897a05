using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Publishing;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

public sealed class Publishing_by_program(EventsHost host) : IAsyncLifetime
{
    private static readonly object Report = new
    {
        kind = "finalReport",
        title = new { en = "Who decides?", fr = "Qui décide ?" },
        body = new { en = "# Trust\n\nOne shared record.", fr = "# Confiance\n\nUn registre partagé." },
        authors = "Noor Haddad",
    };

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
    public async Task Goes_from_a_draft_to_the_public_page_and_off_it()
    {
        using var visitor = new Browser(host.Address, "en");
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", Report, "once");
        var again = await _api.PostAsync($"series/{_series.Id}/publications", Report, "once");
        Assert.Equal((HttpStatusCode.Created, draft.Id, true), (draft.Status, again.Id, again.Replayed));
        Assert.DoesNotContain("Who decides?", (await visitor.GetAsync("/series/water?lang=en")).Text, StringComparison.Ordinal);

        var published = await _api.PostAsync($"publications/{draft.Id}/publish", new { });
        var twice = await _api.PostAsync($"publications/{draft.Id}/publish", new { });

        Assert.Equal((HttpStatusCode.OK, (string?)published.Json!["publishedOn"]), (twice.Status, (string?)twice.Json!["publishedOn"]));
        Assert.Contains("Who decides?", (await visitor.GetAsync("/series/water?lang=en")).Text, StringComparison.Ordinal);
        Assert.Contains("Un registre partagé.", (await visitor.GetAsync($"/series/water/publications/{draft.Id}?lang=fr")).Text, StringComparison.Ordinal);
        Assert.Contains("One shared record.", (await _api.GetAsync($"publications/{draft.Id}.md")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync($"publications/{draft.Id}/take-off", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/series/water/publications/{draft.Id}")).Status);
        Assert.Null((string?)Assert.Single((await _api.GetAsync($"series/{_series.Id}/publications")).Json!["items"]!.AsArray())!["publishedOn"]);
    }

    [Fact]
    public async Task Case_67_what_points_at_somebody_stays_a_draft_until_two_have_answered_for_the_version_they_read()
    {
        using var second = await ApiClient.WithTokenAsync(host);
        var dialogue = await _given.DialogueAsync(_series);
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Awa", "Diallo"));
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", new { kind = "notes", title = new { en = "Notes" }, body = new { en = "Awa Diallo wants a record." }, dialogueId = dialogue.Id.Value });

        string at = $"publications/{draft.Id}";
        uint version = (uint)draft.Json!["version"]!;
        const string Reason = "She says so in public herself.";

        Assert.Equal("Awa Diallo", (string?)draft.Json["findings"]![0]!["words"]);
        Assert.Equal((422, "publication-findings-open"), (await _api.PostAsync(at + "/publish", new { reason = Reason, version })).Problem);
        Assert.Equal((422, "publication-version-missing"), (await _api.PostAsync(at + "/propose-risk", new { reason = Reason })).Problem);
        var proposed = await _api.PostAsync(at + "/propose-risk", new { reason = Reason, version });
        Assert.Equal((HttpStatusCode.OK, Reason, (string?)null), (proposed.Status, (string?)proposed.Json!["riskProposal"], (string?)proposed.Json["publishedOn"]));
        version = (uint)proposed.Json["version"]!;
        Assert.Equal((422, "publication-same-person"), (await _api.PostAsync(at + "/publish", new { reason = Reason, version })).Problem);
        Assert.Equal((422, "publication-version-missing"), (await second.PostAsync(at + "/publish", new { reason = Reason })).Problem);
        Assert.Equal((409, "changed-meanwhile"), (await second.PostAsync(at + "/publish", new { reason = Reason, version = version - 1 })).Problem);
        Assert.Equal((422, "publication-reason-missing"), (await second.PostAsync(at + "/publish", new { reason = "yes", version })).Problem);
        var allowed = await second.PostAsync(at + "/publish", new { reason = "I heard her say so.", version });
        Assert.Equal((HttpStatusCode.OK, "I heard her say so."), (allowed.Status, (string?)allowed.Json!["riskReason"]));
        Assert.Equal((422, "publication-take-off-first"), (await _api.PutAsync($"publications/{draft.Id}", Report)).Problem);
    }

    [Fact]
    public async Task Files_go_up_and_down_without_their_metadata_and_twice_is_once()
    {
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", Report);
        string files = $"publications/{draft.Id}/files";
        byte[] pdf = Pdfs.WithEverything("Water belongs to everybody");

        var first = await _api.PutFileAsync(files + "/english", pdf, "application/pdf", "once");
        var again = await _api.PutFileAsync(files + "/english", pdf, "application/pdf", "once");
        var cover = await _api.PutFileAsync(files + "/french?description=A%20river", Taking_in_uploads.Picture(SKEncodedImageFormat.Jpeg, 60, 30), "application/octet-stream");

        Assert.Equal((HttpStatusCode.OK, true), (first.Status, again.Replayed));
        Assert.Equal(["cover french", "pdf english"], cover.Json!["files"]!.AsArray().Select(f => $"{f!["kind"]} {f["language"]}").Order(StringComparer.Ordinal));
        foreach (var file in cover.Json["files"]!.AsArray())
        {
            using var down = await _api.GetFileAsync($"{files}/{file!["id"]}");
            byte[] bytes = await down.Content.ReadAsByteArrayAsync();
            bool isPdf = (string?)file["kind"] == "pdf";
            Assert.Equal((HttpStatusCode.OK, isPdf ? "application/pdf" : "image/png", (int)file["bytes"]!), (down.StatusCode, down.Content.Headers.ContentType!.MediaType, bytes.Length));
            Assert.StartsWith("sandbox", Assert.Single(down.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal((0, 0), (Taking_in_uploads.Count(bytes, "canary"), Taking_in_uploads.Count(bytes, "JavaScript")));
        }

        // What is named in a file is found as in a text, and a published one is not changed under its readers.
        var pdfId = (Guid)cover.Json["files"]!.AsArray().Single(f => (string?)f!["kind"] == "pdf")!["id"]!;
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync($"publications/{draft.Id}/publish", new { })).Status);
        Assert.Equal((422, "publication-take-off-first"), (await _api.PutFileAsync(files + "/english", pdf, "application/pdf")).Problem);
        Assert.Equal((422, "publication-take-off-first"), (await _api.DeleteAsync($"{files}/{pdfId}")).Problem);
        using (var visitor = new Browser(host.Address, "en")) Assert.Equal(HttpStatusCode.OK, (await visitor.Http.GetAsync($"/series/water/files/{pdfId}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync($"publications/{draft.Id}/take-off", null)).Status);
        foreach (int _ in (int[])[1, 2]) Assert.Equal(["cover"], (await _api.DeleteAsync($"{files}/{pdfId}")).Json!["files"]!.AsArray().Select(f => (string?)f!["kind"]));
        Assert.Equal((404, "not-found"), (await _api.GetAsync($"{files}/{pdfId}")).Problem);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/png", 422, "publication-file-kind-not-taken")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "application/pdf", 422, "publication-file-kind-not-taken")]
    [InlineData("<!doctype html><script>alert(1)</script>", "image/png", 422, "publication-file-kind-not-taken")]
    [InlineData("<!doctype html><script>alert(1)</script>%PDF-1.7", "application/pdf", 422, "publication-file-kind-not-taken")]
    [InlineData("MZ\u0090", "image/jpeg", 422, "publication-file-kind-not-taken")]
    [InlineData("%PDF-1.7 and nothing more", "application/pdf", 422, "publication-file-not-readable")]
    [InlineData("", "application/pdf", 422, "publication-file-missing")]
    public async Task Case_47_takes_a_file_for_what_it_is(string content, string type, int status, string code)
    {
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", Report);

        var refused = await _api.PutFileAsync($"publications/{draft.Id}/files/english", System.Text.Encoding.UTF8.GetBytes(content), type);

        Assert.Equal((status, code), refused.Problem);
        Assert.Empty((await _api.GetAsync($"publications/{draft.Id}")).Json!["files"]!.AsArray());
    }

    /// <summary>Each holds what would run in the reader's browser, says that it is something else, and comes back as what it is: made anew, to be saved, in a sandbox.</summary>
    [Theory]
    [InlineData("pdf", "image/png", "application/pdf", "attachment")]
    [InlineData("pdf", "application/octet-stream", "application/pdf", "attachment")]
    [InlineData("png", "application/pdf", "image/png", null)]
    [InlineData("gif", "image/jpeg", "image/png", null)]
    [InlineData("jpeg", "application/octet-stream", "image/png", null)]
    public async Task Case_47_what_could_run_is_served_as_what_it_is_and_holds_nothing_that_runs(string upload, string pretends, string type, string? disposition)
    {
        byte[] script = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert('canary')</script></svg><html><body onload=alert('canary')>"u8.ToArray();
        byte[] file = upload switch
        {
            "pdf" => Pdfs.WithEverything("Water belongs to everybody"),
            // GIF89a reads as the name of a variable where it is taken for a script.
            "gif" => [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x21, 0xFE, (byte)"*/=alert('canary')//".Length, .. "*/=alert('canary')//"u8, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B],
            "png" => [.. Taking_in_uploads.Picture(SKEncodedImageFormat.Png, 8, 8), .. script],
            _ => [.. Taking_in_uploads.Picture(SKEncodedImageFormat.Jpeg, 8, 8), .. script],
        };
        Assert.NotEqual(0, Taking_in_uploads.Count(file, "canary"));
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", Report);

        string at = $"publications/{draft.Id}/files/english?description=x.svg%3Cscript%3E";

        foreach (string active in (string[])["text/html", "image/svg+xml", "application/javascript", "application/xhtml+xml"]) Assert.Equal(415, (int)(await _api.PutFileAsync(at, file, active)).Status);
        var taken = await _api.PutFileAsync(at, file, pretends);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync($"publications/{draft.Id}/publish", new { })).Status);
        using var visitor = new Browser(host.Address, "en");
        using var served = await visitor.Http.GetAsync($"/series/water/files/{taken.Json!["files"]![0]!["id"]}");

        byte[] bytes = await served.Content.ReadAsByteArrayAsync();
        Assert.Equal((type, disposition), (served.Content.Headers.ContentType!.MediaType, served.Content.Headers.ContentDisposition?.DispositionType));
        Assert.Equal("sandbox; default-src 'none'", Assert.Single(served.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(served.Headers.GetValues("X-Content-Type-Options")));
        Assert.All((string[])["canary", "<script", "<svg", "JavaScript", "onload"], active => Assert.Equal(0, Taking_in_uploads.Count(bytes, active)));
    }

    [Fact]
    public async Task Case_50_a_file_above_the_limit_is_refused_in_words()
    {
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", Report);

        var refused = await _api.PutFileAsync($"publications/{draft.Id}/files/english", new byte[PublicationFile.LargestUpload + 1], "application/pdf");

        Assert.Equal((422, "publication-file-too-large"), refused.Problem);
        Assert.Equal((404, "not-found"), (await _api.PutFileAsync($"publications/{Guid.NewGuid()}/files/english", "%PDF-"u8.ToArray(), "application/pdf")).Problem);
        Assert.Equal((400, "malformed"), (await _api.PutFileAsync($"publications/{draft.Id}/files/german", "%PDF-"u8.ToArray(), "application/pdf")).Problem);
    }

    /// <summary>All kinds at once, and again and again, while others read.</summary>
    [Fact]
    public async Task Case_50_bombs_of_every_kind_are_bounded_and_those_who_read_meanwhile_notice_nothing()
    {
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", Report);
        string files = $"publications/{draft.Id}/files/english", text = $"publications/{draft.Id}";
        byte[] pixels = Taking_in_uploads.Picture(SKEncodedImageFormat.Png, 1, 1);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(pixels.AsSpan(16), 60_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(pixels.AsSpan(20), 60_000);
        using var zipped = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(zipped, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = zip.CreateEntry("word/document.xml").Open();
            await entry.WriteAsync(new byte[50 * 1024 * 1024]);
        }

        string laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\">" + string.Concat(Enumerable.Range(0, 20).Select(i => $"<!ENTITY {(char)('b' + i)} \"{string.Concat(Enumerable.Repeat($"&{(char)('a' + i)};", 10))}\">")) + "]><svg>&u;</svg>";
        string nested = string.Concat(Enumerable.Repeat("{\"a\":", 1_000)) + "1" + new string('}', 1_000);
        // Marks that open and never close, links in links, quotations in quotations: what makes readers of Markdown and expressions go back and forth.
        string marks = string.Concat(Enumerable.Repeat("*a **a _[a](", 15_000)), quotations = new string('>', 150_000), expressions = string.Concat(Enumerable.Repeat("Aaaa-Bbbb’Cccc ", 12_000)) + "!";
        (string Kind, Func<Task<Answer>> Throw, int[] Answers)[] bombs =
        [
            ("zip", () => _api.PutFileAsync(files, zipped.ToArray(), "application/octet-stream"), [422]),
            ("pixels", () => _api.PutFileAsync(files, pixels, "image/png"), [422]),
            ("alias", () => _api.PutFileAsync(files, System.Text.Encoding.UTF8.GetBytes(laughs), "application/octet-stream"), [422]),
            ("10 MB field", () => _api.PutAsync(text, new { kind = "notes", title = new { en = new string('x', 10_000_000) } }), [400, 413, 422]),
            ("1,000 levels", () => _api.PostRawAsync($"series/{_series.Id}/publications", nested), [400]),
            ("marks", () => _api.PutAsync(text, new { kind = "notes", title = new { en = "Notes" }, body = new { en = marks } }), [200]),
            ("quotations", () => _api.PutAsync(text, new { kind = "notes", title = new { en = "Notes" }, body = new { en = quotations } }), [200]),
            ("regex", () => _api.PutAsync(text, new { kind = "notes", title = new { en = "Notes" }, body = new { en = expressions } }), [200]),
        ];
        using var reader = new Browser(host.Address, "en");
        _ = await reader.Http.GetStringAsync("/series/water");
        var thrown = Task.Run(async () =>
        {
            var answers = new List<(string, int, bool)>();
            foreach (var (kind, bomb, expected) in bombs)
            {
                var answer = await bomb();
                answers.Add((kind, (int)answer.Status, expected.Contains((int)answer.Status)));
            }

            return answers;
        });
        var times = new List<double>();
        while (!thrown.IsCompleted || times.Count < 40)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            _ = await reader.Http.GetStringAsync("/series/water");
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        Assert.Empty((await thrown).Where(a => !a.Item3));
        Assert.InRange(times.Order().ElementAt(times.Count * 95 / 100), 0, 1_000);
    }

    [Fact]
    public async Task A_change_made_meanwhile_and_a_day_of_another_series_are_refused()
    {
        var foreign = await _given.DialogueAsync(await _given.SeriesAsync("forests"));
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", Report);
        uint version = (uint)draft.Json!["version"]!;
        Assert.Equal(HttpStatusCode.OK, (await _api.PutAsync($"publications/{draft.Id}", new { kind = "notes", title = new { en = "First" }, version })).Status);

        Assert.Equal((409, "changed-meanwhile"), (await _api.PutAsync($"publications/{draft.Id}", new { kind = "notes", title = new { en = "Second" }, version })).Problem);
        Assert.Equal((422, "not-found"), (await _api.PutAsync($"publications/{draft.Id}", new { kind = "notes", title = new { en = "Third" }, dialogueId = foreign.Id.Value })).Problem);
        Assert.Equal((422, "title-missing"), (await _api.PostAsync($"series/{_series.Id}/publications", new { kind = "notes", title = new { } })).Problem);
        Assert.Equal((422, "publication-nothing-to-publish"), (await _api.PostAsync($"publications/{draft.Id}/publish", new { })).Problem);
        Assert.Equal((404, "not-found"), (await _api.GetAsync($"publications/{Guid.NewGuid()}.pdf")).Problem);
        await using var db = host.OpenDb();
        Assert.Equal("First", (await db.Publications.SingleAsync()).Title.En);
    }
}
