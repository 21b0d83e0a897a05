using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

public sealed class Assembling_a_summary(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Fact]
    public async Task Goes_by_theme_and_kind_and_marks_what_points_at_somebody()
    {
        var dialogue = await InvitedAsync();
        var (trust, access) = (dialogue.Sessions[0].Themes[0].Id.Value, dialogue.Sessions[0].Themes[1].Id.Value);
        await SayAsync(dialogue,
            (access, "view", "A Malian judge said that access is a matter of hours."), (trust, "view", "As Awa Diallo said, the record is wrong."), (trust, "fact", "Two gauges are silent."),
            (access, "fact", "Le représentant de l’Autorité du bassin a hésité."), (trust, "view", "Trust grows slowly."), (Guid.NewGuid(), "question", "Whose theme was this?"));
        var summary = await AssembledAsync(dialogue);

        Assert.Equal(SummaryState.Draft, summary.State);
        var items = summary.Items.OrderBy(i => i.Place).ToList();
        Assert.Equal(
            [(trust, PointKind.Fact), (trust, PointKind.View), (trust, PointKind.View), (access, PointKind.Fact), (access, PointKind.View), ((Guid?)null, PointKind.Question)],
            items.Select(i => (i.ThemeId?.Value, i.Kind)));
        Assert.Equal(
            ["A Malian judge said that access is a matter of hours.", "As Awa Diallo said, the record is wrong.", "Le représentant de l’Autorité du bassin a hésité."], items.Where(i => i.IsFlagged).Select(i => i.Words).Order(StringComparer.Ordinal));
        Assert.Equal(3, summary.OpenFindings);
        Assert.Equal((dialogue.Sessions[0].Id.Value, (Rule?)Rule.ChathamHouse), (Assert.Single(summary.Sessions), summary.ScreenedUnder));
    }

    [Fact]
    public async Task Says_once_what_two_said_in_the_same_words()
    {
        var dialogue = await InvitedAsync();
        var theme = dialogue.Sessions[0].Themes[0].Id.Value;
        await SayAsync(dialogue, (theme, "view", "Same"), (theme, "view", "Same"), (theme, "fact", "Same"), (theme, "view", "Other"), (theme, "view", "Third"));
        Assert.Equal(4, (await AssembledAsync(dialogue)).Items.Count);
    }

    [Fact]
    public async Task Gives_the_same_draft_for_the_same_words_in_whatever_order_and_under_whatever_ids_they_were_stored()
    {
        var dialogue = await InvitedAsync();
        var theme = dialogue.Sessions[0].Themes[0].Id.Value;
        var said = Enumerable.Range(0, 40).Select(i => (theme, i % 3 == 0 ? "fact" : "view", $"Point {i:00} about the gauge {(i % 2 == 0 ? "upstream" : "downstream")}")).ToArray();
        await SayAsync(dialogue, said);
        string first = Draft(await AssembledAsync(dialogue));
        await ForgetAsync();
        await SayAsync(dialogue, [.. said.Reverse()]);
        string second = Draft(await AgainAsync());

        Assert.Equal(first, second);
        Assert.NotEqual(string.Join(',', said.Select(s => s.Item3)), string.Join(',', first.Split('\n')));
    }

    [Fact]
    public async Task Bars_words_that_an_objection_took_out_of_another_summary_about_the_same()
    {
        var dialogue = await InvitedAsync();
        var theme = dialogue.Sessions[0].Themes[0].Id.Value;
        await SayAsync(dialogue, [.. Enumerable.Range(0, 5).Select(i => (theme, "view", $"Point {i}"))]);
        var ofTheDay = Summary.Request(dialogue.Id, Language.English, _given.Now);
        ofTheDay.Assemble([]);
        Assert.False(ofTheDay.Contest(["Point 3"]));
        var elsewhere = Summary.Request((await _given.DialogueAsync()).Id, Language.English, _given.Now);
        elsewhere.Assemble([]);
        Assert.False(elsewhere.Contest(["Point 1"]));
        await _given.SaveAsync(ofTheDay, elsewhere, Summary.Request(dialogue.Sessions[0].Id, Language.English, _given.Now));

        await _post.AssembleAsync();

        await using var db = host.OpenDb();
        Assert.Equal(["Point 3"], (await db.Summaries.Include(s => s.Items).SingleAsync(s => s.SessionId != null)).Items.Where(i => i.IsContested).Select(i => i.Words));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task Holds_back_fewer_than_five_without_saying_how_many(int count)
    {
        var dialogue = await InvitedAsync();
        var theme = dialogue.Sessions[0].Themes[0].Id.Value;
        if (count > 0) await SayAsync(dialogue, [.. Enumerable.Range(0, count).Select(i => (theme, "view", $"Point {i}"))]);
        var summary = await AssembledAsync(dialogue);
        Assert.Equal((SummaryState.TooFew, 0), (summary.State, summary.Items.Count));
        Assert.Equal(SummaryRefusals.TooFewStatements, summary.Submit(Guid.NewGuid(), _given.Now));
    }

    [Fact]
    public async Task Marks_nothing_where_people_speak_on_the_record()
    {
        var dialogue = await InvitedAsync(Rule.OnTheRecord);
        var theme = dialogue.Sessions[0].Themes[0].Id.Value;
        await SayAsync(dialogue, [.. Enumerable.Range(0, 5).Select(i => (theme, "view", $"As Awa Diallo said, {i}"))]);
        Assert.Equal((5, 0), await AssembledAsync(dialogue) is var summary ? (summary.Items.Count, summary.OpenFindings) : default);
    }

    [Theory]
    [InlineData("INSERT INTO vault.statements (id, session_id, kind, words) VALUES (gen_random_uuid(), gen_random_uuid(), 'fact', 'x')")]
    [InlineData("UPDATE vault.statements SET words = 'x'")]
    [InlineData("DELETE FROM vault.statements")]
    [InlineData("SELECT password_hash FROM staff.accounts")]
    [InlineData("SELECT token_sha256 FROM events.api_tokens")]
    public async Task Happens_in_a_role_that_cannot(string sql)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Worker);
        await using var command = source.CreateCommand(sql);
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    private async Task<Dialogue> InvitedAsync(Rule? rule = null)
    {
        var dialogue = await _given.DialogueAsync(with: d =>
        {
            var s = d.Sessions[0];
            Assert.Null(d.ChangeSession(s, new SessionDetails(s.Title, s.RoomId, s.Begins, s.Ends, rule, [.. s.Themes.Select(t => t.Name)], s.Questions)));
        });
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        return dialogue;
    }

    private async Task SayAsync(Dialogue dialogue, params (Guid Theme, string Kind, string Words)[] said)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.As("aide_room"));
        await using var command = source.CreateCommand(
            "INSERT INTO vault.statements (id, session_id, theme_id, kind, words) SELECT gen_random_uuid(), $1, theme, kind, words FROM unnest($2::uuid[], $3::text[], $4::text[]) AS s (theme, kind, words)");
        _ = command.Parameters.AddWithValue(dialogue.Sessions[0].Id.Value);
        _ = command.Parameters.AddWithValue(said.Select(s => s.Theme).ToArray());
        _ = command.Parameters.AddWithValue(said.Select(s => s.Kind).ToArray());
        _ = command.Parameters.AddWithValue(said.Select(s => s.Words).ToArray());
        _ = await command.ExecuteNonQueryAsync();
    }

    private async Task<Summary> AssembledAsync(Dialogue dialogue)
    {
        await _given.SaveAsync(Summary.Request(dialogue.Sessions[0].Id, Language.English, _given.Now));
        return await RunAsync();
    }

    private async Task<Summary> RunAsync()
    {
        await _post.AssembleAsync();
        await using var db = host.OpenDb();
        return await db.Summaries.Include(s => s.Items).Include(s => s.Sources).AsNoTracking().SingleAsync();
    }

    private async Task<Summary> AgainAsync()
    {
        await using (var db = host.OpenDb())
        {
            Assert.Null((await db.Summaries.Include(s => s.Items).SingleAsync()).RequestAgain(Language.English, _given.Now));
            _ = await db.SaveChangesAsync();
        }

        return await RunAsync();
    }

    private async Task ForgetAsync()
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var command = source.CreateCommand("DELETE FROM vault.statements");
        _ = await command.ExecuteNonQueryAsync();
    }

    private static string Draft(Summary summary) => string.Join('\n', summary.Items.OrderBy(i => i.Place).Select(i => $"{i.ThemeId} {i.Kind} {i.Support} {i.Words}"));
}
