using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

/// <summary>Rounds of objections as a program sees them: what the page says, when it says it, and not a thing more.</summary>
public sealed class Asking_participants_by_program(EventsHost host) : IAsyncLifetime
{
    private const string Words = "One record for the basin would help.";

    private readonly Given _given = new(host);
    private Dialogue _day = null!;
    private Summary _summary = null!;
    private ApiClient _api = null!;

    private string Rounds => $"dialogues/{_day.Id}/summary/objection-rounds";

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        (_day, _api) = (await _given.DialogueAsync(), await ApiClient.WithTokenAsync(host));
        _ = await _given.InvitationAsync(_day, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, _day, _given.Now) ?? i.CheckIn(_day, _day.BeginsAt)));
        host.Clock.SetUtcNow(_day.EndsAt.AddDays(1));
        _summary = Summary.Request(_day.Id, Language.English, _given.Now);
        _summary.Assemble([new(null, PointKind.View, Words, Flagged: false)]);
        Assert.Null(_summary.Submit(Guid.NewGuid(), _given.Now));
        await _given.SaveAsync(_summary);
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_round_is_opened_once_for_a_released_summary_and_tells_by_letter_like_the_page()
    {
        Assert.Equal((422, "objections-not-released"), (await _api.PostAsync(Rounds, new { days = 3 })).Problem);
        await ReleaseAsync();
        long entries = await EntriesAsync();
        foreach (int days in (int[])[0, 61]) Assert.Equal((422, "objections-window"), (await _api.PostAsync(Rounds, new { days })).Problem);

        var opened = await _api.PostAsync(Rounds, new { days = 3 }, "once");
        var replayed = await _api.PostAsync(Rounds, new { days = 3 }, "once");

        Assert.Equal((HttpStatusCode.OK, 1, "open", true), (opened.Status, (int)opened.Json!["letters"]!, (string?)opened.Json["round"]!["state"], replayed.Replayed));
        Assert.Equal((422, "objections-already-open"), (await _api.PostAsync(Rounds, new { days = 3 })).Problem);
        await using var db = host.OpenDb();
        var round = await db.ObjectionRounds.SingleAsync();
        Assert.Equal((round.Id.Value, round.ClosesAt, round.DecidableAt), ((Guid)opened.Json["round"]!["id"]!, (DateTimeOffset)opened.Json["round"]!["closesAt"]!, (DateTimeOffset)opened.Json["round"]!["decidableAt"]!));
        Assert.Equal(LetterKind.DraftToRead, (await db.Letters.SingleAsync()).Kind);
        Assert.Equal(_day.Id, (await db.OpenRounds.SingleAsync()).DialogueId);
        Assert.Equal((422, "summary-objections-open"), (await _api.PostAsync($"dialogues/{_day.Id}/summary/publish", new { })).Problem);
        Assert.Equal(entries + 1, await EntriesAsync());
    }

    [Fact]
    public async Task None_is_opened_that_nobody_can_read()
    {
        await ReleaseAsync();
        host.Clock.SetUtcNow(_day.EndsAt.AddDays(31));

        Assert.Equal((422, "objections-nobody-reads"), (await _api.PostAsync(Rounds, new { days = 3 })).Problem);
    }

    [Fact]
    public async Task Nothing_of_an_objection_is_told_or_decided_before_nothing_more_can_come()
    {
        await ReleaseAsync();
        _ = await _api.PostAsync(Rounds, new { days = 3 });
        var id = await ObjectAsync();

        foreach (var (state, lasts) in ((string, TimeSpan)[])[("open", TimeSpan.FromDays(3)), ("gathering", ObjectionRound.Gathering)])
        {
            var early = await _api.GetAsync(Rounds);
            var round = Assert.Single(early.Json!["items"]!.AsArray())!;
            Assert.Equal((state, (string?)null, (string?)null), ((string?)round["state"], round["objections"]?.ToJsonString(), round["outcomes"]?.ToJsonString()));
            Assert.DoesNotContain(id.ToString(), early.Text, StringComparison.Ordinal);
            Assert.Equal((422, "objections-still-open"), (await DecideAsync((id, true))).Problem);
            host.Clock.Advance(lasts);
        }

        var decidable = Assert.Single((await _api.GetAsync(Rounds)).Json!["items"]!.AsArray())!;
        var objection = Assert.Single(decidable["objections"]!.AsArray())!;
        Assert.Equal(("decidable", id, Words, "identifiesMe"), ((string?)decidable["state"], (Guid)objection["id"]!, (string?)objection["sentence"], (string?)objection["kind"]));
    }

    [Fact]
    public async Task All_are_decided_at_once_and_a_sustained_one_takes_the_summary_back()
    {
        await ReleaseAsync();
        _ = await _api.PostAsync(Rounds, new { days = 1 });
        var id = await ObjectAsync();
        host.Clock.Advance(TimeSpan.FromDays(1) + ObjectionRound.Gathering);
        Assert.Equal((422, "objections-verdict-missing"), (await DecideAsync()).Problem);

        var decided = await DecideAsync((id, true));

        Assert.Equal((HttpStatusCode.OK, "decided"), (decided.Status, (string?)decided.Json!["state"]));
        Assert.Equal("""[{"kind":"identifiesMe","sustained":true}]""", decided.Json["outcomes"]!.ToJsonString());
        Assert.Equal("draft", (string?)(await _api.GetAsync($"dialogues/{_day.Id}/summary")).Json!["state"]);
        Assert.Equal((422, "objections-handled"), (await DecideAsync((id, false))).Problem);
        await using var db = host.OpenDb();
        Assert.Equal(VersionReason.ObjectionSustained, (await db.SummaryVersions.SingleAsync()).Reason);
    }

    [Fact]
    public async Task What_is_not_there_is_404_and_a_summary_without_a_round_has_none_to_decide()
    {
        Assert.Equal((404, "not-found"), (await _api.GetAsync($"series/{_day.SeriesId}/summary/objection-rounds")).Problem);
        Assert.Empty((await _api.GetAsync(Rounds)).Json!["items"]!.AsArray());
        Assert.Equal((404, "not-found"), (await DecideAsync()).Problem);
    }

    private Task<Answer> DecideAsync(params (Guid Objection, bool Sustained)[] verdicts) =>
        _api.PostAsync(Rounds + "/decide", new { verdicts = verdicts.Select(v => new { objection = v.Objection, sustained = v.Sustained }) });

    /// <summary>The chain is never emptied, between tests neither.</summary>
    private async Task<long> EntriesAsync()
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var entries = source.CreateCommand("SELECT count(*) FROM audit.entries WHERE action = 'api:openObjectionRoundOfDialogue'");
        return (long)(await entries.ExecuteScalarAsync())!;
    }

    private async Task ReleaseAsync()
    {
        await using var db = host.OpenDb();
        Assert.Null((await db.Summaries.Include(s => s.Items).SingleAsync()).Release(Guid.NewGuid(), Rule.ChathamHouse, _given.Now));
        _ = await db.SaveChangesAsync();
    }

    /// <summary>As Room writes it when the round is over; the API must keep away from it until then by itself.</summary>
    private async Task<Guid> ObjectAsync()
    {
        var id = Guid.NewGuid();
        await using var source = NpgsqlDataSource.Create(host.Database.As("aide_room"));
        await using var command = source.CreateCommand("INSERT INTO vault.objections (id, summary_id, item_id, kind) VALUES ($1, $2, $3, 'identifies-me')");
        foreach (object value in (object[])[id, _summary.Id.Value, _summary.Items[0].Id.Value]) _ = command.Parameters.AddWithValue(value);
        _ = await command.ExecuteNonQueryAsync();
        return id;
    }
}
