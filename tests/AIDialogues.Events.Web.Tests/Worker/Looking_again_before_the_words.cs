using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Calendars;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>What a reader said while their letter waited, or even while the mail server was already asked, counts.</summary>
public sealed class Looking_again_before_the_words(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    public static TheoryData<string> WhatMayHappen => ["restricts", "objects", "opts out", "accepts", "declines", "is withdrawn", "day called off"];

    [Theory]
    [MemberData(nameof(WhatMayHappen))]
    public async Task A_waiting_invitation_does_not_leave_when_its_reader(string meanwhile)
    {
        _ = await _post.QueueAsync();
        await HappenAsync(meanwhile);

        _ = await _post.DrainAsync();

        Assert.Equal((LetterState.Dropped, 0), ((await _post.OnlyLetterAsync()).State, _post.Sink.Mails.Count));
    }

    [Theory]
    [MemberData(nameof(WhatMayHappen))]
    public async Task An_invitation_the_server_was_asked_to_take_stops_before_its_words_when_its_reader(string meanwhile)
    {
        bool dataAsked = false;
        _ = await _post.QueueAsync();
        _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo ? SmtpReply.Usual.Doing(() => HappenAsync(meanwhile)) : null);
        _post.Sink.Script(step => { dataAsked |= step.Command is SmtpCommand.Data; return null; });

        _ = await _post.DrainAsync();

        Assert.Equal((LetterState.Dropped, false, 0), ((await _post.OnlyLetterAsync()).State, dataAsked, _post.Sink.Mails.Count));
    }

    [Fact]
    public async Task The_same_letter_leaves_when_nothing_happened()
    {
        _ = await _post.QueueAsync();
        Assert.Equal(1, (await _post.DrainAsync()).Sent);
    }

    [Theory]
    [InlineData("restricts")]
    [InlineData("objects")]
    public async Task What_is_owed_reaches_also_a_reader_who(string meanwhile)
    {
        foreach (var kind in Enum.GetValues<LetterKind>())
        {
            await host.ResetAsync();
            _ = await _post.QueueAsync(kind: kind);
            await StandingForAsync(kind);
            // The last look of the worker, and below what the database does with a letter that is written later.
            await HappenAsync(meanwhile);
            _post.Sink.Clear();
            _ = await _post.DrainAsync();
            Assert.Equal((kind, kind.IsOwed() ? 1 : 0), (kind, _post.Sink.Mails.Count));

            await QueueAnotherAsync(kind);
            await using var db = host.OpenDb();
            Assert.Equal((kind, kind.IsOwed() ? 1 : 0), (kind, await db.Letters.CountAsync(l => l.State == LetterState.Queued)));
        }
    }

    [Theory]
    [InlineData("restricts")]
    [InlineData("objects")]
    [InlineData("opts out")]
    public async Task A_day_called_off_is_told_also_to_somebody_who_may_come_and(string meanwhile)
    {
        var dialogue = await _given.DialogueAsync();
        var awa = await _given.PersonAsync();
        _ = await _given.InvitationAsync(dialogue, awa, i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        await HappenAsync(meanwhile);
        using var browser = await _given.SignedInAsync();

        var preview = await browser.SubmitAsync(await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/waves"), form: "section form", button: "button[value=CalledOff]");
        _ = await browser.SubmitAsync(preview, form: "form.send");
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();

        Assert.True(Assert.Single(_post.Sink.Mails).IsTo(awa.Email));
    }

    [Fact]
    public async Task The_calendar_file_is_sealed_with_its_reader_s_key_and_part_of_the_fingerprint()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(email: "awa@bassin.test"), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await new CalendarJob(_post.Database, _post.Options, host.Clock, NullLogger<CalendarJob>.Instance).TellAsync(CancellationToken.None);

        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var read = source.CreateCommand("SELECT calendar FROM events.outbox");
        string stored = (string)(await read.ExecuteScalarAsync())!;
        var letter = await _post.OnlyLetterAsync();
        Assert.StartsWith(Sealing.Mark, stored, StringComparison.Ordinal);
        Assert.StartsWith("BEGIN:VCALENDAR", letter.Calendar, StringComparison.Ordinal);
        Assert.Equal(Letter.SealOf(letter.ToName, letter.ToAddress, letter.Subject, letter.Body, letter.Calendar), letter.Seal);

        // Somebody exchanges the file behind the product's back: the letter does not leave.
        await using var change = source.CreateCommand("UPDATE events.outbox SET calendar = 'BEGIN:VCALENDAR of somebody else'");
        Assert.Equal(1, await change.ExecuteNonQueryAsync());
        _ = await _post.DrainAsync();
        Assert.Equal((LetterState.Dropped, 0), ((await _post.OnlyLetterAsync()).State, _post.Sink.Mails.Count));
    }

    [Fact]
    public async Task No_letter_names_its_reader_or_its_words_in_the_database()
    {
        _ = await _post.QueueAsync();
        await using (var db = host.OpenDb())
        {
            var person = await db.People.SingleAsync();
            _ = db.Add(Given.Value(TestLetter.To("organiser@meridien.test", person.Id, "Institut Méridien", new RenderedLetter(Language.French, "Votre journée", "Bonjour Awa"), _given.Now)));
            _ = await db.SaveChangesAsync();
        }

        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        foreach (string text in (string[])["Awa", "awa0@bassin.test", "organiser@meridien.test", "journée", "Bonjour"])
        {
            await using var count = source.CreateCommand(
                "SELECT (SELECT count(*) FROM events.outbox t WHERE position($1 in t::text) > 0) + (SELECT count(*) FROM events.test_letters t WHERE position($1 in t::text) > 0)");
            _ = count.Parameters.AddWithValue(text);
            Assert.Equal((text, 0L), (text, (long)(await count.ExecuteScalarAsync())!));
        }
    }

    private async Task HappenAsync(string what)
    {
        await using var db = host.OpenDb();
        var person = await db.People.SingleAsync();
        var invitation = await db.Invitations.SingleAsync();
        var dialogue = await db.Dialogues.Include(d => d.Sessions).SingleAsync();
        switch (what)
        {
            case "restricts": person.Restrict(_given.Now); break;
            case "objects": person.Object(_given.Now); break;
            case "opts out": await db.OptOutAsync(person.Id, _given.Now, CancellationToken.None); break;
            case "accepts": Assert.Null(invitation.Answer(accepts: true, dialogue, _given.Now)); break;
            case "declines": Assert.Null(invitation.Answer(accepts: false, dialogue, _given.Now)); break;
            case "is withdrawn": invitation.Withdraw(); break;
            case "day called off": dialogue.Cancel(_given.Now); break;
            default: throw new ArgumentOutOfRangeException(nameof(what), what, message: null);
        }

        _ = await db.SaveChangesAsync();
    }

    /// <summary>Puts the invitation into the state in which a letter of this kind is about something.</summary>
    private async Task StandingForAsync(LetterKind kind)
    {
        var state = kind switch
        {
            LetterKind.Offer => InvitationState.Offered,
            LetterKind.Confirmation or LetterKind.Change or LetterKind.News or LetterKind.CalledOff => InvitationState.Accepted,
            LetterKind.Cancellation => InvitationState.Declined,
            _ => InvitationState.Invited,
        };
        await using var db = host.OpenDb();
        _ = await db.Invitations.ExecuteUpdateAsync(i => i.SetProperty(x => x.State, state)
            .SetProperty(x => x.OfferedUntil, state == InvitationState.Offered ? _given.Now.AddDays(1) : null).SetProperty(x => x.AnsweredAt, state == InvitationState.Invited ? null : _given.Now));
    }

    private async Task QueueAnotherAsync(LetterKind kind)
    {
        await using var db = host.OpenDb();
        _ = db.Add(Letter.Queue(await db.Invitations.SingleAsync(), await db.People.SingleAsync(), kind, new RenderedLetter(Language.French, "Plus tard", "Bonjour"), _given.Now.AddDays(2)));
        _ = await db.SaveChangesAsync();
    }
}
