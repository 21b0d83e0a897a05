using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>Whatever was decided after a letter was queued counts: while it waits, and still after the mail server has accepted its reader.</summary>
public sealed class Looking_again_before_sending(EventsHost host) : IAsyncLifetime
{
    private const string ByWish = "Not sent: its reader asked not to be written to.";
    private const string ByAnswer = "Not sent: the invitation was answered or withdrawn meanwhile.";
    private const string ByDay = "Not sent: the day was called off.";

    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    /// <summary>What may happen meanwhile, to a letter of which kind, and why it then does not leave. Of an erased reader not even the reason is kept.</summary>
    public static TheoryData<string, LetterKind, string> Reasons => new()
    {
        { "restricted", LetterKind.Invitation, ByWish },
        { "restricted", LetterKind.News, ByWish },
        { "objected", LetterKind.Invitation, ByWish },
        { "objected", LetterKind.Reminder, ByWish },
        { "opted out", LetterKind.Invitation, ByWish },
        { "opted out", LetterKind.Reminder, ByWish },
        { "erased", LetterKind.Invitation, "" },
        { "withdrawn", LetterKind.Invitation, ByAnswer },
        { "accepted", LetterKind.Invitation, ByAnswer },
        { "accepted", LetterKind.Reminder, ByAnswer },
        { "declined", LetterKind.Invitation, ByAnswer },
        { "declined", LetterKind.News, ByAnswer },
        { "cancelled", LetterKind.Invitation, ByDay },
        { "called off by letter", LetterKind.Invitation, ByDay },
        { "called off by letter", LetterKind.Reminder, ByDay },
    };

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Fault_27_what_happens_after_RCPT_keeps_the_words_from_going_out(string what, LetterKind kind, string reason)
    {
        _ = await _post.QueueAsync(kind: kind);
        bool dataAsked = false;
        _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo ? SmtpReply.Usual.Doing(() => HappenAsync(what)) : null);
        _post.Sink.Script(step => { dataAsked |= step.Command is SmtpCommand.Data; return null; });

        _ = await _post.DrainAsync();

        Assert.Equal((false, 0), (dataAsked, _post.Sink.Mails.Count));
        Assert.Equal((LetterState.Dropped, reason), await FirstAsync());
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Fault_27_what_happens_while_it_waits_keeps_it_from_the_mail_server(string what, LetterKind kind, string reason)
    {
        _ = await _post.QueueAsync(kind: kind);
        bool asked = false;
        _post.Sink.Script(step => { asked |= step.Command is SmtpCommand.MailFrom; return null; });

        await HappenAsync(what);
        _ = await _post.DrainAsync();

        Assert.Equal((false, 0), (asked, _post.Sink.Mails.Count));
        Assert.Equal((LetterState.Dropped, reason), await FirstAsync());
    }

    [Theory]
    [InlineData("nothing", LetterKind.Invitation)]
    [InlineData("nothing", LetterKind.Reminder)]
    [InlineData("opted out", LetterKind.News)]
    [InlineData("restricted", LetterKind.Code)]
    [InlineData("objected", LetterKind.Code)]
    public async Task Goes_out_when_nothing_speaks_against_it(string what, LetterKind kind)
    {
        _ = await _post.QueueAsync(kind: kind);
        _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo ? SmtpReply.Usual.Doing(() => HappenAsync(what)) : null);
        Assert.Equal(1, (await _post.DrainAsync()).Sent);
        _ = Assert.Single(_post.Sink.Mails);
    }

    [Fact]
    public async Task A_link_sent_once_more_to_somebody_who_had_answered_before_goes_out()
    {
        _ = await _post.QueueAsync();
        _ = await _post.DrainAsync();
        await HappenAsync("accepted");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await using (var db = host.OpenDb()) _ = Given.Value(await db.RenewLinkAsync((await db.Invitations.SingleAsync()).Id, _given.Now, CancellationToken.None));
        Assert.Equal(1, (await _post.DrainAsync()).Sent);
    }

    [Fact]
    public async Task A_new_link_replaces_an_invitation_that_still_waits_so_that_one_door_is_open()
    {
        _ = await _post.QueueAsync();
        await using (var db = host.OpenDb()) _ = Given.Value(await db.RenewLinkAsync((await db.Invitations.SingleAsync()).Id, _given.Now, CancellationToken.None));

        Assert.Equal(1, (await _post.DrainAsync()).Sent);

        await using var after = host.OpenDb();
        Assert.Equal(1, await after.PersonalLinks.CountAsync(l => l.RevokedAt == null));
        Assert.Equal("Not sent: a letter with a new link replaced it.", (await after.Letters.SingleAsync(l => l.State == LetterState.Dropped)).ServerReply);
    }

    [Fact]
    public async Task Nobody_who_wants_no_letters_loses_their_link_to_a_letter_that_would_not_leave()
    {
        _ = await _post.QueueAsync();
        _ = await _post.DrainAsync();
        await HappenAsync("restricted");
        await using var db = host.OpenDb();
        var invitation = await db.Invitations.SingleAsync();
        Assert.True((await db.RenewLinkAsync(invitation.Id, _given.Now, CancellationToken.None)).Refused(out var refusal, out _));
        Assert.Equal((LetterRefusals.ReaderWantsNone, 1), (refusal, await db.PersonalLinks.CountAsync(l => l.RevokedAt == null)));
    }

    private Task HappenAsync(string what) => what switch
    {
        "restricted" => WithPersonAsync(p => p.Restrict(_given.Now)),
        "objected" => WithPersonAsync(p => p.Object(_given.Now)),
        "opted out" => WithAsync(async db => await db.OptOutAsync((await db.People.SingleAsync()).Id, _given.Now, CancellationToken.None)),
        "erased" => WithAsync(async db => await new PersonErasure(db, host.Keys, new AuditLog(db, host.Keys, host.Clock), host.Clock).EraseAsync((await db.People.SingleAsync()).Id.Value, "test", CancellationToken.None)),
        "withdrawn" => _post.WithdrawAllAsync(),
        "accepted" => AnswerAsync(AnswerKind.Accept),
        "declined" => AnswerAsync(AnswerKind.Decline),
        "cancelled" => WithAsync(async db => (await db.Dialogues.SingleAsync()).Cancel(_given.Now)),
        "called off by letter" => WithAsync(async db =>
        {
            var letter = Letter.Queue(await db.Invitations.SingleAsync(), await db.People.SingleAsync(), LetterKind.CalledOff, new(Language.French, "Annulée", "Annulée"), _given.Now);
            // Its own way is another test's: it waits while the one before is looked at.
            letter.Pause();
            _ = db.Add(letter);
        }),
        _ => Task.CompletedTask,
    };

    private Task WithPersonAsync(Action<Person> act) => WithAsync(async db => act(await db.People.SingleAsync()));

    private async Task AnswerAsync(AnswerKind answer)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        await WithAsync(async db => _ = Given.Value(await db.AnswerAsync((await db.Invitations.SingleAsync()).Id, new(answer), _given.Now, CancellationToken.None)));
    }

    private async Task WithAsync(Func<EventsDb, Task> act)
    {
        await using var db = host.OpenDb();
        await act(db);
        _ = await db.SaveChangesAsync();
    }

    /// <summary>The letter it is about, which is not the one that calls off.</summary>
    private async Task<(LetterState State, string Reply)> FirstAsync()
    {
        await using var db = host.OpenDb();
        var letter = await db.Letters.AsNoTracking().SingleAsync(l => l.Kind != LetterKind.CalledOff);
        return (letter.State, letter.ServerReply);
    }
}
