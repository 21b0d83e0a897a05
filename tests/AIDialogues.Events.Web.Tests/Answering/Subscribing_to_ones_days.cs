using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Calendars;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Retention;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Answering;

/// <summary>The secret address from which a calendar fetches its owner's days of a series.</summary>
public sealed class Subscribing_to_ones_days(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Browser _phone = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _phone = host.NewBrowser();
    }

    public ValueTask DisposeAsync()
    {
        _phone.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Holds_every_day_that_its_owner_accepted_past_and_called_off_ones_too_and_nobody_elses()
    {
        var (series, other) = (await _given.SeriesAsync(), await _given.SeriesAsync("elsewhere"));
        var (first, off, later, declined, neutral, foreign) = (await _given.DialogueAsync(series), await _given.DialogueAsync(series), await _given.DialogueAsync(series), await _given.DialogueAsync(series), await _given.DialogueAsync(series), await _given.DialogueAsync(other));
        var places = Places.Of(neutral.Id);
        Assert.Null(places.Change(new(null, null, null, NeutralTitle: true)));
        await _given.SaveAsync(places);
        var (awa, canary) = (await _given.PersonAsync(), await _given.PersonAsync("Canary", "Kanarek", "canary@bassin.test"));
        var (invitation, token) = await AcceptedAsync(first, awa);
        var uids = new List<Guid>();
        foreach (var day in (Dialogue[])[off, later, neutral]) uids.Add((await AcceptedAsync(day, awa)).Invitation.CalendarUid);
        var (no, _) = await _given.InvitationAsync(declined, awa, i => Assert.Null(i.Answer(false, declined, _given.Now)));
        var foreignDay = (await AcceptedAsync(foreign, awa)).Invitation;
        var theirs = (await AcceptedAsync(first, canary)).Invitation;
        string address = await MakeAsync(token);
        await using (var db = host.OpenDb())
        {
            (await db.Dialogues.SingleAsync(d => d.Id == off.Id)).Cancel(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        // Long after the day from whose page it was made, when its other links are dead and the night has taken them.
        host.Clock.SetUtcNow(first.EndsAt.AddDays(40));
        await NightAsync();
        Assert.Equal(HttpStatusCode.Gone, (await _phone.GetAsync("/i/" + token)).Status);
        string file = await _phone.Http.GetStringAsync(address);

        Assert.Equivalent(new[] { (invitation.CalendarUid, "CONFIRMED"), (uids[0], "CANCELLED"), (uids[1], "CONFIRMED"), (uids[2], "CONFIRMED") }, Days(file), strict: true);
        foreach (string word in (string[])["Canary", "Kanarek", "canary@", theirs.CalendarUid.ToString(), foreignDay.CalendarUid.ToString(), no.CalendarUid.ToString(), token, awa.Email, "ATTENDEE"]) Assert.DoesNotContain(word, file, StringComparison.OrdinalIgnoreCase);
        string quiet = file.Split("BEGIN:VEVENT").Single(e => e.Contains(uids[2].ToString(), StringComparison.Ordinal));
        Assert.Contains("SUMMARY:Institut Méridien\r\n", quiet, StringComparison.Ordinal);
        Assert.DoesNotContain("LOCATION", quiet, StringComparison.Ordinal);
        Assert.Equal(3, file.Split("LOCATION:Maison de la paix").Length - 1);
    }

    [Fact]
    public async Task A_new_address_closes_the_one_before_and_every_dead_one_is_the_same_to_whoever_asks()
    {
        var series = await _given.SeriesAsync();
        var (first, second) = (await _given.DialogueAsync(series), await _given.DialogueAsync(series));
        var awa = await _given.PersonAsync();
        var (invitation, token) = await AcceptedAsync(first, awa);
        var (_, other) = await AcceptedAsync(second, awa);
        string[] made = [await MakeAsync(token), await MakeAsync(other)];
        Assert.Equal([HttpStatusCode.Gone, HttpStatusCode.OK], await StatesAsync(made));

        // From the page of the other day: there is one address, wherever it was made.
        _ = await _phone.SubmitAsync(await _phone.GetAsync($"/i/{token}/link"), form: "form[action*=CloseFeed]");
        made = [.. made, await MakeAsync(token)];
        Assert.Equal([HttpStatusCode.Gone, HttpStatusCode.Gone, HttpStatusCode.OK], await StatesAsync(made));
        await using (var db = host.OpenDb())
        {
            Assert.Equivalent(new[] { TimelineKind.CalendarAddressMade, TimelineKind.CalendarAddressMade, TimelineKind.CalendarAddressClosed, TimelineKind.CalendarAddressMade },
                (await db.Timeline.Where(e => e.PersonId == awa.Id).ToListAsync()).Select(e => e.Kind), strict: true);
            _ = await db.People.Where(p => p.Id == awa.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.ErasedAt, _given.Now));
        }

        var dead = new List<string>();
        foreach (string address in (string[])[.. made, $"/calendar/{new string('x', 43)}.ics", "/calendar/é.ics"])
        {
            using var response = await _phone.Http.GetAsync(address);
            dead.Add($"{response.StatusCode} {response.Content.Headers.ContentType} {await response.Content.ReadAsStringAsync()}");
        }

        Assert.Single(dead.Distinct(), dead[0].StartsWith("Gone", StringComparison.Ordinal) ? dead[0] : "Gone");
    }

    [Theory]
    [InlineData(false, HttpStatusCode.OK)]
    [InlineData(true, HttpStatusCode.Gone)]
    public async Task A_new_link_from_the_organiser_closes_the_old_links_to_the_page_and_the_calendar_of_the_series_only_where_the_letter_was_passed_on(bool passedOn, HttpStatusCode calendar)
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, token) = await AcceptedAsync(dialogue, await _given.PersonAsync());
        string address = await MakeAsync(token);

        await using (var db = host.OpenDb()) _ = Given.Value(await db.RenewLinkAsync(invitation.Id, _given.Now, CancellationToken.None, passedOn));

        Assert.Equal(HttpStatusCode.Gone, (await _phone.GetAsync("/i/" + token)).Status);
        Assert.Equal([calendar], await StatesAsync([address]));
    }

    [Fact]
    public async Task Somebody_who_is_no_longer_expected_sees_that_and_learns_no_later_hour()
    {
        var series = await _given.SeriesAsync();
        var (first, second) = (await _given.DialogueAsync(series), await _given.DialogueAsync(series));
        var awa = await _given.PersonAsync();
        var (gone, token) = await AcceptedAsync(first, awa);
        var (kept, _) = await AcceptedAsync(second, awa);
        string address = await MakeAsync(token);
        await using (var db = host.OpenDb()) Assert.True(await db.TellAsync(gone.Id, new("Institut", "events@meridien.test"), _given.Now, CancellationToken.None));
        await using (var db = host.OpenDb()) _ = Given.Value(await db.WithdrawAsync(gone.Id, _given.Now, CancellationToken.None));
        await using (var db = host.OpenDb()) _ = await db.Dialogues.Where(d => d.Id == first.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.Ends, new TimeOnly(18, 45)).SetProperty(x => x.Venue, "Un autre lieu"));

        string file = await _phone.Http.GetStringAsync(address);

        Assert.Equivalent(new[] { (gone.CalendarUid, "CANCELLED"), (kept.CalendarUid, "CONFIRMED") }, Days(file), strict: true);
        foreach (string later in (string[])["T184500", "Un autre lieu"]) Assert.DoesNotContain(later, file, StringComparison.Ordinal);
        Assert.Contains("SEQUENCE:1\r\n", file, StringComparison.Ordinal);
    }

    private Task<(Invitation Invitation, string Token)> AcceptedAsync(Dialogue dialogue, Person person) => _given.InvitationAsync(dialogue, person, i => Assert.Null(i.Answer(true, dialogue, _given.Now)));

    /// <summary>As the worker cleans, with its own rights.</summary>
    private async Task NightAsync()
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Worker);
        await using var db = new WorkerDb(source, host.Keys).Open();
        _ = await new Purge(db, host.Clock).RunAsync(new(db, host.Keys, new(db, host.Keys, host.Clock), host.Clock), CancellationToken.None);
    }

    /// <summary>Presses the button and reads the address, without the host.</summary>
    private async Task<string> MakeAsync(string token)
    {
        var page = await _phone.SubmitAsync(await _phone.GetAsync($"/i/{token}/link"), form: "form[action*=Feed]:not([action*=CloseFeed])");
        return new Uri(page.One(".notice.ok code")!.TextContent).AbsolutePath;
    }

    private async Task<List<HttpStatusCode>> StatesAsync(IEnumerable<string> addresses)
    {
        var states = new List<HttpStatusCode>();
        foreach (string address in addresses)
        {
            using var response = await _phone.Http.GetAsync(address);
            states.Add(response.StatusCode);
        }

        return states;
    }

    private static (Guid, string)[] Days(string file) => [.. file.Split("BEGIN:VEVENT")[1..].Select(e => (Guid.Parse(Value(e, "UID:")), Value(e, "STATUS:")))];

    private static string Value(string text, string name) => text.Split("\r\n").Single(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..];
}
