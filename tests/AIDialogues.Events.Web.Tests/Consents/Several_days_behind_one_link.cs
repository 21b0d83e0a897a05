using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

/// <summary>Somebody who comes on two days chooses for each, with either link, and is told by which day they are still shown.</summary>
public sealed class Several_days_behind_one_link(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);
    private Dialogue _second = null!;
    private string _token = "";
    private Invitation _there = null!;
    private string _tokenThere = "";

    public async ValueTask InitializeAsync()
    {
        await _scene.SetAsync();
        _second = await _scene.Given.DialogueAsync(_scene.Series, d => Assert.Null(d.Change(new DialogueDetails(
            new("Second day", "Deuxième journée"), d.Day.AddDays(1), d.Begins, d.Ends, d.Venue, d.Zone, d.Rule, d.AnswerBy, [7, 2]))));
        (var person, _, _token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        (_there, _tokenThere) = await _scene.Given.InvitationAsync(_second, person, i => _ = i.Answer(true, _second, _scene.Given.Now));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_day_has_its_own_choices_and_its_own_receipt()
    {
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + _token);
        string other = page.Document.QuerySelectorAll("main a").Single(a => a.TextContent == "What you allow on “Second day”").GetAttribute("href")!;

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = await phone.SubmitAsync(await phone.GetAsync(other), new Dictionary<string, object?> { ["consents[NamedPublicly]"] = "no", ["consents[ParticipantsList]"] = "yes" }, form: "#choices form");

        Assert.Equal("Second day", done.One("h1")!.TextContent);
        Assert.Equal("Your choices are saved. You can change them at any time with this link.", done.One(".notice.ok p")!.TextContent);
        await using var db = host.OpenDb();
        var lines = await db.ConsentEvents.AsNoTracking().OrderBy(c => c.At).ThenBy(c => c.Purpose).Select(c => new { c.DialogueId, c.Purpose, c.State }).ToListAsync();
        Assert.Equal([(_scene.Dialogue.Id, ConsentPurpose.NamedPublicly, ConsentState.Given), (_second.Id, ConsentPurpose.NamedPublicly, ConsentState.Refused), (_second.Id, ConsentPurpose.ParticipantsList, ConsentState.Given)],
            lines.Select(l => (l.DialogueId, l.Purpose, l.State)));

        var receipt = await phone.GetAsync(done.Document.QuerySelectorAll("main a").Single(a => a.TextContent.Contains("Receipt", StringComparison.Ordinal)).GetAttribute("href")!);
        Assert.Contains("Second day", receipt.One(".lede")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, receipt.All("main section h2").Count());
        Assert.All(receipt.Document.QuerySelectorAll("main .row a").Select(a => a.GetAttribute("href")!), href => Assert.Contains($"day={_there.Id}", href, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_another_day_still_shows_is_not_called_gone()
    {
        using var phone = host.NewBrowser();
        _ = await phone.GetAsync("/i/" + _token);
        string about = (await phone.GetAsync("/i/" + _token)).Document.QuerySelectorAll("main a").Single(a => a.TextContent == "What you allow on “Second day”").GetAttribute("href")!;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await phone.SubmitAsync(await phone.GetAsync(about), new Dictionary<string, object?> { ["consents[NamedPublicly]"] = "yes" }, form: "#choices form");

        var page = await _scene.SayAsync(_token, (ConsentPurpose.NamedPublicly, "no"));

        Assert.Equal(["Expert Canary"], (await _scene.PublicAsync()).All(".names li"));
        Assert.DoesNotContain("your name is shown to nobody", page.Text, StringComparison.Ordinal);
        Assert.Contains("through your yes for “Second day”", page.Text, StringComparison.Ordinal);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var gone = await phone.SubmitAsync(await phone.GetAsync(about), new Dictionary<string, object?> { ["consents[NamedPublicly]"] = "no" }, form: "#choices form");
        Assert.Contains("your name is shown to nobody", gone.Text, StringComparison.Ordinal);
        Assert.Empty((await _scene.PublicAsync()).All(".names li"));
    }

    [Fact]
    public async Task Nobody_elses_day_opens_with_the_link()
    {
        var (_, theirs, _) = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly);
        using var phone = host.NewBrowser();
        string own = (await phone.GetAsync("/i/" + _token)).Path;

        foreach (string path in (string[])[$"{own}/consents?day={theirs.Id}", $"{own}/receipt?day={theirs.Id}", $"{own}/receipt.jsonld?day={theirs.Id}", $"{own}/consents?day={Guid.NewGuid()}"])
        {
            var page = await phone.GetAsync(path);
            Assert.Equal(HttpStatusCode.Gone, page.Status);
            Assert.DoesNotContain("Heron", page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_a_day_that_was_called_off_the_choices_the_receipt_and_the_data_stay_within_reach_and_nothing_else()
    {
        await _scene.CallOffAsync();
        using var phone = host.NewBrowser();

        var page = await phone.GetAsync("/i/" + _token);
        string own = page.Path[..page.Path.LastIndexOf('/')];
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = await phone.SubmitAsync(page, new Dictionary<string, object?> { ["consents[NamedPublicly]"] = "no" }, form: "#choices form");

        Assert.EndsWith("/consents", page.Path, StringComparison.Ordinal);
        Assert.Contains("This day was called off", page.Text, StringComparison.Ordinal);
        Assert.Equal("yes", page.One("input[name='consents[NamedPublicly]'][checked]")!.GetAttribute("value"));
        Assert.Equal((HttpStatusCode.OK, "Your choices are saved. You can change them at any time with this link."), (done.Status, done.One(".notice.ok p")!.TextContent));
        await using (var db = host.OpenDb()) Assert.Equal(ConsentState.Withdrawn, (await db.ConsentEvents.AsNoTracking().OrderBy(c => c.At).LastAsync()).State);
        foreach (string kept in (string[])["/receipt", "/receipt.jsonld", "/receipt.sig", "/receipt.pdf", "/data", $"/consents?day={_there.Id}"])
            Assert.Equal((kept, HttpStatusCode.OK), (kept, (await phone.Http.GetAsync(own + kept)).StatusCode));
        foreach (string over in (string[])["/points", "/substitute", "/link", "/calendar.ics"])
            Assert.Equal((over, HttpStatusCode.Gone), (over, (await phone.Http.GetAsync(own + over)).StatusCode));
        Assert.Equal(["What you allow on “Second day”"], done.All("main p > a").Where(a => a.StartsWith("What you allow", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task From_another_day_the_choices_of_one_that_was_called_off_are_still_taken_back()
    {
        await _scene.CallOffAsync();
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + _tokenThere);
        string off = page.Document.QuerySelectorAll("main a").Single(a => a.TextContent == "What you allow on “First day”").GetAttribute("href")!;

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = await phone.SubmitAsync(await phone.GetAsync(off), new Dictionary<string, object?> { ["consents[NamedPublicly]"] = "no" }, form: "#choices form");

        Assert.Equal("First day", done.One("h1")!.TextContent);
        await using var db = host.OpenDb();
        var last = await db.ConsentEvents.AsNoTracking().OrderBy(c => c.At).LastAsync();
        Assert.Equal((_scene.Dialogue.Id, ConsentState.Withdrawn), (last.DialogueId, last.State));
    }

    [Fact]
    public async Task A_day_that_was_called_off_shows_nobody_as_public()
    {
        using var organiser = await _scene.Given.SignedInAsync();
        string now = $"/organise/series/{_scene.Series.Id}/public-now";
        Assert.Contains("Canary", (await organiser.GetAsync(now)).Html, StringComparison.Ordinal);
        await _scene.CallOffAsync();

        Assert.DoesNotContain("Canary", (await organiser.GetAsync(now)).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
    }
}
