using System.Net;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Reviewing;

public sealed class Reviewing_a_summary(EventsHost host) : IAsyncLifetime
{
    private const string Leak = "As Awa Diallo said, the basin needs one record.";
    private const string Clean = "Publish flow data with a delay of one month.";

    private readonly Given _given = new(host);
    private Series _series = null!;
    private Summary _summary = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _series = await _given.SeriesAsync("water");
        var dialogue = await _given.DialogueAsync(_series);
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        var session = dialogue.Sessions[0];
        _summary = Summary.Request(session.Id, Language.English, host.Clock.GetUtcNow());
        _summary.Assemble([new(session.Themes[0].Id, PointKind.View, Leak, Flagged: true), new(session.Themes[0].Id, PointKind.Proposal, Clean, Flagged: false)]);
        await _given.SaveAsync(_summary);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Marks_the_words_that_point_at_somebody_and_says_why()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        var page = await rapporteur.GetAsync($"/report/summaries/{_summary.Id}");

        Assert.Contains("Awa Diallo", page.One("mark.leak")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("is the name of somebody who was invited.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_stands_beside_the_draft_of_its_theme_and_no_other()
    {
        var dialogue = await _given.DialogueAsync(_series);
        var (session, ids) = (dialogue.Sessions[0], Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray());
        var (first, second) = (session.Themes[0].Id, session.Themes[1].Id);
        await SayAsync(session, [.. ids.Select((id, at) => (id, at < 4 ? first : second, $"Point {at}."))]);
        await SayAsync(session, [(Guid.NewGuid(), first, "Came in after the draft.")]);
        var summary = Summary.Request(session.Id, Language.English, host.Clock.GetUtcNow());
        summary.Assemble([new(first, PointKind.View, "Four points.", Flagged: false) { Source = ids }, new(second, PointKind.View, "One point.", Flagged: false) { Source = ids }]);
        await _given.SaveAsync(summary);
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        var page = await rapporteur.GetAsync($"/report/summaries/{summary.Id}");

        Assert.Equal(["Point 0.", "Point 1.", "Point 2.", "Point 3."], page.All($"[aria-labelledby='said-{first}'] li"));
        Assert.Equal(["Point 4."], page.All($"[aria-labelledby='said-{second}'] li"));
    }

    [Fact]
    public async Task Is_refused_while_a_warning_is_open()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var page = await rapporteur.GetAsync($"/report/summaries/{_summary.Id}");

        var refused = await rapporteur.SubmitAsync(page, form: ".action-bar form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["Warnings still open: 1. Reword, leave out or answer each first."], refused.Errors);
    }

    /// <summary>No name and no office: the number of those who fit is all that tells.</summary>
    [Theory]
    [InlineData("en", "A Finnish judge said that costs matter.", "A Finnish judge", "Fewer than five of those who were there fit all that these words say.", "Of those who were there, 5 to 9 people fit all that these words say.")]
    [InlineData("fr", "Une juge finlandaise a dit que les coûts comptent.", "Une juge finlandaise", "Moins de cinq des personnes présentes correspondent à tout ce que disent ces mots.", "Parmi les personnes présentes, 5 à 9 personnes correspondent à tout ce que disent ces mots.")]
    public async Task What_only_one_of_forty_fits_must_change_and_what_six_fit_need_not(string language, string words, string marked, string tooFew, string enough)
    {
        var day = await _given.DialogueAsync(_series);
        var judges = await _given.PresentAsync(day, judges: 6, of: 45);
        var summary = Summary.Request(day.Id, Language.English, host.Clock.GetUtcNow());
        summary.Assemble([new(null, PointKind.View, words, Flagged: false)]);
        await _given.SaveAsync(summary);
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur, language);
        string address = $"/report/summaries/{summary.Id}";

        var six = await rapporteur.GetAsync(address);
        Assert.Null(six.One("mark.leak"));
        Assert.Contains(enough, six.Text, StringComparison.Ordinal);
        await _given.NotPresentAsync(judges.Skip(1));
        var one = await rapporteur.GetAsync(address);

        Assert.Equal(marked, one.One("mark.leak")!.TextContent);
        Assert.Equal([tooFew], one.All(".leaks.must .meta"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await rapporteur.SubmitAsync(one, form: ".action-bar form")).Status);
        await using var db = host.OpenDb();
        var kept = await db.Summaries.AsNoTracking().Include(s => s.Items).SingleAsync(s => s.Id == summary.Id);
        Assert.Equal((SummaryState.Draft, 1), (kept.State, kept.Items.Count(i => i.IsFlagged)));
    }

    [Fact]
    public async Task Then_publishing_puts_the_reworded_text_on_the_public_page_and_the_leak_nowhere()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var organiser = await _given.SignedInAsync();
        _ = await rapporteur.SubmitAsync(await RewordAsync(rapporteur, "One record for the basin would help."), form: ".action-bar form");
        var page = await organiser.SubmitAsync(await organiser.GetAsync($"/report/summaries/{_summary.Id}"), form: "form[action*='Release']");
        page = await organiser.SubmitAsync(page, form: "form[action*='Publish']");
        Assert.Equal("The summary is on the public page.", page.One(".notice")!.TextContent.Trim());

        using var reader = host.NewBrowser();
        var series = await reader.GetAsync("/series/water");
        var summary = await reader.GetAsync(series.One(".files a")!.GetAttribute("href")!);
        string markdown = await reader.Http.GetStringAsync($"/series/water/summaries/{_summary.Id}.md");
        string html = await reader.Http.GetStringAsync($"/series/water/summaries/{_summary.Id}.html");

        Assert.All([summary.Html, markdown, html], text =>
        {
            Assert.Contains("One record for the basin would help.", text, StringComparison.Ordinal);
            Assert.Contains(Clean, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Diallo", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task New_words_are_screened_again()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        _ = await RewordAsync(rapporteur, "The point came from A. Diallo.");

        Assert.Equal(1, (await StoredAsync()).OpenFindings);
    }

    [Fact]
    public async Task Releasing_and_publishing_screen_once_more_because_somebody_may_have_been_invited_since()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var organiser = await _given.SignedInAsync();
        _ = await rapporteur.SubmitAsync(await RewordAsync(rapporteur, "One record for the Lindqvist basin would help."), form: ".action-bar form");
        var page = await organiser.SubmitAsync(await organiser.GetAsync($"/report/summaries/{_summary.Id}"), form: "form[action*='Release']");
        Assert.Equal(SummaryState.Released, (await StoredAsync()).State);
        await using (var db = host.OpenDb()) _ = await _given.InvitationAsync(await db.Dialogues.SingleAsync(), await _given.PersonAsync("Jonas", "Lindqvist"));

        var refused = await organiser.SubmitAsync(page, form: "form[action*='Publish']");

        Assert.Equal(["Warnings still open: 1. Reword, leave out or answer each first."], refused.Errors);
        Assert.Equal(SummaryState.Released, (await StoredAsync()).State);
    }

    [Fact]
    public async Task Somebody_who_was_invited_to_another_day_of_the_series_only_is_not_named_either()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var page = await RewordAsync(rapporteur, "One record for the Lindqvist basin would help.");
        _ = await _given.InvitationAsync(await _given.DialogueAsync(_series), await _given.PersonAsync("Jonas", "Lindqvist"));

        var refused = await rapporteur.SubmitAsync(page, form: ".action-bar form");

        Assert.Equal(["Warnings still open: 1. Reword, leave out or answer each first."], refused.Errors);
    }

    [Fact]
    public async Task An_answer_to_a_warning_holds_only_for_the_words_it_was_given_for()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var item = _summary.Items.Single(i => i.IsFlagged);
        var page = await rapporteur.GetAsync($"/report/summaries/{_summary.Id}");
        page = await rapporteur.SubmitAsync(page, new { harmless = "true" }, form: $"#item-{item.Id} form");
        Assert.Equal(0, (await StoredAsync()).OpenFindings);

        _ = await rapporteur.SubmitAsync(page, new { harmless = "true", words = "Awa Diallo and her ministry want one record." }, form: $"#item-{item.Id} form");

        Assert.Equal(1, (await StoredAsync()).OpenFindings);
    }

