using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Calendars;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Answering;

/// <summary>What is closed stays closed, whatever letter was on its way, until somebody asks the person anew.</summary>
public sealed class Closing_ones_links(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_calendars_letter_that_leaves_afterwards_opens_nothing_until_the_organiser_sends_a_new_link(bool queuedBefore)
    {
        var (invitation, token) = await AcceptedAsync();
        using var phone = host.NewBrowser();
        string path = (await phone.GetAsync("/i/" + token)).Path + "/link";
        if (queuedBefore) Assert.Equal(1, await TellAsync());

        host.Clock.Advance(TimeSpan.FromSeconds(5));
        _ = await phone.SubmitAsync(await phone.GetAsync(path), form: "form[action*='handler=Close']:not([action*=CloseFeed])");
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        if (!queuedBefore) Assert.Equal(1, await TellAsync());
        _ = await _post.DrainAsync();

        Assert.Equal(HttpStatusCode.Gone, (await OpenLastAsync()).Status);
        _post.Sink.Clear();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await using (var db = host.OpenDb()) _ = Given.Value(await db.RenewLinkAsync(invitation.Id, host.Clock.GetUtcNow(), CancellationToken.None));
        _ = await _post.DrainAsync();
        Assert.Equal(HttpStatusCode.OK, (await OpenLastAsync()).Status);
    }

    [Fact]
    public async Task An_organiser_who_closes_them_closes_those_of_letters_that_wait_too_and_a_later_question_opens_the_page_again()
    {
        var (invitation, _) = await AcceptedAsync();
        Assert.Equal(1, await TellAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        using var staff = await _given.SignedInAsync();
        _ = await staff.SubmitAsync(await staff.GetAsync($"/organise/invitations/{invitation.Id}"), form: "form[action*='handler=Close']");
        _ = await _post.DrainAsync();
        Assert.Equal(HttpStatusCode.Gone, (await OpenLastAsync()).Status);

        _post.Sink.Clear();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await using (var db = host.OpenDb())
        {
            var person = await db.People.AsNoTracking().SingleAsync();
            _ = db.Add(Letter.Queue(await db.Invitations.SingleAsync(), person, LetterKind.News, new(Language.English, "News", "Hello\n\n{link}"), host.Clock.GetUtcNow()));
            _ = await db.SaveChangesAsync();
        }

        _ = await _post.DrainAsync();
        Assert.Equal(HttpStatusCode.OK, (await OpenLastAsync()).Status);
    }

    private async Task<(Invitation Invitation, string Token)> AcceptedAsync()
    {
        var dialogue = await _given.DialogueAsync();
        return await _given.InvitationAsync(dialogue, await _given.PersonAsync(language: Language.English), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
    }

    private Task<int> TellAsync() => new CalendarJob(_post.Database, _post.Options, host.Clock, NullLogger<CalendarJob>.Instance).TellAsync(CancellationToken.None);

    private async Task<Page> OpenLastAsync()
    {
        using var phone = host.NewBrowser();
        return await phone.GetAsync("/i/" + Assert.Single(_post.Sink.Mails).Text!.Split("/i/")[1][..43]);
    }
}
