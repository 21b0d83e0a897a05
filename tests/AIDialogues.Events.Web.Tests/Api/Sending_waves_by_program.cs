using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

public sealed class Sending_waves_by_program(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private ApiClient _api = null!;
    private Dialogue _dialogue = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _api = await ApiClient.WithTokenAsync(host);
        _dialogue = await _given.DialogueAsync(await _given.SeriesAsync("by-program"));
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task A_wave_is_drafted_seen_sent_and_followed()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var hana = await _given.PersonAsync("Hana", "Novotná", language: Language.English);
        object body = new { people = new[] { awa.Id.Value, hana.Id.Value } };

        var draft = await _api.PostAsync($"dialogues/{_dialogue.Id}/waves", body);
        var same = await _api.PostAsync($"dialogues/{_dialogue.Id}/waves", body);
        var preview = await _api.GetAsync($"waves/{draft.Id}/preview");
        var unseen = await _api.PostAsync($"waves/{draft.Id}/send", new { seal = "made up" });
        var sent = await _api.PostAsync($"waves/{draft.Id}/send", new { seal = (string)preview.Json!["seal"]! });
        var twice = await _api.PostAsync($"waves/{draft.Id}/send", new { seal = (string)preview.Json!["seal"]! });
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();
        var after = await _api.GetAsync($"waves/{draft.Id}");
        var letters = await _api.GetAsync($"letters?wave={draft.Id}");
        var deliveries = await _api.GetAsync($"letters/{(Guid)letters.Json!["items"]![0]!["id"]!}/deliveries");

        Assert.Equal((HttpStatusCode.Created, "draft", 1), (draft.Status, (string)draft.Json!["state"]!, (int)draft.Json["number"]!));
        Assert.Equal(draft.Id, same.Id);
        Assert.Equal((1, 1, "Awa Diallo"), ((int)preview.Json["english"]!, (int)preview.Json["french"]!, (string)preview.Json["letters"]![0]!["toName"]!));
        Assert.StartsWith("Bonjour Awa Diallo,", (string)preview.Json["letters"]![0]!["body"]!, StringComparison.Ordinal);
        Assert.Equal((422, "letter-changed-since-preview"), unseen.Problem);
        Assert.Equal(("sent", 2), ((string)sent.Json!["state"]!, (int)sent.Json["letters"]!["queued"]!));
        Assert.Equal((HttpStatusCode.OK, draft.Id, "sent"), (twice.Status, twice.Id, (string)twice.Json!["state"]!));
        Assert.Equal((422, "wave-already-sent"), (await _api.PostAsync($"waves/{draft.Id}/send", new { seal = "made up" })).Problem);
        await using (var db = host.OpenDb()) Assert.Equal(2, await db.Letters.CountAsync());
        Assert.Equal(2, (int)after.Json!["letters"]!["sent"]!);
        Assert.Equal("sent", (string)deliveries.Json!["items"]![0]!["outcome"]!);
    }

    [Fact]
    public async Task A_list_counts_the_people_and_reads_nobodys_own_words()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var draft = await _api.PostAsync($"dialogues/{_dialogue.Id}/waves", new { people = new[] { awa.Id.Value, (await _given.PersonAsync("Hana", "Novotná")).Id.Value } });
        await using (var db = host.OpenDb())
        {
            var wave = await db.Waves.Include(w => w.Readers).SingleAsync();
            Assert.Null(wave.WriteFor(awa.Id, Language.French, "Chère Awa", "Pour vous seule\n\n{link}"));
            _ = await db.SaveChangesAsync();
        }

        using var queries = new QueryCount();
        var list = await _api.GetAsync($"dialogues/{_dialogue.Id}/waves");

        Assert.Equal((draft.Id, 2), ((Guid)list.Json!["items"]![0]!["id"]!, (int)list.Json["items"]![0]!["people"]!));
        Assert.DoesNotContain("body", Assert.Single(queries.Texts, sql => sql.Contains("wave_readers", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wave_is_undone_paused_resumed_and_its_failures_tried_again()
    {
        var first = await SentAsync("Awa");
        var undone = await _api.PostAsync($"waves/{first}/undo", new { });
        var second = await SentAsync("Jonas");
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        var late = await _api.PostAsync($"waves/{second}/undo", new { });
        var paused = await _api.PostAsync($"waves/{second}/pause", new { });
        Assert.Equal(0, (await _post.DrainAsync()).Sent);
        var resumed = await _api.PostAsync($"waves/{second}/resume", new { });
        _post.Sink.Script(step => step.Recipient is not null ? AIDialogues.Events.MailSink.Smtp.SmtpReply.Say(550, "5.1.1 no") : null);
        _ = await _post.DrainAsync();
        _post.Sink.ClearScript();
        var again = await _api.PostAsync($"waves/{second}/retry", new { });
        Assert.Equal(1, (await _post.DrainAsync()).Sent);

        Assert.Equal("undone", (string)undone.Json!["state"]!);
        Assert.Equal((422, "wave-undo-over"), late.Problem);
        Assert.Equal(("paused", 1), ((string)paused.Json!["state"]!, (int)paused.Json["letters"]!["paused"]!));
        Assert.Equal(("sent", 1), ((string)resumed.Json!["state"]!, (int)resumed.Json["letters"]!["queued"]!));
        Assert.Equal(1, (int)again.Json!["letters"]!["queued"]!);
        Assert.Equal((404, "not-found"), (await _api.PostAsync($"waves/{Guid.NewGuid()}/pause", new { })).Problem);
    }

    [Fact]
    public async Task A_letter_of_unknown_fate_is_noted_as_arrived_once()
    {
        _ = await _post.QueueAsync();
        await using (var db = host.OpenDb())
        {
            var letter = await db.Letters.SingleAsync();
            letter.Claim(_given.Now);
            letter.LostTrack("lost");
            _ = await db.SaveChangesAsync();
        }

        var id = (await _post.OnlyLetterAsync()).Id;
        var arrived = await _api.PostAsync($"letters/{id}/arrived", new { });
        var twice = await _api.PostAsync($"letters/{id}/arrived", new { });
        var again = await _api.PostAsync($"letters/{id}/send-again", new { });

        Assert.Equal(("sent", HttpStatusCode.OK), ((string)arrived.Json!["state"]!, twice.Status));
        Assert.Equal((422, "letter-not-for-sending-again"), again.Problem);
    }

    private async Task<Guid> SentAsync(string name)
    {
        var person = await _given.PersonAsync(name, "Lindqvist");
        var draft = await _api.PostAsync($"dialogues/{_dialogue.Id}/waves", new { people = new[] { person.Id.Value } });
        var preview = await _api.GetAsync($"waves/{draft.Id}/preview");
        _ = await _api.PostAsync($"waves/{draft.Id}/send", new { seal = (string)preview.Json!["seal"]! });
        return draft.Id;
    }
}
