using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Answering;

public sealed class The_experts_page(EventsHost host) : IAsyncLifetime
{
    private const int Samples = 200;

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Takes_two_taps_no_script_and_at_most_20_kB_as_a_proxy_compresses_it()
    {
        var (_, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        using var phone = host.NewBrowser();

        // Tap one: the link. Tap two: the button.
        var page = await phone.GetAsync("/i/" + token);
        var answered = await phone.SubmitAsync(page, form: ".answer-buttons", button: "[value=accept]");

        Assert.Equal("Merci, nous vous attendons avec plaisir.", answered.One("#answer-title")!.TextContent);
        foreach (var one in (Page[])[page, answered])
        {
            Assert.Empty(one.Document.QuerySelectorAll("script, img, iframe"));
            int bytes = Compressed(System.Text.Encoding.UTF8.GetBytes(one.Html));
            foreach (string address in one.Document.QuerySelectorAll("link[rel=stylesheet], link[rel=icon]").Select(l => l.GetAttribute("href")!).Append("/icons.svg"))
                bytes += Compressed(await phone.Http.GetByteArrayAsync(address));
            Assert.True(bytes <= 20_000, $"{one.Path}: {bytes} bytes");
        }
    }

    [Fact]
    public async Task Names_the_zone_of_every_hour_that_matters_and_one_hour_is_one()
    {
        var dialogue = await _given.DialogueAsync();
        var places = Places.Of(dialogue.Id);
        Assert.Null(places.Change(new(1, null, null, OfferHours: 1)));
        await _given.SaveAsync(places);
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        var (invitation, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();
        var waits = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=accept]");
        Assert.EndsWith("(Europe/Paris).", Assert.Single(waits.All(".answer-given p"), p => p.StartsWith("Your answer was saved on", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("gets a letter and 1 hour to take it.", waits.Text, StringComparison.Ordinal);

        await using (var db = host.OpenDb())
        {
            var first = await db.Invitations.SingleAsync(i => i.State == InvitationState.Accepted);
            _ = Given.Value(await db.AnswerAsync(first.Id, new(AnswerKind.Decline), _given.Now, CancellationToken.None));
        }

        Assert.Contains("(Europe/Paris); then it goes to the next person", (await phone.GetAsync("/i/" + token)).One(".answer .meta")!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(default, invitation.Id);
    }

    [Theory]
    [InlineData("/i/{0}")]
    [InlineData("/u/{0}")]
    [InlineData("/calendar/{0}.ics")]
    public async Task Case_11_a_dead_address_and_a_made_up_one_take_the_same_time_send_nothing_and_are_the_same_page(string door)
    {
        // Somebody who was invited, and is not any more: each address of theirs is dead in its own way.
        var person = await _given.PersonAsync();
        var (invitation, answer) = await _given.InvitationAsync(await _given.DialogueAsync(), person, i => i.Withdraw());
        var (feed, calendar) = PersonalLink.For(invitation.Id, _given.Now, LinkPurpose.CalendarFeed);
        feed.Revoke(_given.Now);
        var (optOut, unsubscribe) = OptOutLink.For(person.Id, _given.Now);
        await _given.SaveAsync(feed, optOut);
        if (door.StartsWith("/u/", StringComparison.Ordinal))
        {
            await using var db = host.OpenDb();
            await new PersonErasure(db, host.Keys, new AuditLog(db, host.Keys, host.Clock), host.Clock).EraseAsync(person.Id.Value, "test", CancellationToken.None);
        }

        string dead = door[1] switch { 'i' => answer, 'u' => unsubscribe, _ => calendar };
        // Load from elsewhere may part two samples once; a door that tells parts them each time.
        if (await TellsAsync(door, dead) is not null) Assert.Null(await TellsAsync(door, dead));
        await using var after = host.OpenDb();
        Assert.Empty(after.Letters.ToList());
    }

    /// <summary>How the time tells a dead address from a made-up one; null when it does not. Their pages must never.</summary>
    private async Task<string?> TellsAsync(string door, string dead)
    {
        using var asker = host.NewBrowser();
        var (real, made) = (new List<double>(), new List<double>());
        var bodies = new HashSet<string>(StringComparer.Ordinal);

        for (int i = -20; i < Samples; i++)
        {
            // In turns, so that whatever slows the machine slows both.
            foreach (var (token, times) in ((string, List<double>)[])[(dead, real), (PersonalLink.For(Id<Invitation>.New(), _given.Now).Token, made)])
            {
                long begin = Stopwatch.GetTimestamp();
                using var response = await asker.Http.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, door, token));
                string body = await response.Content.ReadAsStringAsync();
                if (i >= 0) times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
                _ = bodies.Add(body);
            }
        }

        Assert.Single(bodies);
        double apart = Math.Abs(Median(real) - Median(made));
        if (apart >= 5) return $"The medians are {apart:0.00} ms apart.";
        return PValue(real, made) > 0.01 ? null : $"Mann-Whitney tells them apart: p = {PValue(real, made):0.0000}; medians {Median(real):0.00} and {Median(made):0.00} ms.";
    }

    [Fact]
    public async Task Fault_23_twenty_presses_at_once_are_one_answer_and_one_line_of_the_timeline()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);

        var pressed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => phone.SubmitAsync(page, form: ".answer-buttons", button: "[value=accept]")));

        Assert.All(pressed, p => Assert.Equal(HttpStatusCode.OK, p.Status));
        await using var db = host.OpenDb();
        var entry = Assert.Single(db.Timeline.Where(e => e.InvitationId == invitation.Id).ToList());
        Assert.Equal((TimelineKind.Accepted, TimelineActor.Invitee), (entry.Kind, entry.Actor));
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>Two-sided, by the normal approximation, which is close from twenty samples on.</summary>
    private static double PValue(List<double> a, List<double> b)
    {
        double u = a.Sum(x => b.Sum(y => x > y ? 1 : x == y ? 0.5 : 0));
        double z = Math.Abs(u - (a.Count * b.Count / 2.0)) / Math.Sqrt(a.Count * (double)b.Count * (a.Count + b.Count + 1) / 12);
        // Abramowitz and Stegun 26.2.17.
        double t = 1 / (1 + (0.2316419 * z));
        double tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return 2 * tail;
    }

    private static int Compressed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return (int)packed.Length;
    }
}
