using System.Net;
using System.Text.Json.Nodes;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

public sealed class Walking_the_whole_path_by_program(EventsHost host) : IAsyncLifetime
{
    private const string Leak = "As Awa Diallo said, the basin needs one record.";
    private const string Clean = "Publish flow data with a delay of one month.";

    private ApiClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _api = await ApiClient.WithTokenAsync(host);
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Leads_from_an_empty_database_to_a_published_summary()
    {
        var (day, session) = await PlannedAsync();
        var invitation = await InvitedAsync(day);
        await AnsweredByLinkAsync(new(invitation));

        var attendance = await _api.GetAsync($"dialogues/{day}/attendance");
        Assert.Equal(1, (int)attendance.Json!["accepted"]!);
        var consents = (await _api.GetAsync($"dialogues/{day}/consents")).Json!["items"]!.AsArray();
        Assert.Equal(["given", null, null, null, null, "refused", null, null, null], Assert.Single(consents)!["choices"]!.AsArray().Select(c => (string?)c!["state"]));

        Assert.Equal((404, "not-found"), (await _api.GetAsync($"sessions/{session}/summary")).Problem);
        var requested = await _api.PostAsync($"sessions/{session}/summary/assemble", null, "assemble");
        var again = await _api.PostAsync($"sessions/{session}/summary/assemble", null, "assemble");
        Assert.Equal(("requested", true), ((string?)requested.Json!["state"], again.Replayed));
        Assert.Equal((422, "summary-nothing-to-review"), (await ActAsync(session, "review")).Problem);

        await AssembledAsync();
        var draft = await _api.GetAsync($"sessions/{session}/summary");
        Assert.Equal(("draft", 1), ((string?)draft.Json!["state"], (int)draft.Json["openFindings"]!));
        var item = draft.Json["items"]!.AsArray().Single(i => (bool)i!["flagged"]!)!;
        Assert.Equal(("Trust", "view", Leak), ((string?)item["theme"]!["en"], (string?)item["kind"], (string?)item["words"]));
        Assert.Contains(item["findings"]!.AsArray(), f => (string?)f!["kind"] == "participantName" && (string?)f["detail"] == "is the name of somebody who was invited.");
        Assert.Equal((422, "summary-findings-open"), (await ActAsync(session, "review")).Problem);

        var reworded = await _api.PutAsync($"sessions/{session}/summary/items/{item["id"]}", new { words = "One record for the basin would help." });
        Assert.Equal(0, (int)reworded.Json!["openFindings"]!);
        Assert.Equal((422, "summary-not-reviewed"), (await ActAsync(session, "publish")).Problem);
        Assert.Equal("submitted", (string?)(await ActAsync(session, "review")).Json!["state"]);
        Assert.Equal((422, "summary-not-released"), (await ActAsync(session, "publish")).Problem);
        Assert.Equal((422, "summary-same-person"), (await _api.PostAsync($"sessions/{session}/summary/release", await ReadAsync(session))).Problem);
        using var second = await ApiClient.WithTokenAsync(host);
        Assert.Equal("released", (string?)(await second.PostAsync($"sessions/{session}/summary/release", await ReadAsync(session))).Json!["state"]);
        var published = await ActAsync(session, "publish");
        Assert.Equal("published", (string?)published.Json!["state"]);
        Assert.NotNull(published.Json["publishedAt"]);

        var markdown = await _api.GetAsync($"sessions/{session}/summary.md");
        var html = await _api.GetAsync($"sessions/{session}/summary.html");
        using var reader = host.NewBrowser();
        var page = await reader.GetAsync($"/series/water/summaries/{published.Id}");
        Assert.Equal(("text/markdown", "text/html", HttpStatusCode.OK), (markdown.Type, html.Type, page.Status));
        Assert.All([markdown.Text, html.Text, page.Html], text =>
        {
            Assert.Contains("One record for the basin would help.", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Diallo", text, StringComparison.Ordinal);
        });

        Assert.Equal((422, "summary-already-published"), (await _api.PostAsync($"sessions/{session}/summary/assemble", null)).Problem);
        Assert.Equal((422, "summary-already-published"), (await ActAsync(session, "review")).Problem);
        Assert.Equal((422, "summary-already-published"), (await _api.PutAsync($"sessions/{session}/summary/items/{item["id"]}", new { words = "x" })).Problem);
        Assert.Equal("draft", (string?)(await ActAsync(session, "unpublish")).Json!["state"]);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/series/water/summaries/{published.Id}")).Status);
    }

    [Fact]
    public async Task Two_tokens_of_one_person_are_one_person()
    {
        var (_, session) = await PlannedAsync();
        _ = await _api.PostAsync($"sessions/{session}/summary/assemble", null);
        await AssembledAsync();
        var me = Guid.NewGuid();
        using var one = await ApiClient.WithTokenAsync(host, owner: me);
        using var two = await ApiClient.WithTokenAsync(host, owner: me);
        var leak = (await one.GetAsync($"sessions/{session}/summary")).Json!["items"]!.AsArray().Single(i => (bool)i!["flagged"]!)!;
        string at = $"sessions/{session}/summary", risk = $"{at}/items/{leak["id"]}";
        _ = await one.PutAsync(risk, new { words = (string?)leak["words"], harmless = true });

        Assert.Equal((422, "summary-same-person"), (await two.PostAsync(risk + "/accept-risk", new { reason = "She published it herself.", version = await VersionAsync(session) })).Problem);
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync(risk + "/accept-risk", new { reason = "She published it herself.", version = await VersionAsync(session) })).Status);
        Assert.Equal(HttpStatusCode.OK, (await one.PostAsync(at + "/review", null)).Status);
        Assert.Equal((422, "summary-same-person"), (await two.PostAsync(at + "/release", await ReadAsync(session))).Problem);
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync(at + "/release", await ReadAsync(session))).Status);
    }

    [Fact]
    public async Task The_second_answers_for_the_version_that_was_read_and_for_no_other()
    {
        var (_, session) = await PlannedAsync();
        _ = await _api.PostAsync($"sessions/{session}/summary/assemble", null);
        await AssembledAsync();
        using var second = await ApiClient.WithTokenAsync(host);
        string at = $"sessions/{session}/summary";
        var leak = (await _api.GetAsync(at)).Json!["items"]!.AsArray().Single(i => (bool)i!["flagged"]!)!;
        string item = $"{at}/items/{leak["id"]}";
        uint old = await VersionAsync(session);
        _ = await _api.PutAsync(item, new { words = (string?)leak["words"], harmless = true });

        Assert.Equal((422, "summary-version-missing"), (await second.PostAsync(item + "/accept-risk", new { reason = "She published it." })).Problem);
        Assert.Equal((409, "changed-meanwhile"), (await second.PostAsync(item + "/accept-risk", new { reason = "She published it.", version = old })).Problem);
        _ = await _api.PutAsync(item, new { words = "One record would help." });
        Assert.Equal((409, "changed-meanwhile"), (await _api.PostAsync(at + "/review", new { version = old })).Problem);
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync(at + "/review", await ReadAsync(session))).Status);
        Assert.Equal((422, "summary-version-missing"), (await second.PostAsync(at + "/release", null)).Problem);
        Assert.Equal((409, "changed-meanwhile"), (await second.PostAsync(at + "/release", new { version = old })).Problem);
        Assert.Equal(HttpStatusCode.OK, (await second.PostAsync(at + "/release", await ReadAsync(session))).Status);
        Assert.Equal((409, "changed-meanwhile"), (await _api.PostAsync(at + "/publish", new { version = old })).Problem);
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync(at + "/publish", await ReadAsync(session))).Status);
    }

    private async Task<uint> VersionAsync(Guid session) => (uint)(await _api.GetAsync($"sessions/{session}/summary")).Json!["version"]!;

    private async Task<object> ReadAsync(Guid session) => new { version = await VersionAsync(session) };

    [Fact]
    public async Task Asking_again_keeps_the_language_of_the_draft_unless_another_is_named()
    {
        var (_, session) = await PlannedAsync();
        string assemble = $"sessions/{session}/summary/assemble";
        Assert.Equal("french", (string?)(await _api.PostAsync(assemble + "?language=french", null)).Json!["language"]);
        await AssembledAsync();

        // The program says English, or nothing, in Accept-Language; the draft is French.
        Assert.Equal("french", (string?)(await _api.PostAsync(assemble, null)).Json!["language"]);
        await AssembledAsync();
        Assert.Equal("french", (string?)(await _api.GetAsync($"sessions/{session}/summary")).Json!["language"]);
        Assert.Equal("english", (string?)(await _api.PostAsync(assemble + "?language=english", null)).Json!["language"]);
        Assert.Equal((400, "malformed"), (await _api.PostAsync(assemble + "?language=german", null)).Problem);
    }

    [Fact]
    public async Task Is_refused_step_by_step_with_a_code()
    {
        var (_, session) = await PlannedAsync();
        _ = await _api.PostAsync($"sessions/{session}/summary/assemble", null);
        await AssembledAsync();
        string items = $"sessions/{session}/summary/items";
        Guid item = (Guid)(await _api.GetAsync($"sessions/{session}/summary")).Json!["items"]![0]!["id"]!;

        Assert.Equal((422, "summary-item-unknown"), (await _api.PutAsync($"{items}/{Guid.NewGuid()}", new { words = "x" })).Problem);
        Assert.Equal((422, "summary-words-too-long"), (await _api.PutAsync($"{items}/{item}", new { words = new string('x', 4001) })).Problem);
        Assert.Equal((409, "changed-meanwhile"), (await _api.PutAsync($"{items}/{item}", new { words = "x", was = "Not these" })).Problem);
        Assert.True((bool)Item(await _api.PutAsync($"{items}/{item}", new { words = "Left out.", setAside = true }), item)["setAside"]!);
        // What is not said stays as it is.
        Assert.True((bool)Item(await _api.PutAsync($"{items}/{item}", new { words = "Left out still." }), item)["setAside"]!);
        Assert.Equal((409, "changed-meanwhile"), (await _api.PutAsync($"{items}/{item}", new { words = "Back again.", setAside = false, wasSetAside = false })).Problem);
        Assert.Equal((422, "summary-no-risk-to-accept"), (await _api.PostAsync($"{items}/{item}/accept-risk", new { reason = "Because", version = await VersionAsync(session) })).Problem);
        Assert.Equal((422, "summary-not-assembling"), (await ActAsync(session, "cancel")).Problem);
        Assert.Equal((400, "malformed"), (await _api.PutAsync($"{items}/{item}", new { harmless = true })).Problem);
        foreach (string path in (string[])["summary/assemble", "summary/cancel", "summary/review", "summary/release", "summary/publish", "summary/unpublish"])
            Assert.Equal((404, "not-found"), (await _api.PostAsync($"sessions/{Guid.NewGuid()}/{path}", null)).Problem);
        foreach (string path in (string[])["summary", "summary/versions", "summary.md", "summary.html", "statements", "statements/count"])
            Assert.Equal((404, "not-found"), (await _api.GetAsync($"sessions/{Guid.NewGuid()}/{path}")).Problem);
        Assert.Equal((404, "not-found"), (await _api.GetAsync($"dialogues/{Guid.NewGuid()}/consents")).Problem);
        await TooFewAsync();
        Assert.Equal((422, "summary-too-few-statements"), (await ActAsync(session, "review")).Problem);
        using var other = await ApiClient.WithTokenAsync(host, "read-nothing");
        Assert.Equal((403, "scope-missing"), (await other.GetAsync($"sessions/{session}/statements/count")).Problem);
    }

    [Fact]
    public async Task Writes_a_letter_of_the_dialogue_once_per_version()
    {
        var (day, _) = await PlannedAsync();
        string path = $"dialogues/{day}/letter-templates/invitation/french";
        var standard = await _api.GetAsync(path);
        Assert.Equal((0u, true), ((uint)standard.Json!["version"]!, ((string)standard.Json["body"]!).Contains("{link}", StringComparison.Ordinal)));

        var written = await _api.PutAsync(path, new { subject = "Invitation", body = "Cher {given_name},\n{link}", version = 0 });
        Assert.Equal("Cher {given_name},\n{link}", (string?)written.Json!["body"]);
        Assert.Equal((409, "changed-meanwhile"), (await _api.PutAsync(path, new { subject = "Mine", body = "{link}", version = 0 })).Problem);
        Assert.Equal((422, "letter-link-missing"), (await _api.PutAsync(path, new { subject = "Mine", body = "No link" })).Problem);
        Assert.Equal((422, "letter-field-unknown"), (await _api.PutAsync(path, new { subject = "Mine", body = "{link} {nobody}" })).Problem);
        Assert.Equal((422, "letter-subject-missing"), (await _api.PutAsync(path, new { subject = "", body = "{link}" })).Problem);
        Assert.Equal("Invitation", (string?)(await _api.GetAsync(path)).Json!["subject"]);
        Assert.Equal((400, "malformed"), (await _api.GetAsync($"dialogues/{day}/letter-templates/complaint/french")).Problem);
    }

    private static JsonNode Item(Answer answer, Guid id) => answer.Json!["items"]!.AsArray().Single(i => (Guid)i!["id"]! == id)!;

    private Task<Answer> ActAsync(Guid session, string act) => _api.PostAsync($"sessions/{session}/summary/{act}", null);

    private async Task<(Guid Day, Guid Session)> PlannedAsync()
    {
        var series = await _api.PostAsync("series", new { title = new { en = "Water", fr = "Eau" }, purpose = new { en = "Why", fr = "Pourquoi" }, organisation = "Institut Méridien", slug = "water" });
        _ = await _api.PutAsync($"series/{series.Id}/page", new { on = true });
        var day = await _api.PostAsync($"series/{series.Id}/dialogues", new
        {
            title = new { en = "First day", fr = "Première journée" },
            day = "2027-05-12",
            begins = "09:00",
            ends = "17:30",
            venue = "Genève",
            zone = "Europe/Zurich",
            rule = "chathamHouse",
            answerBy = "2027-04-28",
            remindDaysBefore = new[] { 7, 2 },
        });
        var room = await _api.PostAsync($"dialogues/{day.Id}/rooms", new { name = "Salle bleue", seats = 40 });
        var session = await _api.PostAsync($"dialogues/{day.Id}/sessions", new
        {
            title = new { en = "Opening", fr = "Ouverture" },
            roomId = room.Id,
            begins = "09:30",
            ends = "11:00",
            themes = new[] { new { en = "Trust", fr = "Confiance" }, new { en = "Access", fr = "Accès" } },
        });
        return (day.Id, session.Id);
    }

    private async Task<Guid> InvitedAsync(Guid day)
    {
        var imported = await _api.PostAsync("people/import", new { text = "Given name;Family name;E-mail;Affiliation;Language\nAwa;Diallo;awa@bassin.test;Autorité du bassin;fr" });
        Assert.Equal(1, (int)imported.Json!["added"]!);
        var person = (await _api.GetAsync("people")).Json!["items"]![0]!;
        var prepared = await _api.PostAsync($"dialogues/{day}/invitations", new { people = new[] { (Guid)person["id"]! } });
        Assert.Equal(1, (int)prepared.Json!["letters"]!);
        var sent = await _api.PostAsync($"waves/{(Guid)prepared.Json["wave"]!}/send", new { seal = (string)prepared.Json["seal"]! });
        Assert.Equal(1, (int)sent.Json!["letters"]!["queued"]!);
        return (Guid)(await _api.GetAsync($"dialogues/{day}/invitations")).Json!["items"]![0]!["id"]!;
    }

    // The link is made when the letter leaves, so here as the worker would.
    private async Task AnsweredByLinkAsync(Id<Invitation> invitation)
    {
        var (link, token) = PersonalLink.For(invitation, host.Clock.GetUtcNow());
        await new Given(host).SaveAsync(link);
        using var phone = host.NewBrowser();
        var page = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=accept]");
        _ = await phone.SubmitAsync(page, new Dictionary<string, object?> { ["consents[AttendUnderRule]"] = "yes", ["consents[ParticipantsList]"] = "no" }, form: "form[action*='onsents']");
    }

    private async Task AssembledAsync()
    {
        await using var db = host.OpenDb();
        var summary = await db.Summaries.Include(s => s.Items).SingleAsync();
        var session = await db.Sessions.Include(s => s.Themes).SingleAsync();
        var theme = session.Themes.Single(t => t.Name.En == "Trust").Id;
        summary.Assemble([new(theme, PointKind.View, Leak, Flagged: true), new(null, PointKind.Proposal, Clean, Flagged: false)]);
        _ = await db.SaveChangesAsync();
    }

    private async Task TooFewAsync()
    {
        await using var db = host.OpenDb();
        (await db.Summaries.Include(s => s.Items).SingleAsync()).HoldBack();
        _ = await db.SaveChangesAsync();
    }
}
