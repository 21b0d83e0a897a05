using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Taking_back_long_after_the_day(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        await _scene.SetAsync();
    }

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Fact]
    public async Task A_yes_can_be_taken_back_by_link_for_as_long_as_it_stands_and_its_receipt_be_read_a_month_more()
    {
        var (_, invitation, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        await LaterAsync(days: 400);
        Assert.Equal(["Expert Canary"], (await _scene.PublicAsync()).All(".names li"));
        using var phone = host.NewBrowser();

        var page = await phone.GetAsync("/i/" + token);
        Assert.Equal((HttpStatusCode.OK, $"/my/{invitation.Id}/consents"), (page.Status, page.Path));
        Assert.Null(page.One(".answer-buttons"));
        Assert.Equal(HttpStatusCode.Gone, (await phone.GetAsync($"/my/{invitation.Id}/link")).Status);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync($"/my/{invitation.Id}/data")).Status);
        var saved = await phone.SubmitAsync(page, new Dictionary<string, object?> { ["consents[NamedPublicly]"] = "no" }, form: "#choices form");

        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.DoesNotContain("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
        await LaterAsync(days: 29);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync($"/my/{invitation.Id}/receipt")).Status);
        await LaterAsync(days: 2);
        Assert.Equal(HttpStatusCode.Gone, (await phone.GetAsync("/i/" + token)).Status);
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.PersonalLinks.CountAsync());
    }

    [Fact]
    public async Task Whoever_allows_nothing_or_only_takes_the_rule_has_a_dead_link_a_month_after_the_day()
    {
        var (_, _, silent) = await _scene.ExpertAsync("Heron");
        var (_, _, agreeing) = await _scene.ExpertAsync("Egret", ConsentPurpose.AttendUnderRule);
        await LaterAsync(days: 92);
        using var phone = host.NewBrowser();

        foreach (string token in (string[])[silent, agreeing]) Assert.Equal(HttpStatusCode.Gone, (await phone.GetAsync("/i/" + token)).Status);

        await using var db = host.OpenDb();
        Assert.Equal(0, await db.PersonalLinks.CountAsync());
    }

    [Fact]
    public async Task A_new_link_is_sent_after_the_day_in_words_that_ask_nobody_to_come_also_to_whoever_wants_no_invitations()
    {
        var (person, invitation, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        _ = await _scene.SayAsync(token, (ConsentPurpose.ContactAfter, "no"));
        await LaterAsync(days: 120);
        using var organiser = await _scene.Given.SignedInAsync();

        var done = await organiser.SubmitAsync(await organiser.GetAsync($"/organise/invitations/{invitation.Id}"), form: "form[action*=Renew]");

        Assert.Equal(HttpStatusCode.OK, done.Status);
        await using var db = host.OpenDb();
        var letter = await db.Letters.AsNoTracking().SingleAsync();
        Assert.DoesNotContain("invit", letter.Subject + letter.Body, StringComparison.OrdinalIgnoreCase);
        _ = await _post.DrainAsync();
        Assert.Equal([person.Email], _post.Sink.Mails.SelectMany(m => m.Recipients));
        using var phone = host.NewBrowser();
        Assert.Equal(HttpStatusCode.Gone, (await phone.GetAsync("/i/" + token)).Status);
    }

    [Fact]
    public async Task No_link_is_sent_after_the_day_that_would_open_nothing()
    {
        var (_, invitation, _) = await _scene.ExpertAsync("Heron");
        await LaterAsync(days: 95);
        await using var db = host.OpenDb();

        Assert.True((await db.RenewLinkAsync(invitation.Id, _scene.Given.Now, CancellationToken.None)).Refused(out var refusal, out _));

        Assert.Equal("dialogue-over", refusal.Code);
    }

    /// <summary>So much later, after the night that cleans.</summary>
    private async Task LaterAsync(int days)
    {
        host.Clock.Advance(TimeSpan.FromDays(days));
        await _scene.PurgeAsync();
    }
}
