using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>RFC 8058: the address in the letter's headers acts on a POST alone, without cookie or form.</summary>
public sealed class Not_being_invited_again(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Theory]
    [InlineData(LetterKind.Invitation, true)]
    [InlineData(LetterKind.Reminder, true)]
    [InlineData(LetterKind.News, false)]
    public async Task Is_offered_where_it_applies(LetterKind kind, bool offered)
    {
        _ = await _post.QueueAsync(kind: kind);
        Assert.Equal(1, (await _post.DrainAsync()).Sent);
        var headers = Assert.Single(_post.Sink.Mails).Message.Headers;
        Assert.Equal((offered, offered ? "List-Unsubscribe=One-Click" : null), (headers.Contains("List-Unsubscribe"), headers["List-Unsubscribe-Post"]));
        await using var db = host.OpenDb();
        Assert.Equal(offered ? 1 : 0, await db.OptOutLinks.CountAsync());
    }

    [Fact]
    public async Task Opening_the_address_changes_nothing_and_one_click_is_enough()
    {
        string path = await AddressAsync();
        using var scanner = host.NewBrowser();
        for (int i = 0; i < 3; i++) Assert.Equal("Invitations\u202f: Institut Méridien", (await scanner.GetAsync(path)).Title);
        await using var db = host.OpenDb();
        int before = await db.OptOuts.CountAsync();

        using var program = new HttpClient { BaseAddress = host.Address };
        using var body = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var answer = await program.PostAsync(path, body);
        using var again = await program.PostAsync(path, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));

        Assert.Equal((0, HttpStatusCode.OK, HttpStatusCode.OK, 1), (before, answer.StatusCode, again.StatusCode, await db.OptOuts.CountAsync()));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Keeps_later_invitations_and_reminders_away_and_is_taken_back_on_the_same_page()
    {
        string path = await AddressAsync();
        using var expert = host.NewBrowser();
        var noted = await expert.SubmitAsync(await expert.GetAsync(path));
        using var organiser = await Organiser.AtWorkAsync(host, _given);
        Person awa;
        await using (var db = host.OpenDb()) awa = await db.People.AsNoTracking().SingleAsync();
        var (restricted, objected) = (await _given.PersonAsync("Hana", "Novotná"), await _given.PersonAsync("Jonas", "Lindqvist"));
        await using (var db = host.OpenDb())
        {
            (await db.People.SingleAsync(p => p.Id == restricted.Id)).Restrict(_given.Now);
            (await db.People.SingleAsync(p => p.Id == objected.Id)).Object(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        var left = await organiser.PrepareAsync(awa, restricted, objected);
        await using (var db = host.OpenDb())
        {
            var invitation = await db.Invitations.SingleAsync();
            _ = db.Add(Letter.Queue(invitation, awa, LetterKind.Reminder, new(Language.French, "Rappel", "{link}"), _given.Now));
            _ = await db.SaveChangesAsync();
        }

        _ = await _post.DrainAsync();
        var back = await expert.SubmitAsync(noted);

        Assert.Contains("Vous ne serez plus invité(e) et ne recevrez plus de rappels.", noted.Text, StringComparison.Ordinal);
        Assert.Contains("3 of those chosen want no letter and get none:", left.Text, StringComparison.Ordinal);
        Assert.Equal(["Awa Diallo: asked not to be invited again", "Jonas Lindqvist: objected to the use of their data", "Hana Novotná: the use of their data is restricted"], left.All(".notice li"));
        Assert.Contains("There is nobody left to write to.", left.Text, StringComparison.Ordinal);
        _ = Assert.Single(_post.Sink.Mails);
        Assert.Contains("Ne plus m’inviter", back.Text, StringComparison.Ordinal);
        Assert.Equal("Send 1 letter (1 French)", (await organiser.PrepareAsync(awa)).All("form.send .primary").Single());
    }

    [Fact]
    public async Task Case_08_its_token_opens_no_invitation_and_a_personal_link_opts_nobody_out()
    {
        string path = await AddressAsync();
        string personal = Assert.Single(_post.Sink.Mails).Text!.Split("/i/")[1][..43];
        using var expert = host.NewBrowser();
        using var program = new HttpClient { BaseAddress = host.Address };

        var asInvitation = await expert.GetAsync("/i/" + path[3..]);
        using var asOptOut = await program.PostAsync("/u/" + personal, null);
        using var madeUp = await program.PostAsync("/u/" + new string('a', 43), null);

        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Gone, HttpStatusCode.Gone), (asInvitation.Status, asOptOut.StatusCode, madeUp.StatusCode));
        Assert.Equal(await asOptOut.Content.ReadAsStringAsync(), (await madeUp.Content.ReadAsStringAsync()).Replace(new string('a', 43), personal, StringComparison.Ordinal));
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.OptOuts.CountAsync());
    }

    private async Task<string> AddressAsync()
    {
        _ = await _post.QueueAsync();
        Assert.Equal(1, (await _post.DrainAsync()).Sent);
        return new Uri(_post.Sink.Mails[^1].Message.Headers["List-Unsubscribe"]!.Trim('<', '>')).AbsolutePath;
    }
}
