using System.Net;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Reviewing;

/// <summary>A rule that becomes stricter holds for what was assembled, read and published before.</summary>
public sealed class Changing_the_rule_afterwards(EventsHost host) : IAsyncLifetime
{
    private const string OfOne = "One record for the basin would help.";
    private const string OfTheOther = "The second session wants a delay of one month.";

    private readonly Given _given = new(host);
    private Series _series = null!;
    private Dialogue _day = null!;
    private Session _one = null!, _other = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _series = await _given.SeriesAsync("water");
        _day = await _given.DialogueAsync(_series, d => _ = Given.Value(d.AddSession(new SessionDetails(
            new("Closing", "Clôture"), d.Rooms[0].Id, new(14, 0), new(15, 0), null, [new("Delay", "Délai")], new("", "")))));
        (_one, _other) = (_day.Sessions.Single(s => s.Title.En == "Opening"), _day.Sessions.Single(s => s.Title.En == "Closing"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("day")]
    [InlineData("series")]
    public async Task One_session_that_goes_off_the_record_takes_the_summary_of_its_day_and_series_off_every_public_place(string which)
    {
        var summary = await PublishedAsync(which == "day" ? _day.Id : _series.Id, Rule.ChathamHouse);
        var text = new BilingualText("Report", "Rapport");
        var report = Given.Value(Publication.New(_series, new(PublicationKind.FinalReport, text, text, new("Body.", "Corps."), "", Licence.CcBy, "", null, WithSummaries: true)));
        Assert.Null(report.Publish([], summaries: 1, Guid.NewGuid(), "", new DateOnly(2027, 3, 1)));
        await _given.SaveAsync(report);
        string at = $"/series/water/summaries/{summary.Id}", inReport = $"/series/water/publications/{report.Id}";
        using var reader = host.NewBrowser();
        Assert.Contains(OfTheOther, (await reader.GetAsync(inReport)).Text, StringComparison.Ordinal);

        await RuleAsync(_other, Rule.OffTheRecord);

        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync(at)).Status);
        foreach (string format in (string[])["md", "html", "docx", "pdf"]) Assert.Equal(HttpStatusCode.NotFound, (await reader.Http.GetAsync($"{at}.{format}")).StatusCode);
        Assert.DoesNotContain(OfTheOther, (await reader.GetAsync(inReport)).Text, StringComparison.Ordinal);
        await ListedNowhereAsync(reader, summary);
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        Assert.Equal(HttpStatusCode.NotFound, (await rapporteur.Http.GetAsync($"/report/summaries/{summary.Id}.md")).StatusCode);
        Assert.NotNull((await rapporteur.GetAsync($"/report/summaries/{summary.Id}")).One("#withheld"));
    }

    [Fact]
    public async Task Such_a_draft_is_not_submitted_before_it_is_assembled_anew_without_the_session()
    {
        var draft = Draft(_day.Id, Rule.ChathamHouse);
        await _given.SaveAsync(draft);
        await RuleAsync(_other, Rule.OffTheRecord);
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        string at = $"/report/summaries/{draft.Id}";

        var refused = await rapporteur.SubmitAsync(await rapporteur.GetAsync(at), form: ".action-bar form");

        Assert.Equal(["A session was put off the record after this draft was assembled from it: take it back if it is out, and assemble it again."], refused.Errors);
        await using (var db = host.OpenDb())
        {
            var stored = await db.Summaries.Include(s => s.Items).SingleAsync();
            stored.Assemble([new(_one.Themes[0].Id, PointKind.View, OfOne, Flagged: false)], basis: new([_one.Id.Value], Rule.ChathamHouse));
            db.AddRange(stored.Items);
            _ = await db.SaveChangesAsync();
        }

        Assert.Empty((await rapporteur.SubmitAsync(await rapporteur.GetAsync(at), form: ".action-bar form")).Errors);
    }

    [Fact]
    public async Task A_text_that_was_read_for_the_record_is_off_under_the_Chatham_House_rule_until_it_is_read_again()
    {
        await RuleAsync(_one, Rule.OnTheRecord);
        await RuleAsync(_other, Rule.OnTheRecord);
        var summary = await PublishedAsync(_day.Id, Rule.OnTheRecord);
        using var reader = host.NewBrowser();
        string at = $"/series/water/summaries/{summary.Id}";
        Assert.Contains("It was said on the record: this text may name who spoke.", (await reader.GetAsync(at)).One("meta[name=description]")!.GetAttribute("content")!, StringComparison.Ordinal);

        await RuleAsync(_one, Rule.ChathamHouse);

        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync(at)).Status);
        await ListedNowhereAsync(reader, summary);
        using var first = await _given.SignedInAsync();
        using var second = await _given.SignedInAsync();
        string review = $"/report/summaries/{summary.Id}";
        var page = await first.SubmitAsync(await first.GetAsync(review), form: "form[action*='Unpublish']");
        _ = await first.SubmitAsync(page, form: ".action-bar form");
        page = await second.SubmitAsync(await second.GetAsync(review), form: "form[action*='Release']");
        page = await second.SubmitAsync(page, form: "form[action*='Publish']");
        Assert.Empty(page.Errors);
        Assert.Contains("Neither who spoke nor who took part", (await reader.GetAsync(at)).One("meta[name=description]")!.GetAttribute("content")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_submitted_on_the_record_is_not_released_under_a_stricter_rule()
    {
        await RuleAsync(_one, Rule.OnTheRecord);
        await RuleAsync(_other, Rule.OnTheRecord);
        var summary = Draft(_day.Id, Rule.OnTheRecord);
        Assert.Null(summary.Submit(Guid.NewGuid(), _given.Now, Rule.OnTheRecord));
        await _given.SaveAsync(summary);
        await RuleAsync(_one, Rule.ChathamHouse);
        using var second = await _given.SignedInAsync();

        var refused = await second.SubmitAsync(await second.GetAsync($"/report/summaries/{summary.Id}"), form: "form[action*='Release']");

        Assert.Equal(["The rule became stricter after this text was read: take it back if it is out, and submit it for review again."], refused.Errors);
    }

    [Fact]
    public async Task A_summary_of_a_series_all_of_which_is_off_the_record_is_listed_nowhere()
    {
        var summary = await PublishedAsync(_series.Id, Rule.ChathamHouse);
        using var reader = host.NewBrowser();
        Assert.Contains(summary.Id.ToString(), (await reader.GetAsync("/series/water")).Html, StringComparison.Ordinal);
        await RuleAsync(_one, Rule.OffTheRecord);
        await RuleAsync(_other, Rule.OffTheRecord);

        await ListedNowhereAsync(reader, summary);
    }

    [Fact]
    public async Task A_text_over_several_days_is_dated_by_the_last_that_had_begun_and_was_not_called_off()
    {
        Dialogue[] later = [await LaterAsync(2), await LaterAsync(4), await LaterAsync(30)];
        host.Clock.SetUtcNow(later[1].EndsAt.AddDays(1));
        await using (var db = host.OpenDb()) _ = await db.Dialogues.Where(d => d.Id == later[1].Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.CancelledAt, _given.Now));
        var summary = await PublishedAsync(_series.Id, Rule.ChathamHouse);

        await using var look = host.OpenDb();
        Assert.Equal(later[0].Day, (await look.InScopeAsync(summary, CancellationToken.None))!.LastDay);
    }

    /// <summary>Who was checked in is forgotten after a month, and the rest is not the whole room.</summary>
    [Fact]
    public async Task Who_was_in_the_room_is_not_said_of_days_of_which_it_is_forgotten()
    {
        _ = await _given.PresentAsync(_day, judges: 6, of: 45);
        var summary = Draft(_series.Id, Rule.ChathamHouse);
        await using var db = host.OpenDb();
        var scope = (await db.InScopeAsync(summary, CancellationToken.None))!;
        Assert.NotNull(await db.RoomAsync(summary, scope, CancellationToken.None));

        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        await using var purged = owner.CreateCommand("INSERT INTO events.kept_counts (dialogue_id, what, value, count, counted_at) VALUES ($1, 'attended', '', 9, now())");
        _ = purged.Parameters.AddWithValue(_day.Id.Value);
        _ = await purged.ExecuteNonQueryAsync();

        Assert.Null(await db.RoomAsync(summary, scope, CancellationToken.None));
    }

    private Task<Dialogue> LaterAsync(int days) => _given.DialogueAsync(_series, d => Assert.Null(d.Change(new DialogueDetails(
        new($"Day {days}", $"Jour {days}"), d.Day.AddDays(days), d.Begins, d.Ends, d.Venue, d.Zone, d.Rule, d.AnswerBy, [7, 2]))));

    private static async Task ListedNowhereAsync(Browser reader, Summary summary)
    {
        foreach (string place in (string[])["/series/water", "/series/water/feed.xml", "/series/water.json", "/sitemap.xml"])
            Assert.DoesNotContain(summary.Id.ToString(), await reader.Http.GetStringAsync(place), StringComparison.Ordinal);
    }

    private Summary Draft(SummaryScope scope, Rule rule)
    {
        var summary = Summary.Request(scope, Language.English, _given.Now);
        summary.Assemble(
            [new(_one.Themes[0].Id, PointKind.View, OfOne, Flagged: false), new(_other.Themes[0].Id, PointKind.Proposal, OfTheOther, Flagged: false)], basis: new([_one.Id.Value, _other.Id.Value], rule));
        return summary;
    }

    private async Task<Summary> PublishedAsync(SummaryScope scope, Rule rule)
    {
        var summary = Draft(scope, rule);
        Assert.Null(summary.Submit(Guid.NewGuid(), _given.Now, rule) ?? summary.Release(Guid.NewGuid(), rule, _given.Now) ?? summary.Publish(rule, _given.Now));
        await _given.SaveAsync(summary);
        return summary;
    }

    private async Task RuleAsync(Session session, Rule rule)
    {
        await using var db = host.OpenDb();
        _ = await db.Sessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.OwnRule, rule));
    }
}