    [Fact]
    public async Task A_risk_is_taken_by_two_people_and_the_second_says_why()
    {
        using var first = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var second = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var item = _summary.Items.Single(i => i.IsFlagged);
        string address = $"/report/summaries/{_summary.Id}";
        var page = await first.SubmitAsync(await first.GetAsync(address), new { harmless = "true" }, form: $"#item-{item.Id} form");
        Assert.Null(page.One(".risk"));
        page = await first.SubmitAsync(page, form: ".action-bar form");
        // Who submitted it is offered no release, and forcing it is refused.
        Assert.Null(page.One("form[action*='Release']"));
        Assert.Equal(["It takes two: this is for somebody else than the one who asked for it."], (await ForceAsync(first, page, "Release")).Errors);

        var seen = await second.GetAsync(address);
        Assert.Equal(["Risks without a reason: 1. The second person must give one for each, or have the sentence changed."], (await second.SubmitAsync(seen, form: "form[action*='Release']")).Errors);
        seen = await second.SubmitAsync(await second.GetAsync(address), new { reason = "She published it herself." }, form: ".risk");
        Assert.Contains("Reason for taking the risk: She published it herself.", seen.Text, StringComparison.Ordinal);
        _ = await second.SubmitAsync(seen, form: "form[action*='Release']");
        Assert.Equal(SummaryState.Released, (await StoredAsync()).State);
    }

