using AIDialogues.Events.Data.Boards;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Reviewing;

/// <summary>A session is closed to further points by hand or by the release of its summary, and can be opened again until then.</summary>
public sealed class Closing_a_session(EventsHost host) : IAsyncLifetime
{
    private const string Close = "form[action$='handler=Close']";
    private const string OpenAgain = "form[action$='handler=OpenAgain']";

    private readonly Given _given = new(host);
    private Dialogue _dialogue = null!;

    private Session Morning => _dialogue.Sessions.Single(s => s.Begins < new TimeOnly(12, 0));

    private Session Afternoon => _dialogue.Sessions.Single(s => s.Begins > new TimeOnly(12, 0));

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _dialogue = await _given.DialogueAsync(with: d => Given.Value(d.AddSession(new SessionDetails(
            new("Closing", "Clôture"), d.Rooms[0].Id, new(14, 0), new(15, 0), null, [new("Next", "Suite")], new("", "")))));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_rapporteur_closes_a_session_nobody_opened_a_board_of_and_opens_it_again()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        var page = await rapporteur.SubmitAsync(await rapporteur.GetAsync(Address(Morning)), form: Close);

        Assert.Equal("The session is closed. Points that come now are refused, and stay on their device.", page.One(".notice")!.TextContent.Trim());
        Assert.Equal([Morning.Id], await ClosedAsync());
        Assert.Null(page.One(Close));
        Assert.StartsWith("If you open it again, participants’ own points that still wait, and those that come then, are stored once enough of them wait, at the latest 3 days after the day", page.One("#closing .hint")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.False(await IsOpenedAgainAsync());

        page = await rapporteur.SubmitAsync(page, form: OpenAgain);
        Assert.Equal("The session is open again. Points that stayed on a device can be handed in.", page.One(".notice")!.TextContent.Trim());
        Assert.Empty(await ClosedAsync());
        Assert.True(await IsOpenedAgainAsync());
        _ = await rapporteur.SubmitAsync(page, form: Close);
        Assert.True(await IsOpenedAgainAsync());
    }

    [Fact]
    public async Task A_board_that_is_opened_later_leaves_the_session_closed()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var page = await rapporteur.SubmitAsync(await rapporteur.GetAsync(Address(Morning)), form: Close);

        _ = await rapporteur.SubmitAsync(page, form: "form[action$='handler=Board']");

