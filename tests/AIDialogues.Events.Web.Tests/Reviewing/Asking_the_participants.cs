using System.Net;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Reviewing;

/// <summary>The objection round: opened by an organiser, read behind personal links by those who were there, decided all together when it is over.</summary>
public sealed class Asking_the_participants(EventsHost host) : IAsyncLifetime
{
    private const string One = "One record for the basin would help.";
    private const string Two = "Publish flow data with a delay of one month.";

    private readonly Given _given = new(host);
    private Series _series = null!;
    private Dialogue _day = null!;
    private Summary _summary = null!;
    private string _there = "", _away = "", _elsewhere = "";

    private string Objections => $"/report/summaries/{_summary.Id}/objections";

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _series = await _given.SeriesAsync("water");
        _day = await _given.DialogueAsync(_series);
        var other = await _given.DialogueAsync(await _given.SeriesAsync("forests"));
        (_, _there) = await _given.InvitationAsync(_day, await _given.PersonAsync(language: Language.English), i => Come(i, _day));
        (_, _away) = await _given.InvitationAsync(_day, await _given.PersonAsync("Hana", "Novotná"), i => Assert.Null(i.Answer(true, _day, _given.Now)));
        (_, _elsewhere) = await _given.InvitationAsync(other, await _given.PersonAsync("Jonas", "Lindqvist"), i => Come(i, other));
        host.Clock.SetUtcNow(_day.EndsAt.AddDays(1));
        var session = _day.Sessions[0];
        _summary = Summary.Request(session.Id, Language.English, _given.Now);
        _summary.Assemble([new(session.Themes[0].Id, PointKind.View, One, Flagged: false), new(session.Themes[0].Id, PointKind.Proposal, Two, Flagged: false)]);
        Assert.Null(_summary.Submit(Guid.NewGuid(), _given.Now) ?? _summary.Release(Guid.NewGuid(), Rule.ChathamHouse, _given.Now));
        await _given.SaveAsync(_summary);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_round_is_opened_by_an_organiser_for_a_time_and_holds_the_publication_back()
    {
        using var organiser = await _given.SignedInAsync();
        var page = await organiser.GetAsync(Objections);
        foreach (int days in (int[])[0, 61]) Assert.Equal(["A round lasts between 1 and 60 days."], (await organiser.SubmitAsync(page, new { days })).Errors);

        var before = await organiser.GetAsync($"/report/summaries/{_summary.Id}");
        var opened = await organiser.SubmitAsync(page, new { days = 3 });

        Assert.Equal((HttpStatusCode.OK, "The round is open. 1 letter tells the person who was there."), (opened.Status, opened.One(".notice")!.TextContent.Trim()));
        await using (var db = host.OpenDb())
        {
            var round = await db.ObjectionRounds.SingleAsync();
            Assert.Equal((_given.Now, _given.Now.AddDays(3), (DateTimeOffset?)null), (round.OpensAt, round.ClosesAt, round.HandledAt));
            // Room takes objections to exactly these sentences until then.
            var open = await db.OpenRounds.SingleAsync();
            Assert.Equal((round.ClosesAt, _day.Id), (open.ClosesAt, open.DialogueId));
            Assert.Equal(_summary.Items.Select(i => i.Id.Value).Order(), open.Items.Order());
        }

        // It is offered no more, and a page that was open before is refused.
        var now = await organiser.GetAsync($"/report/summaries/{_summary.Id}");
        Assert.Null(now.One("form[action*=Publish]"));
        string version = now.One("form[action*=Unpublish] [name=version]")!.GetAttribute("value")!;
        var refused = await organiser.SubmitAsync(before, new { version }, form: "form[action*=Publish]");
        Assert.Equal(["Participants are still being asked, or their objections are not decided yet."], refused.Errors);
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        Assert.Equal("/account/denied", (await rapporteur.GetAsync(Objections)).Path.Split('?')[0]);
    }