    [Fact]
    public async Task Nobody_approves_words_that_changed_under_their_eyes()
    {
        using var first = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var second = await _given.SignedInAsync(StaffRoles.Rapporteur);
        _ = await RewordAsync(first, "One record would help.");
        var seen = await first.GetAsync($"/report/summaries/{_summary.Id}");
        _ = await RewordAsync(second, "One record for the basin would help.");

        var approved = await first.SubmitAsync(seen, form: ".action-bar form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, approved.Status);
        Assert.Equal(SummaryState.Draft, (await StoredAsync()).State);
    }

    [Fact]
    public async Task Fault_25_two_who_change_one_sentence_see_both_wordings_and_nothing_is_lost()
    {
        using var first = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var second = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var item = _summary.Items.Single(i => i.IsFlagged);
        string address = $"/report/summaries/{_summary.Id}";
        var seen = await first.GetAsync(address);
        _ = await RewordAsync(second, "One record <b>for the basin</b> would help.");

        var conflict = await first.SubmitAsync(seen, new { words = "One <script>alert(1)</script> record of the first." }, form: $"#item-{item.Id} form");

        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.Equal("One record <b>for the basin</b> would help.", conflict.One("#theirs")!.TextContent);
        Assert.Equal("One <script>alert(1)</script> record of the first.", conflict.One("#mine")!.TextContent);
        Assert.Equal("One <script>alert(1)</script> record of the first.", conflict.One("#merged")!.TextContent);
        Assert.Empty(conflict.Document.QuerySelectorAll("main script, main b"));
        Assert.Contains(("One record <b>for the basin</b> would help."), (await StoredAsync()).Items.Select(i => i.Words));

        var merged = await first.SubmitAsync(conflict, new { words = "One record for the basin, of both." });
        Assert.Equal(HttpStatusCode.OK, merged.Status);
        Assert.Contains("One record for the basin, of both.", (await StoredAsync()).Items.Select(i => i.Words));
    }

    [Fact]
    public async Task Fault_25_a_sentence_that_somebody_leaves_out_does_not_come_back_unseen()
    {
        using var first = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var second = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var item = _summary.Items.Single(i => !i.IsFlagged);
        string address = $"/report/summaries/{_summary.Id}", form = $"#item-{item.Id} form";
        var seen = await first.GetAsync(address);
        _ = await second.SubmitAsync(await second.GetAsync(address), new { setAside = "true" }, form: form);

        var conflict = await first.SubmitAsync(seen, new { words = "Publish flow data monthly." }, form: form);

        Assert.Equal((HttpStatusCode.Conflict, "Left out"), (conflict.Status, conflict.One(".beside .badge")?.TextContent.Trim()));
        Assert.True((await StoredAsync()).Items.Single(i => i.Id == item.Id).IsSetAside);
        var merged = await first.SubmitAsync(conflict, new { words = "Publish flow data monthly.", setAside = "true" });
        Assert.Equal((HttpStatusCode.OK, true), (merged.Status, (await StoredAsync()).Items.Single(i => i.Words == "Publish flow data monthly.").IsSetAside));
    }

    [Fact]
    public async Task Fault_25_two_who_change_two_sentences_do_not_collide()
    {
        using var first = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var second = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var clean = _summary.Items.Single(i => !i.IsFlagged);
        var seen = await first.GetAsync($"/report/summaries/{_summary.Id}");
        _ = await RewordAsync(second, "One record would help.");

        var saved = await first.SubmitAsync(seen, new { words = "Publish flow data monthly." }, form: $"#item-{clean.Id} form");

        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.Equal(["One record would help.", "Publish flow data monthly."], (await StoredAsync()).Items.OrderBy(i => i.Place).Select(i => i.Words));
    }

    [Fact]
    public async Task Fault_25_of_twenty_who_change_one_sentence_at_once_one_wins_and_the_others_see_it()
    {
        using var browser = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var item = _summary.Items.Single(i => i.IsFlagged);
        var seen = await browser.GetAsync($"/report/summaries/{_summary.Id}");

        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => browser.SubmitAsync(seen, new { words = $"Wording number {i}." }, form: $"#item-{item.Id} form")));

