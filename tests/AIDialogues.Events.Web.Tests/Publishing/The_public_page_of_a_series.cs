using System.Net;
using System.Text.Json;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Publishing;

public sealed class The_public_page_of_a_series(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Series _series = null!;
    private Dialogue _dialogue = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _series = await _given.SeriesAsync("water");
        _dialogue = await _given.DialogueAsync(_series);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Names_only_who_agreed_and_the_institution_only_where_agreed_too()
    {
        await AcceptedAsync("Amina", "Okonkwo", "Université de Kada", ConsentPurpose.NamedPublicly, ConsentPurpose.AffiliationShown);
        await AcceptedAsync("Hana", "Novotná", "Institut Canari", ConsentPurpose.NamedPublicly);
        await AcceptedAsync("Jonas", "Kanarienvogel", "Canary House", ConsentPurpose.AffiliationShown, ConsentPurpose.ParticipantsList);

        var page = await PublicAsync();

        Assert.Equal(["Hana Novotná", "Amina OkonkwoUniversité de Kada"], page.All(".names li"));
        Assert.DoesNotContain("Institut Canari", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Kanarienvogel", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Canary House", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forgets_a_name_at_the_next_request_after_it_was_withdrawn()
    {
        var (invitation, _) = await AcceptedAsync("Hana", "Novotná", "", ConsentPurpose.NamedPublicly);
        Assert.Equal(["Hana Novotná"], (await PublicAsync()).All(".names li"));

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await _given.SaveAsync(ConsentEvent.Of(invitation, ConsentPurpose.NamedPublicly, given: false, ConsentSource.Link, new Notice(Language.English, "words"), host.Clock.GetUtcNow()));

        Assert.DoesNotContain("Novotn", (await PublicAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_name_somebody_who_agreed_and_then_declined()
    {
        var person = await _given.PersonAsync("Hana", "Novotná");
        var (invitation, _) = await _given.InvitationAsync(_dialogue, person, i => Assert.Null(i.Answer(false, _dialogue, host.Clock.GetUtcNow())));
        await _given.SaveAsync(ConsentEvent.Of(invitation, ConsentPurpose.NamedPublicly, given: true, ConsentSource.Link, new Notice(Language.English, "words"), host.Clock.GetUtcNow()));

        Assert.DoesNotContain("Novotn", (await PublicAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_66_the_number_of_experts_is_rounded_and_moves_only_when_five_answers_stand_behind_it()
    {
        for (int i = 0; i < 9; i++) await AcceptedAsync("Expert", $"Number{i}", "");
        Assert.Null(await ExpertsAsync());
        for (int i = 9; i < 14; i++) await AcceptedAsync("Expert", $"Number{i}", "");
        Assert.Equal("10+", await ExpertsAsync());
        string before = (await PublicAsync()).Html;

        // The twentieth would show in a live count; then two take it back.
        for (int i = 14; i < 18; i++) await AcceptedAsync("Expert", $"Number{i}", "");
        Assert.Equal("10+", await ExpertsAsync());
        var (nineteenth, _) = await AcceptedAsync("Expert", "Number18", "");
        Assert.Equal("10+", await ExpertsAsync());
        var (twentieth, _) = await AcceptedAsync("Expert", "Number19", "");
        Assert.Equal("10+", await ExpertsAsync());
        Assert.Equal(before, (await PublicAsync()).Html);
        await WithdrawAsync(twentieth);
        await WithdrawAsync(nineteenth);

        Assert.Equal("10+", await ExpertsAsync());
        Assert.Equal(before, (await PublicAsync()).Html);
        for (int i = 20; i < 26; i++) await AcceptedAsync("Expert", $"Number{i}", "");
        Assert.Equal("20+", await ExpertsAsync());
        Assert.DoesNotContain("Number", (await PublicAsync()).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 5, 5, 5, 5)]
    [InlineData(false, 5, 5, 10, 4)]
    [InlineData(false, 10, 10, 10, 0)]
    public async Task Case_66_shares_of_the_room_are_those_of_days_that_are_over_and_none_where_a_group_is_small_or_absent(bool shown, params int[] came)
    {
        var invitations = await CameAsync(came);
        Assert.Null((await FollowedAsync()).One("#balance-title"));

        host.Clock.SetUtcNow(_dialogue.EndsAt);
        // A page that counts by itself when it is asked would show them now.
        Assert.Null((await PublicAsync()).One("#balance-title"));
        var over = await FollowedAsync();
        var later = await _given.DialogueAsync(_series);
        _ = await _given.InvitationAsync(later, await _given.PersonAsync("Hana", "Novotná"), i => Assert.Null(i.Answer(true, later, host.Clock.GetUtcNow())));
        var answered = await FollowedAsync();

        Assert.Equal((shown, came.Sum()), (over.One("#balance-title") is not null, invitations.Count));
        Assert.Equal(over.One("#balance-desc")?.TextContent, answered.One("#balance-desc")?.TextContent);
    }

    [Fact]
    public async Task Case_66_one_who_joins_or_leaves_a_day_that_is_over_moves_no_share_until_five_have()
    {
        var invitations = await CameAsync(11, 5, 5, 9);
        host.Clock.SetUtcNow(_dialogue.EndsAt);
        Assert.Equal(["40", "20", "20", "30"], Shares(await FollowedAsync()));

        // One less makes 37 of a hundred into 34: counted anew at each look, the very first would show.
        foreach (var one in invitations.Take(4))
        {
            await WithdrawAsync(one);
            Assert.Equal(["40", "20", "20", "30"], Shares(await FollowedAsync()));
        }

        // Nor does any question put to the page cut the room to fewer people.
        foreach (string filter in (string[])["group=Academia", "group=academia&country=ML", "country=ML", "dialogue=" + _dialogue.Id, "state=Accepted", "q=Quillona", "gender=Woman", "language=French", "at=2027-01-01"])
            foreach (string path in (string[])["/series/water", "/series/water.json", "/series/water/feed.xml", "/series/water/calendar.ics"])
                Assert.Equal(await FiguresAsync(path, ""), await FiguresAsync(path, filter));

        await WithdrawAsync(invitations[4]);
        Assert.Equal(["20", "20", "20", "40"], Shares(await FollowedAsync()));

        static IEnumerable<string> Shares(Page page) => page.One("#balance-desc")!.TextContent.Split("about ")[1..].Select(part => part.Split('%')[0]);
    }

    [Fact]
    public async Task Case_12_a_private_series_is_as_absent_as_one_that_never_was()
    {
        _ = await _given.SeriesAsync("hidden", isPublic: false);
        using var reader = host.NewBrowser();

        var hidden = await reader.GetAsync("/series/hidden");
        var absent = await reader.GetAsync("/series/absent");

        Assert.Equal(HttpStatusCode.NotFound, hidden.Status);
        Assert.Equal(absent.Html, hidden.Html);
    }

    [Fact]
    public async Task Sets_no_cookie_and_asks_nobody_else()
    {
        using var reader = host.NewBrowser();

        var page = await reader.GetAsync("/series/water?lang=fr");

        Assert.Equal(0, reader.Cookies.Count);
        Assert.False(page.Response.Headers.Contains("Set-Cookie"));
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//(?!localhost)", page.Html);
        Assert.Equal("Eau et sécurité", page.Title);
    }

    [Fact]
    public async Task Says_that_a_day_was_called_off_in_every_form_and_counts_on_nobody_there()
    {
        _ = await AcceptedAsync("Hana", "Novotná", "", ConsentPurpose.NamedPublicly);
        var later = await _given.DialogueAsync(_series, d => Assert.Null(d.Change(new(d.Title, d.Day.AddDays(7), d.Begins, d.Ends, d.Venue, d.Zone, d.Rule, d.AnswerBy, d.RemindDaysBefore))));
        await using (var db = host.OpenDb())
        {
            (await db.Dialogues.SingleAsync(d => d.Id == _dialogue.Id)).Cancel(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        var page = await PublicAsync();
        using var reader = host.NewBrowser();
        string[] events = (await reader.Http.GetStringAsync("/series/water/calendar.ics")).Split("BEGIN:VEVENT")[1..];
        using var data = JsonDocument.Parse(await reader.Http.GetStringAsync("/series/water.json"));

        Assert.Equal(["Called off"], page.All($"#day-{_dialogue.Id} .badge"));
        Assert.Equal(["Coming next"], page.All($"#day-{later.Id} .badge"));
        Assert.Equal("1", page.One(".facts dd")!.TextContent);
        Assert.DoesNotContain("Novotn", page.Html, StringComparison.Ordinal);
        Assert.Equal([true, false], events.Select(e => e.Contains("\r\nSTATUS:CANCELLED\r\nSEQUENCE:1\r\n", StringComparison.Ordinal)));
        Assert.Equal(["https://schema.org/EventCancelled", "https://schema.org/EventScheduled"], data.RootElement.GetProperty("subEvent").EnumerateArray().Select(e => e.GetProperty("eventStatus").GetString()));
    }

    [Fact]
    public async Task Two_days_on_one_date_are_two_on_the_page_in_the_calendar_and_for_search_engines()
    {
        var other = await _given.DialogueAsync(_series);
        Assert.Equal(_dialogue.Day, other.Day);
        using var reader = host.NewBrowser();

        var page = await reader.GetAsync("/series/water");
        string calendar = await reader.Http.GetStringAsync("/series/water/calendar.ics");
        using var data = JsonDocument.Parse(await reader.Http.GetStringAsync("/series/water.json"));

        string[] ids = [.. page.Document.QuerySelectorAll(".timeline li").Select(d => d.Id!)];
        Assert.Equal(new[] { $"day-{_dialogue.Id}", $"day-{other.Id}" }.Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        Assert.Equal(2, calendar.Split("\r\n").Where(l => l.StartsWith("UID:", StringComparison.Ordinal)).Distinct().Count());
        Assert.Equal(ids, data.RootElement.GetProperty("subEvent").EnumerateArray().Select(e => e.GetProperty("url").GetString()!.Split('#')[1]));
    }

    [Fact]
    public async Task A_published_summary_tells_search_engines_its_languages_and_no_link_forgets_the_readers()
    {
        var summary = Summary.Request(_dialogue.Sessions[0].Id, Language.English, host.Clock.GetUtcNow());
        summary.Assemble([new(null, PointKind.View, "One record would help.", Flagged: false)]);
        Assert.Null(summary.Submit(Guid.NewGuid(), host.Clock.GetUtcNow()) ?? summary.Release(Guid.NewGuid(), Rule.ChathamHouse, host.Clock.GetUtcNow()) ?? summary.Publish(Rule.ChathamHouse, host.Clock.GetUtcNow()));
        var draft = Summary.Request(_dialogue.Id, Language.English, host.Clock.GetUtcNow());
        await _given.SaveAsync(summary, draft);
        using var reader = host.NewBrowser();

        var series = await reader.GetAsync("/series/water?lang=fr");
        string map = await reader.Http.GetStringAsync("/sitemap.xml");
        var page = await reader.GetAsync(series.One(".timeline a")!.GetAttribute("href")!);

        string at = $"http://localhost:5100/series/water/summaries/{summary.Id}";
        Assert.Equal((at, "fr", at), (page.One("link[rel=canonical]")?.GetAttribute("href"), page.Document.DocumentElement.GetAttribute("lang"), page.One("meta[property='og:url']")?.GetAttribute("content")));
        Assert.Equal([("en", at + "?lang=en"), ("fr", at + "?lang=fr"), ("x-default", at)], page.Document.QuerySelectorAll("link[hreflang]").Select(l => (l.GetAttribute("hreflang")!, l.GetAttribute("href")!)));
        Assert.DoesNotContain("One record", page.One("meta[name=description]")!.GetAttribute("content")!, StringComparison.Ordinal);
        Assert.Equal((1, 0), (map.Split($"<loc>{at}</loc>").Length - 1, map.Split(draft.Id.ToString()).Length - 1));
        Assert.Contains("n’ont pas été consultées sur ce texte", page.Text, StringComparison.Ordinal);
        // A click keeps the language without a cookie: whatever leads on says it.
        string[] forgetful = [.. series.Document.QuerySelectorAll("main a").Concat(page.Document.QuerySelectorAll("main a")).Select(a => a.GetAttribute("href")!).Where(h => !h.Contains("lang=fr", StringComparison.Ordinal))];
        Assert.Empty(forgetful);
    }

    /// <summary>What a place says in numbers and names; the address of the other language, which repeats the question, is no part of it.</summary>
    private async Task<string> FiguresAsync(string path, string filter)
    {
        using var reader = host.NewBrowser();
        string text = await reader.Http.GetStringAsync($"{path}?{filter}");
        return path == "/series/water" ? (await reader.GetAsync($"{path}?{filter}")).One("main")!.InnerHtml : text;
    }

    private async Task<string?> ExpertsAsync() =>
        (await FollowedAsync()).Document.QuerySelectorAll(".facts div").Where(d => d.QuerySelector("dt")!.TextContent == "experts").Select(d => d.QuerySelector("dd")!.TextContent).FirstOrDefault();

    /// <summary>As it is after the worker's next tick.</summary>
    private async Task<Page> FollowedAsync()
    {
        await PublicNumbers.FollowAsync(host);
        return await PublicAsync();
    }

    private async Task<IReadOnlyList<Invitation>> CameAsync(params int[] came)
    {
        var people = came.SelectMany((count, group) => Enumerable.Range(0, count).Select(i => Given.Value(Person.New(new PersonDetails(
            "Vera" + (char)('a' + group), "Quillon" + (char)('a' + i), $"v{group}.{i}@bassin.test", "", (StakeholderGroup)group, "ML", Language.French), host.Clock.GetUtcNow())))).ToList();
        var invitations = people.ConvertAll(p => Invitation.Of(p, _dialogue, host.Clock.GetUtcNow()));
        foreach (var invitation in invitations) Assert.Null(invitation.Answer(true, _dialogue, host.Clock.GetUtcNow()) ?? invitation.CheckIn(_dialogue, _dialogue.BeginsAt));
        await _given.SaveAsync([.. people, .. invitations]);
        return invitations;
    }

    private async Task WithdrawAsync(Invitation invitation)
    {
        await using var db = host.OpenDb();
        (await db.Invitations.SingleAsync(i => i.Id == invitation.Id)).Withdraw();
        _ = await db.SaveChangesAsync();
    }

    private async Task<Page> PublicAsync()
    {
        using var reader = host.NewBrowser();
        return await reader.GetAsync("/series/water");
    }

    private async Task<(Invitation Invitation, string Token)> AcceptedAsync(string given, string family, string affiliation, params ConsentPurpose[] agreed)
    {
        var made = await _given.InvitationAsync(_dialogue, await _given.PersonAsync(given, family, affiliation: affiliation), i => Assert.Null(i.Answer(true, _dialogue, host.Clock.GetUtcNow())));
        await _given.SaveAsync([.. agreed.Select(p => ConsentEvent.Of(made.Invitation, p, given: true, ConsentSource.Link, new Notice(Language.English, "words"), host.Clock.GetUtcNow()))]);
        return made;
    }
}
