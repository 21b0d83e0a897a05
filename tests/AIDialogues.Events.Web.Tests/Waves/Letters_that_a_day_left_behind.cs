using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>The day is over, or another: what waits, failed or came back says what is not so any more.</summary>
public sealed class Letters_that_a_day_left_behind(EventsHost host) : IAsyncLifetime
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

    /// <summary>The mail server was away for the weekend of the day.</summary>
    [Theory]
    [InlineData(LetterKind.Invitation, InvitationState.Invited, false)]
    [InlineData(LetterKind.Reminder, InvitationState.Invited, false)]
    [InlineData(LetterKind.News, InvitationState.Accepted, false)]
    [InlineData(LetterKind.Confirmation, InvitationState.Accepted, false)]
    [InlineData(LetterKind.DraftToRead, InvitationState.Accepted, true)]
    [InlineData(LetterKind.CalledOff, InvitationState.Accepted, true)]
    public async Task What_asks_to_come_leaves_until_the_day_ends_and_not_a_minute_later(LetterKind kind, InvitationState state, bool leaves)
    {
        await QueueAsync(kind, state, 2);
        host.Clock.SetUtcNow(_organiser.Dialogue.EndsAt.AddMinutes(-1));
        await NotBeforeAsync(first: true);
        Assert.Equal(1, (await _post.DrainAsync()).Sent);

        host.Clock.SetUtcNow(_organiser.Dialogue.EndsAt);
        await NotBeforeAsync(first: false);

        Assert.Equal(leaves ? 1 : 0, (await _post.DrainAsync()).Sent);
        await using var db = host.OpenDb();
        if (!leaves) Assert.Equal("Not sent: the day was over.", (await db.Letters.SingleAsync(l => l.State == LetterState.Dropped)).ServerReply);
    }

    [Fact]
    public async Task What_failed_does_not_go_again_once_the_day_is_over()
    {
        await QueueAsync(LetterKind.Invitation, InvitationState.Invited, 1);
        await FailAsync();
        host.Clock.SetUtcNow(_organiser.Dialogue.EndsAt);
        await using var db = host.OpenDb();

        Assert.Equal(InvitationRefusals.DialogueOver, (await db.SendAgainAsync((await db.Letters.SingleAsync()).Id, host.Clock.GetUtcNow(), CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task What_failed_with_the_old_date_does_not_go_again_and_a_new_link_brings_the_new_one()
    {
        var (awa, jonas) = (await _given.PersonAsync("Awa", "Diallo"), await _given.PersonAsync("Jonas", "Lindqvist"));
        _ = await _organiser.SendAsync(awa, jonas);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await FailAsync();
        _ = await MoveAsync();

        var wave = await _organiser.PressAsync(await _organiser.WaveAsync(), "Retry");
        await using (var db = host.OpenDb())
        {
            var letter = await db.Letters.FirstAsync();
            var (_, refusal) = await db.SendAgainAsync(letter.Id, host.Clock.GetUtcNow(), CancellationToken.None);
            Assert.Equal("letter-says-what-the-day-was", refusal?.Code);
            _ = Given.Value(await db.RenewLinkAsync(letter.InvitationId, host.Clock.GetUtcNow(), CancellationToken.None));
        }

        Assert.Equal(["The day has changed since these letters were written: they would say another date, time or place than it has now. Send each of these people a new link on the page of their invitation; that letter says what the day is."], wave.Errors);
        Assert.All(await _organiser.LettersAsync(), l => Assert.Equal(l.WaveId is null ? LetterState.Queued : LetterState.Failed, l.State));
    }

    [Fact]
    public async Task Of_what_failed_only_letters_with_the_old_date_stay_and_the_page_says_how_many()
    {
        var (awa, jonas) = (await _given.PersonAsync("Awa", "Diallo"), await _given.PersonAsync("Jonas", "Lindqvist"));
        _ = await _organiser.SendAsync(awa, jonas);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await FailAsync(awa);
        _ = await MoveAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await RewriteAsync();
        _ = await _organiser.PressAsync(await _organiser.WaveAsync(), "Resume");
        await FailAsync(jonas);

        var wave = await _organiser.PressAsync(await _organiser.WaveAsync(), "Retry");

        Assert.Contains("1 letter is in the queue again.", wave.Text, StringComparison.Ordinal);
        Assert.Equal([LetterState.Failed, LetterState.Queued], (await _organiser.LettersAsync()).Select(l => l.State));
    }

    [Fact]
    public async Task Words_of_ones_own_get_the_new_date_with_the_others_and_stay_ones_own()
    {
        var (awa, jonas) = (await _given.PersonAsync("Awa", "Diallo"), await _given.PersonAsync("Jonas", "Lindqvist"));
        await SendWithOwnWordsAsync("Chère Awa", "Rendez-vous le {day}, rien que pour vous\n\n{link}", awa, jonas);
        _ = await MoveAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var preview = await RewriteAsync();

        Assert.Equal("Use it for 2 letters", preview.All("button[formaction*=Use]").Single());
        var own = (await _organiser.LettersAsync())[0];
        string day = LetterValues.Day(_organiser.Dialogue.Day.AddDays(1), Language.French);
        Assert.Equal($"Rendez-vous le {day}, rien que pour vous\n\n{{link}}", own.Body);
        Assert.True(own.IsAsShown);
    }

    [Fact]
    public async Task Words_of_ones_own_that_name_no_date_are_left_alone()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        await SendWithOwnWordsAsync("Chère Awa", "Rien que pour vous\n\n{link}", awa);
        _ = await MoveAsync();

        Assert.Equal(["There is nobody left whom this wave could write to."], (await RewriteAsync(use: false)).Errors);
    }

    private async Task SendWithOwnWordsAsync(string subject, string body, Person who, params Person[] others)
    {
        var preview = await _organiser.PrepareAsync([who, .. others]);
        string own = $"{preview.Path[..preview.Path.IndexOf("/preview", StringComparison.Ordinal)]}/readers/{who.Id}";
        _ = await _organiser.SendAsync(await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync(own), new { Subject = subject, Body = body }, form: "form.form"));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task<Page> RewriteAsync(bool use = true)
    {
        var preview = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync($"/organise/waves/{(await _organiser.OnlyWaveAsync()).Id}/rewrite"));
        if (use) _ = await _organiser.Browser.SubmitAsync(preview, button: "button[formaction*=Use]");
        return preview;
    }

    private async Task<Page> MoveAsync() => await _organiser.Browser.SubmitAsync(
        await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/edit"),
        new Dictionary<string, object?> { ["Form.Day"] = _organiser.Dialogue.Day.AddDays(1).ToString("yyyy-MM-dd") }, form: "form#day");

    private async Task QueueAsync(LetterKind kind, InvitationState state, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var person = await _given.PersonAsync();
            var (invitation, _) = await _given.InvitationAsync(_organiser.Dialogue, person, i => Assert.Null(state == InvitationState.Accepted ? i.Answer(true, _organiser.Dialogue, _given.Now) : null));
            await _given.SaveAsync(Letter.Queue(invitation, person, kind, new(Language.French, "Votre journée", "Bonjour\n\n{link}"), _given.Now));
        }
    }

    /// <summary>One of the letters is due; the other waits for a server that is away.</summary>
    private async Task NotBeforeAsync(bool first)
    {
        await using var db = host.OpenDb();
        var last = (await db.Letters.Where(l => l.State == LetterState.Queued).OrderBy(l => l.Id).Select(l => l.Id).ToListAsync())[^1];
        _ = await db.Letters.Where(l => l.Id == last).ExecuteUpdateAsync(l => l.SetProperty(x => x.NotBefore, first ? host.Clock.GetUtcNow().AddMinutes(1) : host.Clock.GetUtcNow()));
    }

    private async Task FailAsync(params Person[] of)
    {
        await using var db = host.OpenDb();
        foreach (var letter in (await db.Letters.ToListAsync()).Where(l => of.Length == 0 || of.Any(p => p.Id == l.PersonId)))
        {
            letter.Claim(_given.Now);
            letter.Refused("550 no");
        }

        _ = await db.SaveChangesAsync();
    }
}
