using System.Net;
using System.Text.Json;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
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

    [Theory]
    [InlineData(9, null)]
    [InlineData(10, "10+")]
    [InlineData(19, "10+")]
    public async Task Rounds_the_number_of_experts_so_that_nobody_is_counted_out(int accepted, string? shown)
    {
        for (int i = 0; i < accepted; i++) await AcceptedAsync("Expert", $"Number{i}", "");

        var page = await PublicAsync();

        Assert.Equal(shown, page.Document.QuerySelectorAll(".facts div").Where(d => d.QuerySelector("dt")!.TextContent == "experts").Select(d => d.QuerySelector("dd")!.TextContent).FirstOrDefault());
        Assert.DoesNotContain("Number", page.Html, StringComparison.Ordinal);
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
        _ = await _given.DialogueAsync(_series, d => Assert.Null(d.Change(new(d.Title, d.Day.AddDays(7), d.Begins, d.Ends, d.Venue, d.Zone, d.Rule, d.AnswerBy, d.RemindDaysBefore))));
        await using (var db = host.OpenDb())
        {
            (await db.Dialogues.SingleAsync(d => d.Id == _dialogue.Id)).Cancel(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        var page = await PublicAsync();
        using var reader = host.NewBrowser();
        string[] events = (await reader.Http.GetStringAsync("/series/water/calendar.ics")).Split("BEGIN:VEVENT")[1..];
        using var data = JsonDocument.Parse(await reader.Http.GetStringAsync("/series/water.json"));

        Assert.Equal(["Called off"], page.All("#day-2027-04-30 .badge"));
        Assert.Equal(["Coming next"], page.All("#day-2027-05-07 .badge"));
        Assert.Equal("1", page.One(".facts dd")!.TextContent);
        Assert.DoesNotContain("Novotn", page.Html, StringComparison.Ordinal);
        Assert.Equal([true, false], events.Select(e => e.Contains("\r\nSTATUS:CANCELLED\r\nSEQUENCE:1\r\n", StringComparison.Ordinal)));
        Assert.Equal(["https://schema.org/EventCancelled", "https://schema.org/EventScheduled"], data.RootElement.GetProperty("subEvent").EnumerateArray().Select(e => e.GetProperty("eventStatus").GetString()));
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