    [Fact]
    public async Task A_draft_that_is_taken_back_to_be_changed_says_so_to_whoever_was_asked_and_shows_nothing()
    {
        using var organiser = await _given.SignedInAsync();
        _ = await organiser.SubmitAsync(await organiser.GetAsync(Objections), new { days = 3 });
        using var phone = host.NewBrowser();
        string draft = $"{await phone.EnterAsync(_there)}/drafts/{_summary.Id}";
        Assert.Contains(One, (await phone.GetAsync(draft)).Text, StringComparison.Ordinal);

        _ = await organiser.SubmitAsync(await organiser.GetAsync($"/report/summaries/{_summary.Id}"), form: "form[action*=Unpublish]");

        var page = await phone.GetAsync(draft);
        Assert.Equal((HttpStatusCode.OK, "The draft was taken back"), (page.Status, page.One("h1")!.TextContent));
        Assert.DoesNotContain(One, page.Html, StringComparison.Ordinal);
        using var away = host.NewBrowser();
        Assert.Equal(HttpStatusCode.NotFound, (await away.GetAsync($"{await away.EnterAsync(_away)}/drafts/{_summary.Id}")).Status);
    }

    [Fact]
    public async Task Two_who_open_it_at_once_open_one()
    {
        using var organiser = await _given.SignedInAsync();
        var page = await organiser.GetAsync(Objections);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => organiser.SubmitAsync(page, new { days = 3 })));

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.OK), a => Assert.Equal((HttpStatusCode.UnprocessableEntity, 1), (a.Status, a.Errors.Count)));
        await using var db = host.OpenDb();
        Assert.Equal((1, 1), (await db.ObjectionRounds.CountAsync(), await db.OpenRounds.CountAsync()));
    }

    [Fact]
    public async Task The_draft_is_read_by_those_who_were_there_while_the_round_is_open_and_by_nobody_else()
    {
        var (there, away, elsewhere) = (await EnterAsync(_there), await EnterAsync(_away), await EnterAsync(_elsewhere));
        string[] before = await Task.WhenAll(new[] { there, away, elsewhere }.Select(async b => (await DraftAsync(b)).Status.ToString()));
        await OpenAsync();

        var mine = await there.Browser.GetAsync(there.At);
        Assert.Equal(["Read the draft of the summary: Opening"], mine.All($"a[href$='/drafts/{_summary.Id}']"));
        var draft = await there.Browser.GetAsync(mine.One($"a[href$='/drafts/{_summary.Id}']")!.GetAttribute("href")!);
        Assert.Equal(HttpStatusCode.OK, draft.Status);
        Assert.Equal([One, Two], draft.All("article li > span"));
        // Where to object is the same address for everybody; what tells the sentence stays behind the # on the device.
        Assert.All(draft.Document.QuerySelectorAll("article li a"), a => Assert.Matches("^http://[^/]+/p/#object=[0-9a-f-]{36}&round=[0-9]+&sentence=", a.GetAttribute("href")));
        Assert.All(draft.Document.QuerySelectorAll("article li a"), a => Assert.Equal("noreferrer", a.GetAttribute("rel")));
        Assert.DoesNotContain(there.At.Split('/')[^1], draft.One("article")!.InnerHtml, StringComparison.Ordinal);
        Assert.Empty((await away.Browser.GetAsync(away.At)).All("a[href*='/drafts/']"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), ((await DraftAsync(away)).Status, (await DraftAsync(elsewhere)).Status));
        using (var stranger = host.NewBrowser()) Assert.Equal(HttpStatusCode.Gone, (await stranger.GetAsync($"{there.At}/drafts/{_summary.Id}")).Status);
        Assert.Equal(["NotFound", "NotFound", "NotFound"], before);

        host.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(HttpStatusCode.NotFound, (await DraftAsync(there)).Status);
        Assert.Empty((await there.Browser.GetAsync(there.At)).All("a[href*='/drafts/']"));
        foreach (var one in new[] { there, away, elsewhere }) one.Browser.Dispose();
    }

    [Fact]
    public async Task A_draft_that_is_taken_back_is_gone_for_everybody_and_so_is_a_sentence_left_out()
    {
        await OpenAsync();
        var there = await EnterAsync(_there);
        Assert.Contains(Two, (await DraftAsync(there)).Text, StringComparison.Ordinal);
        await using (var db = host.OpenDb())
        {
            (await db.Summaries.SingleAsync()).Unpublish();
            _ = await db.SaveChangesAsync();
        }

        var gone = await DraftAsync(there);

        Assert.Equal(("The draft was taken back", false), (gone.One("h1")!.TextContent, gone.Html.Contains(Two, StringComparison.Ordinal)));
        there.Browser.Dispose();
    }

    [Fact]
    public async Task Nothing_is_read_or_decided_before_the_time_is_over_and_then_all_of_it_at_once()
    {
        using var organiser = await _given.SignedInAsync();
        _ = await organiser.SubmitAsync(await organiser.GetAsync(Objections), new { days = 3 });
        var (first, second) = (_summary.Items.Single(i => i.Words == One), _summary.Items.Single(i => i.Words == Two));
        await ObjectAsync((first, "identifies-me"), (second, "not-what-was-said"));
        var early = await organiser.GetAsync(Objections);
        Assert.Null(early.One("form[action*=Handle]"));
        Assert.DoesNotContain(One, early.Text, StringComparison.Ordinal);
        Assert.Equal(["Objections still come in; they are decided together once all are there."], (await ForceAsync(organiser, early)).Errors);
        host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Null((await organiser.GetAsync(Objections)).One("form[action*=Handle]"));
        host.Clock.Advance(ObjectionRound.Gathering);

        using var again = await _given.SignedInAsync();
        var over = await again.GetAsync(Objections);
        Assert.Equal("2 objections to decide", over.One("#decide")!.TextContent);
        Assert.Equal([One, Two], over.All("legend .hint"));
        string[] names = [.. over.Document.QuerySelectorAll("input[value=sustained]").Select(i => i.GetAttribute("name")!)];
        var half = await again.SubmitAsync(over, new Dictionary<string, object?> { [names[0]] = "sustained" });
        Assert.Equal(["Decide every objection: all together or none."], half.Errors);
        Assert.Equal(SummaryState.Released, (await StoredAsync()).State);

        var decided = await again.SubmitAsync(over, new Dictionary<string, object?> { [names[0]] = "sustained", [names[1]] = "rejected" });

        Assert.Equal("All objections are decided.", decided.One(".notice")!.TextContent.Trim());
        Assert.Equal(["This identifies me Sustained", "This is not what was said Rejected"], decided.Document.QuerySelectorAll(".table-region tbody tr").Select(r => string.Join(' ', r.QuerySelectorAll("td").Select(c => c.TextContent.Trim()))));
        var stored = await StoredAsync();
        Assert.Equal((SummaryState.Draft, 1, true), (stored.State, stored.OpenFindings, stored.Items.Single(i => i.Words == One).IsContested));
        await using var db = host.OpenDb();
        Assert.Equal(VersionReason.ObjectionSustained, (await db.SummaryVersions.OrderByDescending(v => v.Number).FirstAsync()).Reason);
    }

    [Fact]
    public async Task Words_that_were_rightly_objected_to_cannot_come_back()
    {
        using var organiser = await _given.SignedInAsync();
        _ = await organiser.SubmitAsync(await organiser.GetAsync(Objections), new { days = 1 });
        await ObjectAsync((_summary.Items.Single(i => i.Words == One), "identifies-me"));
        host.Clock.Advance(TimeSpan.FromDays(1) + ObjectionRound.Gathering);
        using var again = await _given.SignedInAsync();
        var over = await again.GetAsync(Objections);
        _ = await again.SubmitAsync(over, new Dictionary<string, object?> { [over.One("input[value=sustained]")!.GetAttribute("name")!] = "sustained" });
        string address = $"/report/summaries/{_summary.Id}";
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        var review = await rapporteur.GetAsync(address);
        Assert.Contains("A participant objected to these words and the objection was sustained; they cannot stay.", review.Text, StringComparison.Ordinal);
        Assert.Equal(["Warnings still open: 1. Reword, leave out or answer each first."], (await rapporteur.SubmitAsync(review, form: ".action-bar form")).Errors);
        string item = $"#item-{_summary.Items.Single(i => i.Words == One).Id} form";
        review = await rapporteur.SubmitAsync(await rapporteur.GetAsync(address), new { words = "A shared record would help." }, form: item);
        review = await rapporteur.SubmitAsync(review, new { words = One }, form: item);
        Assert.Equal(["Warnings still open: 1. Reword, leave out or answer each first."], (await rapporteur.SubmitAsync(review, form: ".action-bar form")).Errors);
        review = await rapporteur.SubmitAsync(await rapporteur.GetAsync(address), new { words = "A shared record would help." }, form: item);
        Assert.Empty((await rapporteur.SubmitAsync(review, form: ".action-bar form")).Errors);
    }

    [Fact]
    public async Task An_objection_holds_for_the_words_that_people_read_wherever_they_stand()
    {
        var ofTheDay = Summary.Request(_day.Id, Language.English, _given.Now);
        ofTheDay.Assemble([new(null, PointKind.View, One, Flagged: false), new(null, PointKind.View, "Said elsewhere on the day.", Flagged: false)]);
        Assert.Null(ofTheDay.Submit(Guid.NewGuid(), _given.Now) ?? ofTheDay.Release(Guid.NewGuid(), Rule.ChathamHouse, _given.Now) ?? ofTheDay.Publish(Rule.ChathamHouse, _given.Now));
        await _given.SaveAsync(ofTheDay);
        using var organiser = await _given.SignedInAsync();
        _ = await organiser.SubmitAsync(await organiser.GetAsync(Objections), new { days = 1 });
        var item = _summary.Items.Single(i => i.Words == One);
        await ObjectAsync((item, "identifies-me"));
        // Taken back, reworded and let out again while people are asked about what stood there.
        await using (var db = host.OpenDb())
        {
            var taken = await db.Summaries.Include(s => s.Items).SingleAsync(s => s.Id == _summary.Id);
            taken.Unpublish();
            Assert.Null(taken.Reword(item.Id, "Somebody wants one record.", [], null, setAside: false) ?? taken.Submit(Guid.NewGuid(), _given.Now) ?? taken.Release(Guid.NewGuid(), Rule.ChathamHouse, _given.Now));
            _ = await db.SaveChangesAsync();
        }

        var there = await EnterAsync(_there);
        Assert.Single((await DraftAsync(there)).Document.QuerySelectorAll("article li a"));
        there.Browser.Dispose();
        host.Clock.Advance(TimeSpan.FromDays(1) + ObjectionRound.Gathering);
        using var again = await _given.SignedInAsync();
        var over = await again.GetAsync(Objections);
        Assert.Equal([One, "The draft says something else here by now. If the objection is sustained, these words cannot come back."], over.All(".consent .hint"));
        using (var reader = host.NewBrowser()) Assert.Contains(One, (await reader.GetAsync($"/series/water/summaries/{ofTheDay.Id}")).Text, StringComparison.Ordinal);

        var decided = await again.SubmitAsync(over, new Dictionary<string, object?> { [over.One("input[value=sustained]")!.GetAttribute("name")!] = "sustained" });

        Assert.Equal("All objections are decided. 1 other summary held words that are taken out, and is a draft again.", decided.One(".notice")!.TextContent.Trim());
        await using var stored = host.OpenDb();
        var all = await stored.Summaries.Include(s => s.Items).ToDictionaryAsync(s => s.Id);
        Assert.Equal((SummaryState.Released, 0), (all[_summary.Id].State, all[_summary.Id].OpenFindings));
        Assert.Equal((SummaryState.Draft, 1), (all[ofTheDay.Id].State, all[ofTheDay.Id].OpenFindings));
        using (var reader = host.NewBrowser()) Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"/series/water/summaries/{ofTheDay.Id}")).Status);
    }

    [Fact]
    public async Task A_round_in_which_nobody_objected_is_closed_and_the_summary_can_be_published()
    {
        await EnoughHoldersAsync();
        using var organiser = await _given.SignedInAsync();
        _ = await organiser.SubmitAsync(await organiser.GetAsync(Objections), new { days = 1 });
        host.Clock.Advance(TimeSpan.FromDays(1) + ObjectionRound.Gathering);
        using var again = await _given.SignedInAsync();
        var over = await again.GetAsync(Objections);
        Assert.Equal("Close the round: nobody objected", over.One("form[action*=Handle] button")!.TextContent.Trim());

        var closed = await again.SubmitAsync(over);

        Assert.Contains("Nobody objected", closed.Text, StringComparison.Ordinal);
        _ = await again.SubmitAsync(await again.GetAsync($"/report/summaries/{_summary.Id}"), form: "form[action*=Publish]");
        Assert.Equal(SummaryState.Published, (await StoredAsync()).State);
        using var reader = host.NewBrowser();
        string at = $"/series/water/summaries/{_summary.Id}";
        Assert.Contains("could object to this text before it was published", (await reader.GetAsync(at)).Text, StringComparison.Ordinal);
        await using var later = host.OpenDb();
        _ = await later.Database.ExecuteSqlAsync($"UPDATE events.summary_items SET words = 'Other words.' WHERE summary_id = {_summary.Id.Value}");
        Assert.Contains("could object to an earlier draft of this text", (await reader.GetAsync(at)).Text, StringComparison.Ordinal);
    }

    /// <summary>That they could object is said only where enough of those who could read it held tokens, for a day at least.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_round_that_reached_nobody_is_not_called_one_on_the_public_page(bool enoughHolders, bool lasts)
    {
        if (enoughHolders) await EnoughHoldersAsync();
        using var organiser = await _given.SignedInAsync();
        string address = $"/report/summaries/{_summary.Id}";
        var objections = await organiser.GetAsync(Objections);
        Assert.Equal(enoughHolders, objections.One("#few-holders") is null);
        _ = await organiser.SubmitAsync(objections, new { days = 1 });
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        if (!lasts)
        {
            // Taken back at once, and out again: in that minute nobody read it.
            var draft = await organiser.SubmitAsync(await organiser.GetAsync(address), form: "form[action*=Unpublish]");
            using var second = await _given.SignedInAsync(StaffRoles.Rapporteur);
            _ = await organiser.SubmitAsync(draft, form: "form[action*=Submit]");
            Assert.Empty((await second.SubmitAsync(await second.GetAsync(address), form: "form[action*=Release]")).Errors);
        }

        host.Clock.Advance(TimeSpan.FromDays(1) + ObjectionRound.Gathering);
        using var again = await _given.SignedInAsync();
        _ = await again.SubmitAsync(await again.GetAsync(Objections));
        Assert.Empty((await again.SubmitAsync(await again.GetAsync(address), form: "form[action*=Publish]")).Errors);

        using var reader = host.NewBrowser();
        string text = (await reader.GetAsync($"/series/water/summaries/{_summary.Id}")).Text;
        Assert.DoesNotContain("could object", text, StringComparison.Ordinal);
        Assert.DoesNotContain("were not asked", text, StringComparison.Ordinal);
        Assert.Contains("the text can be taken back at once", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_round_is_opened_that_nobody_can_read()
    {
        using var organiser = await _given.SignedInAsync();
        var page = await organiser.GetAsync(Objections);
        await using (var db = host.OpenDb()) _ = await db.Invitations.ExecuteUpdateAsync(i => i.SetProperty(x => x.CheckedInAt, (DateTimeOffset?)null));

        var refused = await organiser.SubmitAsync(page, new { days = 3 });

        Assert.Equal(["Nobody can read the draft: nobody was checked in, or the pages of those who were there are closed."], refused.Errors);
        Assert.Null((await organiser.GetAsync(Objections)).One("form[action*=Open]"));
    }

    [Fact]
    public async Task Words_that_are_taken_out_are_shown_where_they_stand_in_notes_and_reports()
    {
        var text = new BilingualText("Notes of the day", "Notes de la journée");
        Publication Of(string body) => Given.Value(Publication.New(_series, new(PublicationKind.Notes, text, new("", ""), new(body, ""), "", Licence.CcBy, "", null, WithSummaries: false)));
        var (holds, other) = (Of($"## Said\n\nSomebody: **One record** for the\nbasin would help."), Of("One record for the basin would helpfully do."));
        Assert.Null(holds.Publish([], 0, Guid.NewGuid(), "", new(2027, 3, 1)));
        await _given.SaveAsync(holds, other);
        await using (var db = host.OpenDb())
        {
            Assert.True((await db.Summaries.Include(s => s.Items).SingleAsync()).Contest([One]));
            _ = await db.SaveChangesAsync();
        }

        using var organiser = await _given.SignedInAsync();
        var page = await organiser.GetAsync(Objections);

        Assert.Equal(["Notes of the day Published"], page.Document.QuerySelectorAll("[aria-labelledby=holders] li").Select(l => string.Join(' ', l.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal($"/organise/publications/{holds.Id}", page.One("[aria-labelledby=holders] a")!.GetAttribute("href"));
    }

    /// <summary>Enough people of the day hold tokens to object with.</summary>
    private Task EnoughHoldersAsync() => _given.SaveAsync(new PublishedKey
    {
        KeyId = new string('a', 64), DialogueId = _day.Id, Purpose = "objection", PublicKey = [1], ClosesAt = _day.EndsAt.AddDays(180), Holders = 8, EnoughHolders = true,
    });

    private void Come(Invitation invitation, Dialogue dialogue) =>
        Assert.Null(invitation.Answer(true, dialogue, _given.Now) ?? invitation.CheckIn(dialogue, dialogue.BeginsAt));

    private async Task<(Browser Browser, string At)> EnterAsync(string token)
    {
        var browser = host.NewBrowser();
        return (browser, await browser.EnterAsync(token));
    }

    private Task<Page> DraftAsync((Browser Browser, string At) who) => who.Browser.GetAsync($"{who.At}/drafts/{_summary.Id}");

    private Task OpenAsync() => _given.SaveAsync(Given.Value(ObjectionRound.Open(_summary, _given.Now.AddDays(3), _given.Now)));

    /// <summary>As Room writes them when the round is over; the page must keep away from them until then by itself.</summary>
    private async Task ObjectAsync(params (SummaryItem Item, string Kind)[] objections)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.As("aide_room"));
        await using var command = source.CreateCommand("INSERT INTO vault.objections (id, summary_id, item_id, kind) SELECT gen_random_uuid(), $1, item, kind FROM unnest($2::uuid[], $3::text[]) AS o (item, kind)");
        _ = command.Parameters.AddWithValue(_summary.Id.Value);
        _ = command.Parameters.AddWithValue(objections.Select(o => o.Item.Id.Value).ToArray());
        _ = command.Parameters.AddWithValue(objections.Select(o => o.Kind).ToArray());
        _ = await command.ExecuteNonQueryAsync();
    }

    /// <summary>Sends what the page does not offer, with a token of the page.</summary>
    private async Task<Page> ForceAsync(Browser browser, Page page)
    {
        string token = (page.One("input[name=__RequestVerificationToken]") ?? (await browser.GetAsync($"/report/summaries/{_summary.Id}")).One("input[name=__RequestVerificationToken]"))!.GetAttribute("value")!;
        var html = $"<main><form method=post action='{Objections}?handler=Handle'><input name=__RequestVerificationToken value='{token}'></form></main>";
        return await browser.SubmitAsync(page with { Document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html) });
    }

    private async Task<Summary> StoredAsync()
    {
        await using var db = host.OpenDb();
        return await db.Summaries.Include(s => s.Items).SingleAsync(s => s.Id == _summary.Id);
    }
}