        Assert.Equal([Morning.Id], await ClosedAsync());
    }

    [Fact]
    public async Task Releasing_its_summary_closes_it_and_it_opens_again_only_once_the_summary_is_taken_back()
    {
        await OpenBoardsAsync();
        var summary = await SubmittedAsync(Morning.Id);
        using var organiser = await _given.SignedInAsync();

        var review = await organiser.SubmitAsync(await organiser.GetAsync($"/report/summaries/{summary.Id}"), form: "form[action*='Release']");

        Assert.Equal([Morning.Id], await ClosedAsync());
        var refused = await organiser.SubmitAsync(await organiser.GetAsync(Address(Morning)), form: OpenAgain);
        Assert.Equal(["A summary of this session is released or published, and points that come now would be missing from it. Take the summary back to draft first."], refused.Errors);
        Assert.Equal([Morning.Id], await ClosedAsync());

        _ = await organiser.SubmitAsync(review, form: "form[action*='Unpublish']");
        _ = await organiser.SubmitAsync(await organiser.GetAsync(Address(Morning)), form: OpenAgain);
        Assert.Empty(await ClosedAsync());
    }

    /// <summary>Somebody whom a sentence names was invited after it was submitted: the release is refused.</summary>
    [Fact]
    public async Task A_refused_release_closes_nothing()
    {
        await OpenBoardsAsync();
        var summary = await SubmittedAsync(Morning.Id);
        using var organiser = await _given.SignedInAsync();
        var review = await organiser.GetAsync($"/report/summaries/{summary.Id}");
        _ = await _given.InvitationAsync(_dialogue, await _given.PersonAsync("Jonas", "Lindqvist"));

        var refused = await organiser.SubmitAsync(review, form: "form[action*='Release']");

        Assert.Single(refused.Errors);
        Assert.Empty(await ClosedAsync());
    }

    /// <summary>The morning's summary of the day must not shut the boards of the afternoon, nor keep them shut once somebody closed one too early.</summary>
    [Fact]
    public async Task Releasing_the_days_summary_at_noon_closes_the_morning_and_leaves_the_afternoon_open()
    {
        await OpenBoardsAsync();
        var summary = await SubmittedAsync(_dialogue.Id);
        host.Clock.SetUtcNow(_dialogue.Zone.At(_dialogue.Day, new(12, 0)));
        using var atNoon = await _given.SignedInAsync();

        _ = await atNoon.SubmitAsync(await atNoon.GetAsync($"/report/summaries/{summary.Id}"), form: "form[action*='Release']");

        Assert.Equal([Morning.Id], await ClosedAsync());
        _ = await atNoon.SubmitAsync(await atNoon.GetAsync(Address(Afternoon)), form: Close);
        _ = await atNoon.SubmitAsync(await atNoon.GetAsync(Address(Afternoon)), form: OpenAgain);
        Assert.Equal([Morning.Id], await ClosedAsync());
        Assert.Single((await atNoon.SubmitAsync(await atNoon.GetAsync(Address(Morning)), form: OpenAgain)).Errors);
    }

    [Theory]
    [InlineData(0, "Fewer than 5 points were stored after this draft was assembled.")]
    [InlineData(4, "Fewer than 5 points were stored after this draft was assembled.")]
    [InlineData(5, "5 points were stored after this draft was assembled. They are not in it.")]
    public async Task The_review_says_how_many_points_came_after_the_draft_from_five_on(int later, string sentence)
    {
        var summary = await DraftOfFiveAsync();
        await host.SayAsync(Morning, [.. Enumerable.Range(0, later).Select(n => (Morning.Themes[0].Id, "view", $"Later {n}."))]);
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        var page = await rapporteur.GetAsync($"/report/summaries/{summary.Id}");

        Assert.StartsWith(sentence, page.One("#said-later")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("Later 0.", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_review_of_a_draft_without_sources_says_that_nothing_is_known_of_what_came_later()
    {
        var summary = await SubmittedAsync(Morning.Id);
        await host.SayAsync(Morning, [.. Enumerable.Range(0, 9).Select(n => (Morning.Themes[0].Id, "view", $"Later {n}."))]);
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        var page = await rapporteur.GetAsync($"/report/summaries/{summary.Id}");

        Assert.Equal("This draft does not say which points it was assembled from, so nothing is known of points that were stored later.", page.One("#said-later")!.TextContent.Trim());
    }

    [Fact]
    public async Task The_draft_is_assembled_again_from_there()
    {
        var summary = await DraftOfFiveAsync();
        await host.SayAsync(Morning, [.. Enumerable.Range(0, 5).Select(n => (Morning.Themes[0].Id, "view", $"Later {n}."))]);
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        _ = await rapporteur.SubmitAsync(await rapporteur.GetAsync($"/report/summaries/{summary.Id}"), form: "#said-later form");

        await using var db = host.OpenDb();
        Assert.Equal(SummaryState.Requested, (await db.Summaries.SingleAsync()).State);
    }

    private static string Address(Session session) => $"/report/sessions/{session.Id}";

    private async Task<Id<Session>[]> ClosedAsync()
    {
        await using var db = host.OpenDb();
        return await db.BoardSessions.Where(b => b.Closed).Select(b => b.SessionId).ToArrayAsync();
    }

    /// <summary>What Room goes by: from then on a close stores no few own points.</summary>
    private async Task<bool> IsOpenedAgainAsync()
    {
        await using var db = host.OpenDb();
        return await db.BoardSessions.Select(b => b.OpenedAgain).SingleAsync();
    }

    private Task OpenBoardsAsync() => _given.SaveAsync([.. _dialogue.Sessions.Select(s => (object)new BoardSession { SessionId = s.Id, Board = "{}" })]);

    private async Task<Summary> SubmittedAsync(SummaryScope scope)
    {
        var summary = Summary.Request(scope, Language.English, host.Clock.GetUtcNow());
        summary.Assemble([new(Morning.Themes[0].Id, PointKind.View, "Publish flow data.", Flagged: false), new(Morning.Themes[0].Id, PointKind.View, "One record for the Lindqvist basin would help.", Flagged: false)]);
        Assert.Null(summary.Submit(Guid.NewGuid(), host.Clock.GetUtcNow()));
        await _given.SaveAsync(summary);
        return summary;
    }

    private async Task<Summary> DraftOfFiveAsync()
    {
        await host.SayAsync(Morning, [.. Enumerable.Range(0, 5).Select(n => (Morning.Themes[0].Id, "view", $"Point {n}."))]);
        await using var source = NpgsqlDataSource.Create(host.Database.As("aide_web"));
        await using var command = source.CreateCommand("SELECT array_agg(id) FROM vault.statements");
        var ids = (Guid[])(await command.ExecuteScalarAsync())!;
        var summary = Summary.Request(Morning.Id, Language.English, host.Clock.GetUtcNow());
        summary.Assemble([new(Morning.Themes[0].Id, PointKind.View, "Five points.", Flagged: false) { Source = ids }]);
        await _given.SaveAsync(summary);
        return summary;
    }
}