        string stands = (await StoredAsync()).Items.Single(i => i.Id == item.Id).Words;
        var won = Assert.Single(pages, p => p.Status == HttpStatusCode.OK);
        Assert.Contains(stands, won.All(".statement"));
        Assert.All(pages.Where(p => p != won), p => Assert.Equal((HttpStatusCode.Conflict, stands), (p.Status, p.One("#theirs")?.TextContent)));
    }

    [Fact]
    public async Task A_file_of_a_draft_holds_back_what_is_open_and_off_the_record_there_is_none()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        string address = $"/report/summaries/{_summary.Id}";

        string draft = await rapporteur.Http.GetStringAsync(address + ".md");
        Assert.DoesNotContain("Diallo", draft, StringComparison.Ordinal);
        Assert.Contains(Clean, draft, StringComparison.Ordinal);
        Assert.Contains("1 sentence is held back", draft, StringComparison.Ordinal);

        await using (var db = host.OpenDb()) _ = await db.Sessions.ExecuteUpdateAsync(s => s.SetProperty(x => x.OwnRule, Rule.OffTheRecord));
        foreach (string format in (string[])["md", "html", "docx", "pdf"]) Assert.Equal(HttpStatusCode.NotFound, (await rapporteur.Http.GetAsync($"{address}.{format}")).StatusCode);
        Assert.Empty((await rapporteur.GetAsync(address)).All($"a[href='{address}.md']"));
    }

    [Fact]
    public async Task Case_65_a_blank_redaction_is_nothing_on_every_page_and_export()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var organiser = await _given.SignedInAsync();
        string address = $"/report/summaries/{_summary.Id}";
        _ = await rapporteur.SubmitAsync(await RewordAsync(rapporteur, ""), form: ".action-bar form");
        var page = await organiser.SubmitAsync(await organiser.GetAsync(address), form: "form[action*='Release']");
        page = await organiser.SubmitAsync(page, form: "form[action*='Publish']");

        Assert.Contains("Blank: nothing is published", page.Text, StringComparison.Ordinal);
        var text = new BilingualText("Report", "Rapport");
        var report = Given.Value(Publication.New(_series, new(PublicationKind.FinalReport, text, text, new("", ""), "", Licence.CcBy, "", null, WithSummaries: true)));
        Assert.Null(report.Publish([], summaries: 1, Guid.NewGuid(), "", new DateOnly(2027, 3, 1)));
        await _given.SaveAsync(report);
        using var reader = host.NewBrowser();
        using var api = await ApiClient.WithTokenAsync(host);

        // Wherever the summary stands: for reviewers, for readers, for programs, in each format and language, alone and in the report that holds it.
        string session = $"/api/v1/sessions/{_summary.SessionId}/summary", publicly = $"/series/water/summaries/{_summary.Id}", inReport = $"/series/water/publications/{report.Id}";
        string[] formats = ["md", "html", "docx", "pdf"], pages = ["/", "/series/water", "/series/water.json", "/series/water/feed.xml", "/series/water/calendar.ics", "/sitemap.xml", publicly, inReport];
        string[] read = [.. pages.Concat(formats.SelectMany(f => (string[])[$"{publicly}.{f}", $"{inReport}.{f}"])).SelectMany(at => (string[])[at + "?lang=en", at + "?lang=fr"])];
        foreach (string at in read) await HoldsNothingAsync(reader.Http, at, holdsTheRest: at.Contains(publicly, StringComparison.Ordinal) || at.Contains(inReport, StringComparison.Ordinal));
        foreach (string at in formats.Select(f => $"{address}.{f}").Append(address).Append(address + "/objections")) await HoldsNothingAsync(organiser.Http, at, holdsTheRest: !at.EndsWith("objections", StringComparison.Ordinal));
        foreach (string at in (string[])["/report", $"/report/sessions/{_summary.SessionId}", $"/organise/series/{_series.Id}", $"/organise/publications/{report.Id}"]) await HoldsNothingAsync(organiser.Http, at, holdsTheRest: false);
        foreach (string at in formats.Select(f => $"{session}.{f}").Append(session))
        {
            using var answer = await api.GetFileAsync(at);
            NothingOfItIn(at, await answer.Content.ReadAsByteArrayAsync(), holdsTheRest: true);
        }
    }

    private static async Task HoldsNothingAsync(HttpClient http, string at, bool holdsTheRest)
    {
        using var answer = await http.GetAsync(at);
        Assert.Equal((at, HttpStatusCode.OK), (at, answer.StatusCode));
        NothingOfItIn(at, await answer.Content.ReadAsByteArrayAsync(), holdsTheRest);
    }

    /// <summary>Neither the name nor the rest of the sentence that was blanked; what stands beside it is there, or nothing was looked at.</summary>
    private static void NothingOfItIn(string at, byte[] file, bool holdsTheRest)
    {
        string words = new([.. Publishing.Words.In(file).Where(char.IsLetter)]);
        Assert.False(words.Contains("Diallo", StringComparison.Ordinal) || words.Contains("needsonerecord", StringComparison.Ordinal), at);
        if (holdsTheRest) Assert.True(words.Contains("Publishflowdatawithadelayofonemonth", StringComparison.Ordinal), at + " holds nothing at all");
    }

    [Fact]
    public async Task Keeps_versions_and_shows_what_changed_word_by_word()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        string address = $"/report/summaries/{_summary.Id}";
        _ = await rapporteur.SubmitAsync(await RewordAsync(rapporteur, "The basin needs one shared record."), form: ".action-bar form");
        _ = await RewordAsync(rapporteur, "The basin needs one open record.");

        var versions = await rapporteur.GetAsync(address + "/versions");

        Assert.Equal("1 sentence differs", versions.One("#changes")!.TextContent);
        Assert.Equal(("shared", "open"), (versions.One("del")!.TextContent.Trim(), versions.One("ins")!.TextContent.Trim()));
        Assert.Equal(HttpStatusCode.NotFound, (await rapporteur.GetAsync(address + "/versions?from=99")).Status);
        using var reader = host.NewBrowser();
        Assert.Equal("/account/signin", (await reader.GetAsync(address + "/versions")).Path.Split('?')[0]);
    }

    [Fact]
    public async Task Publishing_is_for_organisers()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var second = await _given.SignedInAsync(StaffRoles.Rapporteur);
        _ = await rapporteur.SubmitAsync(await RewordAsync(rapporteur, "One record for the basin would help."), form: ".action-bar form");
        var page = await second.SubmitAsync(await second.GetAsync($"/report/summaries/{_summary.Id}"), form: "form[action*='Release']");

        Assert.Null(page.One("form[action*='Publish']"));
        Assert.Equal("/account/denied", (await ForceAsync(second, page, "Publish")).Path.Split('?')[0]);
        Assert.Equal(SummaryState.Released, (await StoredAsync()).State);
    }

    [Fact]
    public async Task A_draft_is_on_no_public_address()
    {
        using var reader = host.NewBrowser();

        var page = await reader.GetAsync($"/series/water/summaries/{_summary.Id}");
        var file = await reader.Http.GetAsync($"/series/water/summaries/{_summary.Id}.md");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (page.Status, file.StatusCode));
        Assert.DoesNotContain("basin", page.Html, StringComparison.Ordinal);
    }

    /// <summary>Sends what the page does not offer, with its own token and version.</summary>
    private async Task<Page> ForceAsync(Browser browser, Page page, string handler)
    {
        await using var db = host.OpenDb();
        long version = await db.Database.SqlQuery<long>($"SELECT xmin::text::bigint AS \"Value\" FROM events.summaries WHERE id = {_summary.Id.Value}").SingleAsync();
        var token = page.One("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var html = $"<main><form method=post action='/report/summaries/{_summary.Id}?handler={handler}'><input name=__RequestVerificationToken value='{token}'><input name=version value='{version}'></form></main>";
        return await browser.SubmitAsync(page with { Document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html) });
    }

    private async Task<Page> RewordAsync(Browser browser, string words)
    {
        var item = _summary.Items.Single(i => i.IsFlagged);
        return await browser.SubmitAsync(await browser.GetAsync($"/report/summaries/{_summary.Id}"), new { words }, form: $"#item-{item.Id} form");
    }

    private async Task<Summary> StoredAsync()
    {
        await using var db = host.OpenDb();
        return await db.Summaries.Include(s => s.Items).SingleAsync(s => s.Id == _summary.Id);
    }

    private async Task SayAsync(Session session, (Guid Id, Id<Theme> Theme, string Words)[] said)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.As("aide_room"));
        await using var command = source.CreateCommand("INSERT INTO vault.statements (id, session_id, theme_id, kind, words) SELECT id, $1, theme, 'view', words FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS s (id, theme, words)");
        _ = command.Parameters.AddWithValue(session.Id.Value);
        _ = command.Parameters.AddWithValue(said.Select(s => s.Id).ToArray());
        _ = command.Parameters.AddWithValue(said.Select(s => s.Theme.Value).ToArray());
        _ = command.Parameters.AddWithValue(said.Select(s => s.Words).ToArray());
        _ = await command.ExecuteNonQueryAsync();
    }
}
