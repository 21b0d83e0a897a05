using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>Nobody gets a letter that asks them to come and one that asks them not to.</summary>
public sealed class Contradicting_letters(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private Organiser _organiser = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _organiser = await Organiser.AtWorkAsync(host, _given);
    }

    public async ValueTask DisposeAsync()
    {
        _organiser.Dispose();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task A_cancellation_is_refused_while_an_invitation_waits_and_goes_once_it_left()
    {
        _ = await _organiser.SendAsync(await _given.PersonAsync("Awa", "Diallo"));
        var refused = await CallOffAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();
        var preview = await CallOffAsync();

        Assert.Equal(["A letter that says the opposite waits or has gone to: Awa Diallo. Nobody may get both."], refused.Errors);
        Assert.Equal("Send 1 letter (1 French)", preview.All("form.send .primary").Single());
        Assert.DoesNotContain("/i/", preview.One("article.letter")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_cancellation_no_invitation_and_no_reminder_leaves_any_more()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        _ = await _organiser.SendAsync(awa);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();
        _ = await _organiser.SendAsync(await CallOffAsync());
        await using (var db = host.OpenDb())
        {
            var invitation = await db.Invitations.SingleAsync();
            // As a job would that looked a moment before.
            _ = db.Add(Letter.Queue(invitation, awa, LetterKind.Reminder, new(Language.French, "Rappel", "{link}"), _given.Now));
            _ = await db.SaveChangesAsync();
        }

        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();

        Assert.Equal([(LetterKind.Invitation, LetterState.Sent), (LetterKind.Reminder, LetterState.Dropped), (LetterKind.CalledOff, LetterState.Sent)],
            (await _organiser.LettersAsync()).Select(l => (l.Kind, l.State)).OrderBy(l => l.Kind));
        Assert.Equal(2, _post.Sink.Mails.Count);
    }

    [Fact]
    public async Task A_failed_invitation_is_not_sent_again_after_the_day_was_called_off()
    {
        _ = await _organiser.SendAsync(await _given.PersonAsync("Awa", "Diallo"));
        await using (var db = host.OpenDb())
        {
            var letter = await db.Letters.SingleAsync();
            letter.Claim(_given.Now);
            letter.Refused("550 no");
            _ = await db.SaveChangesAsync();
        }

        _ = await _organiser.SendAsync(await CallOffAsync());
        var page = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync("/organise/letters?state=Failed"), form: "td.act form");

        Assert.Equal(["A letter that says the opposite waits or has gone to: Awa Diallo. Nobody may get both."], page.Errors);
    }

    [Fact]
    public async Task A_cancellation_overtakes_what_waits()
    {
        var first = await _given.PersonAsync("Awa", "Diallo");
        _ = await _organiser.SendAsync(first);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();
        _ = await _organiser.SendAsync(await CallOffAsync());
        using var other = await Organiser.AtWorkAsync(host, _given);
        _ = await other.SendAsync(await _given.PersonAsync("Hana", "Novotná"), await _given.PersonAsync("Jonas", "Lindqvist"));
        await using (var db = host.OpenDb()) _ = await db.Letters.Where(l => l.Kind == LetterKind.Invitation).ExecuteUpdateAsync(l => l.SetProperty(x => x.NotBefore, _given.Now.AddHours(-1)));
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _post.Sink.Clear();

        _ = await _post.DrainAsync();

        Assert.Equal(3, _post.Sink.Mails.Count);
        Assert.Equal(first.Email, _post.Sink.Mails[0].Recipients.Single());
    }

    private async Task<Page> CallOffAsync() => await _organiser.Browser.SubmitAsync(
        await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/waves"), form: "section form", button: "button[value=CalledOff]");
}
