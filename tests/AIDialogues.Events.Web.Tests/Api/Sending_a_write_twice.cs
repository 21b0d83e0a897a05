using System.Net;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

public sealed class Sending_a_write_twice(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Gives_the_same_answer_and_no_second_effect()
    {
        var series = await _given.SeriesAsync();
        using var api = await ApiClient.WithTokenAsync(host);

        var first = await api.PostAsync($"series/{series.Id}/dialogues", Day("One"), "key-1");
        var second = await api.PostAsync($"series/{series.Id}/dialogues", Day("One"), "key-1");

        Assert.Equal((HttpStatusCode.Created, first.Text, first.Type), (second.Status, second.Text, second.Type));
        Assert.Equal((false, true), (first.Replayed, second.Replayed));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Races_to_one_effect()
    {
        var series = await _given.SeriesAsync();
        using var api = await ApiClient.WithTokenAsync(host);

        // Without the key the race happens: as many days as requests.
        _ = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.PostAsync($"series/{series.Id}/dialogues", Day("Plain"))));
        Assert.Equal(8, await CountAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.PostAsync($"series/{series.Id}/dialogues", Day("Keyed"), "key-1")));

        Assert.Equal(9, await CountAsync());
        _ = Assert.Single(answers.Select(a => (a.Status, a.Text)).Distinct());
        Assert.Equal(7, answers.Count(a => a.Replayed));
    }

    [Fact]
    public async Task Refuses_the_key_for_another_request()
    {
        var series = await _given.SeriesAsync();
        using var api = await ApiClient.WithTokenAsync(host);
        _ = await api.PostAsync($"series/{series.Id}/dialogues", Day("One"), "key-1");

        Assert.Equal((409, "idempotency-key-reused"), (await api.PostAsync($"series/{series.Id}/dialogues", Day("Two"), "key-1")).Problem);
        Assert.Equal((409, "idempotency-key-reused"), (await api.PutAsync($"series/{series.Id}/page", new { on = true }, "key-1")).Problem);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Keeps_one_programs_keys_from_anothers()
    {
        var series = await _given.SeriesAsync();
        using var api = await ApiClient.WithTokenAsync(host);
        using var other = await ApiClient.WithTokenAsync(host);

        _ = await api.PostAsync($"series/{series.Id}/dialogues", Day("One"), "key-1");
        var answer = await other.PostAsync($"series/{series.Id}/dialogues", Day("Two"), "key-1");

        Assert.Equal((HttpStatusCode.Created, 2), (answer.Status, await CountAsync()));
    }

    [Fact]
    public async Task Lets_a_refused_write_be_mended_under_its_key()
    {
        var series = await _given.SeriesAsync();
        using var api = await ApiClient.WithTokenAsync(host);

        Assert.Equal((422, "title-missing"), (await api.PostAsync($"series/{series.Id}/dialogues", Day(""), "key-1")).Problem);
        Assert.Equal((400, "malformed"), (await api.PostRawAsync($"series/{series.Id}/dialogues", "{", key: "key-1")).Problem);
        var mended = await api.PostAsync($"series/{series.Id}/dialogues", Day("One"), "key-1");

        Assert.Equal((HttpStatusCode.Created, 1), (mended.Status, await CountAsync()));
    }

    [Fact]
    public async Task Survives_a_refusal_of_the_database_within_its_transaction()
    {
        var series = await _given.SeriesAsync("water");
        using var api = await ApiClient.WithTokenAsync(host);

        Assert.Equal((422, "series-slug-taken"), (await api.PostAsync("series", new { title = new { en = "Water" }, purpose = new { }, organisation = "", slug = series.Slug }, "key-1")).Problem);
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("series", new { title = new { en = "Water" }, purpose = new { }, organisation = "", slug = "water-2" }, "key-1")).Status);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public async Task Refuses_a_key_that_is_none(string key)
    {
        var series = await _given.SeriesAsync();
        using var api = await ApiClient.WithTokenAsync(host);

        Assert.Equal((400, "idempotency-key-not-valid"), (await api.PostAsync($"series/{series.Id}/dialogues", Day("One"), key)).Problem);
        Assert.Equal(0, await CountAsync());
    }

    private async Task<int> CountAsync()
    {
        await using var db = host.OpenDb();
        return await db.Dialogues.CountAsync();
    }

    private static object Day(string title) => new
    {
        title = new { en = title },
        day = "2027-05-12",
        begins = "09:00",
        ends = "17:30",
        venue = "",
        zone = "UTC",
        rule = "offTheRecord",
        answerBy = "2027-04-28",
        remindDaysBefore = Array.Empty<int>(),
    };
}
