using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

/// <summary>Who says no to letters after the day is not invited to the next; a later yes, or a later opt-out, counts instead.</summary>
public sealed class Letters_after_the_day(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        await _scene.SetAsync();
    }

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Theory]
    [InlineData(new[] { "no" }, false)]
    [InlineData(new[] { "yes" }, true)]
    [InlineData(new[] { "yes", "no" }, false)]
    [InlineData(new[] { "no", "yes" }, true)]
    [InlineData(new string[0], true)]
    public async Task Reach_only_those_whose_last_word_is_not_a_no(string[] answers, bool isInvited)
    {
        var (person, _, token) = await _scene.ExpertAsync("Canary");
        foreach (string answer in answers) _ = await _scene.SayAsync(token, (ConsentPurpose.ContactAfter, answer));
        var next = await _scene.Given.DialogueAsync(_scene.Series);
        var (invitation, _) = await _scene.Given.InvitationAsync(next, person);
        await _scene.Given.SaveAsync(Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.English, "Subject", "Words {link}"), host.Clock.GetUtcNow()));

        _ = await _post.DrainAsync();

        Assert.Equal(isInvited ? [person.Email] : [], _post.Sink.Mails.SelectMany(m => m.Recipients));
        await using var db = host.OpenDb();
        Assert.Equal(isInvited ? LetterState.Sent : LetterState.Dropped, (await db.Letters.SingleAsync()).State);
    }
}
