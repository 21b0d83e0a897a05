using System.Text.RegularExpressions;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Letters;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

public sealed partial class Sending_letters(EventsHost host) : IAsyncLifetime
{
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Fact]
    public async Task Hands_each_over_once_with_a_link_that_only_the_letter_holds()
    {
        _ = await _post.QueueAsync(3);
        Assert.Equal(3, (await _post.DrainAsync()).Sent);
        Assert.Equal(DrainReport.Nothing, await _post.DrainAsync());

        var mails = _post.Sink.Mails;
        Assert.Equal(["awa0@bassin.test", "awa1@bassin.test", "awa2@bassin.test"], mails.SelectMany(m => m.Recipients).Order());
        Assert.Equal(1, _post.Sink.Connections);
        string[] tokens = [.. mails.Select(m => Token().Match(m.Text!).Groups["token"].Value)];
        Assert.Equal(3, tokens.Distinct().Count());
        await using var db = host.OpenDb();
        var hashes = await db.PersonalLinks.Select(l => l.TokenSha256).ToListAsync();
        Assert.Equal(tokens.Select(t => Convert.ToHexString(PersonalLink.HashOf(t))).Order(), hashes.Select(Convert.ToHexString).Order());
        Assert.Equal([LetterState.Sent, LetterState.Sent, LetterState.Sent], await _post.StatesAsync());
    }

    [Fact]
    public async Task Keeps_what_is_known_of_one_letter_when_the_next_cannot_be_read()
    {
        var letters = await _post.QueueAsync(2);
        await using (var db = host.OpenDb())
        {
            // Behind the application's back the second is of a kind that nobody knows.
            _ = await db.Database.ExecuteSqlAsync($"UPDATE events.outbox SET not_before = not_before - interval '1 minute' WHERE id = {letters[0].Id.Value}");
            _ = await db.Database.ExecuteSqlAsync($"UPDATE events.outbox SET kind = 'Riddle' WHERE id = {letters[1].Id.Value}");
        }

        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => _post.DrainAsync());

        Assert.Equal(["awa0@bassin.test"], Assert.Single(_post.Sink.Mails).Recipients);
        await using var after = host.OpenDb();
        Assert.Equal(["Sent", "Queued"], await after.Database.SqlQuery<string>($"SELECT state AS \"Value\" FROM events.outbox ORDER BY not_before").ToListAsync());
    }

    [Theory]
    [InlineData("body")]
    [InlineData("to_address")]
    [InlineData("seal")]
    public async Task Leaves_out_a_letter_whose_words_were_moved_or_changed_and_sends_the_others(string column)
    {
        var letters = await _post.QueueAsync(3);
        await using (var db = host.OpenDb())
        {
            // The first in the queue has sealed words of the second, which open in no place but their own.
            _ = await db.Database.ExecuteSqlAsync($"UPDATE events.outbox SET not_before = not_before - interval '1 minute' WHERE id = {letters[0].Id.Value}");
            _ = await db.Database.ExecuteSqlAsync($"""
                UPDATE events.outbox AS mine SET
                  body = CASE {column} WHEN 'body' THEN other.body ELSE mine.body END,
                  to_address = CASE {column} WHEN 'to_address' THEN other.to_address ELSE mine.to_address END,
                  seal = CASE {column} WHEN 'seal' THEN other.seal ELSE mine.seal END
                FROM events.outbox AS other WHERE other.id = {letters[1].Id.Value} AND mine.id = {letters[0].Id.Value}
                """);
        }

        Assert.Equal(2, (await _post.DrainAsync()).Sent);

        Assert.Equal(["awa1@bassin.test", "awa2@bassin.test"], _post.Sink.Mails.SelectMany(m => m.Recipients).Order());
        await using var after = host.OpenDb();
        Assert.Equal((LetterState.Dropped, "Not sent: the letter is not the one that was shown and queued."), await after.Letters.SingleAsync(l => l.Id == letters[0].Id) is var left ? (left.State, left.ServerReply) : default);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_letter_that_waits_goes_to_the_address_as_it_was_corrected_meanwhile(bool wasTried)
    {
        var letter = Assert.Single(await _post.QueueAsync());
        if (wasTried)
        {
            _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo ? SmtpReply.Say(451, "4.3.0 Not now") : null);
            Assert.Equal(1, (await _post.DrainAsync()).Deferred);
            _post.Sink.ClearScript();
            host.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        await CorrectAddressAsync("right@bassin.test");
        Assert.Equal(1, (await _post.DrainAsync()).Sent);

        var mail = Assert.Single(_post.Sink.Mails);
        Assert.Equal(["right@bassin.test", "right@bassin.test"], [Assert.Single(mail.Recipients), mail.Message.To.Mailboxes.Single().Address]);
        Assert.Equal(("right@bassin.test", LetterState.Sent, letter.Id), await _post.OnlyLetterAsync() is var sent ? (sent.ToAddress, sent.State, sent.Id) : default);
    }

    [Fact]
    public async Task A_letter_in_the_air_is_held_at_the_last_look_when_the_address_is_corrected_and_goes_to_the_right_one()
    {
        _ = await _post.QueueAsync();
        // In the middle of the conversation, after the recipient was named and before the words.
        _post.Sink.Script(step =>
        {
            if (step.Command is SmtpCommand.RcptTo && step.Recipient is "awa0@bassin.test") CorrectAddressAsync("right@bassin.test").GetAwaiter().GetResult();
            return null;
        });

        Assert.Equal((1, 1), await _post.DrainAsync() is var report ? (report.Sent, report.Deferred) : default);

        Assert.Equal(["right@bassin.test"], Assert.Single(_post.Sink.Mails).Recipients);
        Assert.Equal((LetterState.Sent, 1), await _post.OnlyLetterAsync() is var sent ? (sent.State, sent.Attempts) : default);
    }

    [Theory]
    [InlineData(LetterKind.Reminder)]
    [InlineData(LetterKind.Confirmation)]
    public async Task A_letter_that_nobody_would_want_any_more_is_not_sent_again_and_takes_no_link_away(LetterKind kind)
    {
        var letter = await FailedAsync(kind);
        await using var db = host.OpenDb();
        var invitation = await db.Invitations.SingleAsync();
        var (link, _) = PersonalLink.For(invitation.Id, host.Clock.GetUtcNow());
        _ = db.Add(link);
        // A reminder that was overtaken by a yes, and a confirmation of what was never accepted.
        if (kind is LetterKind.Reminder) Assert.Null(invitation.Answer(true, await db.Dialogues.SingleAsync(), host.Clock.GetUtcNow()));
        _ = await db.SaveChangesAsync();

        var (_, refusal) = await db.SendAgainAsync(letter.Id, host.Clock.GetUtcNow(), CancellationToken.None);

        Assert.Equal(LetterRefusals.Overtaken, refusal);
        await using var after = host.OpenDb();
        Assert.Equal((null, LetterState.Failed), ((await after.PersonalLinks.SingleAsync(l => l.Id == link.Id)).RevokedAt, (await after.Letters.SingleAsync()).State));
    }

    /// <summary>A mailbox that suppresses duplicates would keep the copy whose link is closed.</summary>
    [Fact]
    public async Task Sent_again_with_another_link_it_is_another_message_and_tried_again_by_itself_it_is_the_same()
    {
        _ = await _post.QueueAsync();
        _post.Sink.Script(step => step.Command is SmtpCommand.Body ? SmtpReply.Say(451, "4.3.0 Not now") : null);
        _ = await _post.DrainAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        _post.Sink.ClearScript();
        string first = await ComposedAsync();
        _ = await _post.DrainAsync();
        string sent = Assert.Single(_post.Sink.Mails).MessageId!;
        await using (var db = host.OpenDb())
        {
            _ = await db.Letters.ExecuteUpdateAsync(l => l.SetProperty(x => x.State, LetterState.Unknown));
            Assert.Null((await db.SendAgainAsync((await db.Letters.SingleAsync()).Id, host.Clock.GetUtcNow(), CancellationToken.None)).Refusal);
        }

        _ = await _post.DrainAsync();

        Assert.Equal(first, sent);
        Assert.NotEqual(sent, _post.Sink.Mails[^1].MessageId);

        async Task<string> ComposedAsync() => LetterMessage.Compose(
            new ClaimedLetter(await _post.OnlyLetterAsync(), "", null, "token", null), PostOffice.Site, _post.Options.From, host.Clock.GetUtcNow()).MessageId!;
    }

    [Fact]
    public async Task A_letter_without_a_link_goes_again_and_leaves_the_link_that_its_reader_has()
    {
        var letter = await FailedAsync(LetterKind.CalledOff);
        await using var db = host.OpenDb();
        var (link, _) = PersonalLink.For(letter.InvitationId, host.Clock.GetUtcNow());
        _ = db.Add(link);
        _ = await db.SaveChangesAsync();

        var (_, refusal) = await db.SendAgainAsync(letter.Id, host.Clock.GetUtcNow(), CancellationToken.None);

        Assert.Null(refusal);
        await using var after = host.OpenDb();
        Assert.Equal((null, LetterState.Queued), ((await after.PersonalLinks.SingleAsync(l => l.Id == link.Id)).RevokedAt, (await after.Letters.SingleAsync()).State));
    }

    [Fact]
    public async Task Every_letter_comes_from_who_invites_at_the_address_that_is_set()
    {
        var letter = Assert.Single(await _post.QueueAsync());
        await using (var db = host.OpenDb())
        {
            _ = await db.Database.ExecuteSqlAsync($"UPDATE events.series SET organisation = 'Fondation Été & Fils'");
            _ = db.Add(Given.Value(TestLetter.To("organiser@meridien.test", letter.PersonId, "Fondation Été & Fils", new(Language.French, "Votre journée", "Bonjour Awa"), host.Clock.GetUtcNow())));
            _ = await db.SaveChangesAsync();
        }

        _ = await _post.DrainAsync();

        Assert.Equal(2, _post.Sink.Mails.Count);
        Assert.All(_post.Sink.Mails, mail => Assert.Equal(("Fondation Été & Fils", "invitations@meridien.test"), mail.Message.From.Mailboxes.Single() is var from ? (from.Name, from.Address) : default));
    }

    [Theory]
    [InlineData(530, "5.7.0 Authentication required")]
    [InlineData(550, "5.7.1 This sender may not send here")]
    public async Task Fails_no_letter_because_the_mail_server_does_not_want_us(int code, string words)
    {
        _ = await _post.QueueAsync(2);
        _post.Sink.Script(step => step.Command is SmtpCommand.MailFrom ? SmtpReply.Say(code, words) : null);

        _ = await _post.DrainAsync();

        Assert.Equal([LetterState.Retry, LetterState.Retry], await _post.StatesAsync());
        Assert.Empty(_post.Sink.Mails);
        _post.Sink.ClearScript();
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(2, (await _post.DrainAsync()).Sent);
    }

    [Fact]
    public async Task Fault_02_asks_a_person_when_the_worker_died_between_the_servers_yes_and_our_mark()
    {
        _ = await _post.QueueAsync();
        var claimed = (await _post.Outbox.ClaimAsync(CancellationToken.None))!;
        await using (var connection = new MailConnection(_post.Options, "localhost", host.Clock))
        {
            await connection.OpenAsync(CancellationToken.None);
            var sent = await connection.SendAsync(LetterMessage.Compose(claimed, PostOffice.Site, _post.Options.From, host.Clock.GetUtcNow()), _post.Options.From, () => null);
            Assert.Equal(SendResult.Sent, sent.Result);
        }

        host.Clock.Advance(Letter.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await _post.Outbox.ReclaimAsync(CancellationToken.None));
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await _post.Outbox.ReclaimAsync(CancellationToken.None));

        Assert.Equal(DrainReport.Nothing, await _post.DrainAsync());
        _ = Assert.Single(_post.Sink.Mails);
        Assert.Equal(LetterState.Unknown, (await _post.OnlyLetterAsync()).State);
    }

    [Fact]
    public async Task Fault_05_refuses_the_mark_of_a_worker_that_woke_too_late()
    {
        _ = await _post.QueueAsync();
        var late = (await _post.Outbox.ClaimAsync(CancellationToken.None))!;
        host.Clock.Advance(Letter.Lease * 2);
        _ = await _post.Outbox.ReclaimAsync(CancellationToken.None);
        await using (var db = host.OpenDb())
        {
            Assert.Null((await db.Letters.SingleAsync()).SendAgain(host.Clock.GetUtcNow()));
            _ = await db.SaveChangesAsync();
        }

        var newer = (await _post.Outbox.ClaimAsync(CancellationToken.None))!;
        Assert.False(await _post.Outbox.SettleAsync(late, new(SendResult.Deferred, "late"), CancellationToken.None));
        Assert.True(await _post.Outbox.SettleAsync(newer, new(SendResult.Sent, "taken"), CancellationToken.None));
        Assert.Equal((LetterState.Sent, "taken"), ((await _post.OnlyLetterAsync()).State, (await _post.OnlyLetterAsync()).ServerReply));
    }

    [Fact]
    public async Task Fault_04_makes_no_duplicate_when_two_workers_drain_at_once()
    {
        _ = await _post.QueueAsync(200);
        Assert.Equal(200, await TakenByBothAsync(withLock: false));
        Assert.Equal(0, await TakenByBothAsync(withLock: true));

        var reports = await Task.WhenAll(_post.DrainAsync(), _post.DrainAsync());

        Assert.Equal(200, reports.Sum(r => r.Sent));
        Assert.All(reports, r => Assert.NotEqual(0, r.Sent));
        Assert.Equal(200, _post.Sink.Mails.Select(m => m.Recipients.Single()).Distinct().Count());
        Assert.Equal(200, _post.Sink.Mails.Count);
    }

    [Fact]
    public async Task Fault_06_comes_back_after_a_while_to_a_server_that_says_not_now()
    {
        int tries = 0;
        _ = await _post.QueueAsync();
        _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo && ++tries <= 3 ? SmtpReply.Say(451, "4.7.1 Greylisted, awa0@bassin.test") : null);
        foreach (int minutes in (int[])[1, 2, 4])
        {
            Assert.Equal(1, (await _post.DrainAsync()).Deferred);
            Assert.Equal("451 4.7.1 Greylisted, …", (await _post.OnlyLetterAsync()).ServerReply);
            host.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.Equal(DrainReport.Nothing, await _post.DrainAsync());
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, (await _post.DrainAsync()).Sent);
        _ = Assert.Single(_post.Sink.Mails);
        await using var db = host.OpenDb();
        Assert.Equal(1, await db.PersonalLinks.CountAsync(l => l.RevokedAt == null));
    }

    [Theory]
    [InlineData(SmtpCommand.Hello, LetterState.Queued)]
    [InlineData(SmtpCommand.MailFrom, LetterState.Retry)]
    [InlineData(SmtpCommand.RcptTo, LetterState.Retry)]
    [InlineData(SmtpCommand.Data, LetterState.Retry)]
    [InlineData(SmtpCommand.Body, LetterState.Unknown)]
    public async Task Fault_07_knows_by_the_place_of_the_break_whether_the_server_may_have_it(SmtpCommand place, LetterState state)
    {
        _ = await _post.QueueAsync();
        _post.Sink.Script(step => step.Command == place ? SmtpReply.Drop.AndKeep() : null);
        _ = await _post.DrainAsync();
        _post.Sink.ClearScript();
        Assert.Equal(state, (await _post.OnlyLetterAsync()).State);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9.9)]
    public async Task Fault_07_a_server_that_thinks_for_minutes_after_the_words_is_waited_for_and_gets_no_second_letter(double minutes)
    {
        _ = await _post.QueueAsync();
        _post.Sink.Script(step => step.Command is SmtpCommand.Body ? SmtpReply.Usual.Doing(() =>
        {
            host.Clock.Advance(TimeSpan.FromMinutes(minutes));
            return Task.CompletedTask;
        }) : null);

        _ = await _post.DrainAsync();
        _post.Sink.ClearScript();
        host.Clock.Advance(Letter.Lease * 2);
        _ = await _post.Outbox.ReclaimAsync(CancellationToken.None);
        _ = await _post.DrainAsync();

        Assert.Equal(LetterState.Sent, (await _post.OnlyLetterAsync()).State);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        _ = await _post.Sink.WaitForAsync(_ => true, patience.Token);
        _ = Assert.Single(_post.Sink.Mails);
    }

    [Fact]
    public async Task Fault_07_a_server_that_closes_with_421_now_here_now_there_gets_each_letter_once()
    {
        _ = await _post.QueueAsync(6);
        int heard = 0, breaks = 0;
        var places = new HashSet<SmtpCommand>();
        _post.Sink.Script(step =>
        {
            // After three commands, then after four, and so on to nine: a break at every place of a conversation, and fewer than a letter has attempts.
            if (breaks == 7 || ++heard < 3 + breaks) return null;
            (heard, breaks) = (0, breaks + 1);
            _ = places.Add(step.Command);
            return SmtpReply.Say(421, "4.3.2 Shutting down");
        });

        for (int round = 0; round < 40 && (await _post.StatesAsync()).Any(s => s is not LetterState.Sent); round++)
        {
            _ = await _post.DrainAsync();
            host.Clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.All(await _post.StatesAsync(), s => Assert.Equal(LetterState.Sent, s));
        Assert.Equal((6, 6), (_post.Sink.Mails.Count, _post.Sink.Mails.Select(m => m.Recipients.Single()).Distinct().Count()));
        Assert.Superset(new HashSet<SmtpCommand> { SmtpCommand.MailFrom, SmtpCommand.RcptTo, SmtpCommand.Data, SmtpCommand.Body }, places);
    }

    [Fact]
    public async Task Fault_08_fails_the_refused_sends_the_rest_and_shows_what_the_server_said()
    {
        _ = await _post.QueueAsync(6);
        _post.Sink.Script(step => step.Recipient is "awa1@bassin.test" or "awa2@bassin.test" or "awa4@bassin.test" ? SmtpReply.Say(550, "5.1.1 No such mailbox") : null);
        _post.Sink.Script(step => step.Command is SmtpCommand.Body && step.Mail!.IsTo("awa3@bassin.test") ? SmtpReply.Say(554, "5.6.0 Not this one") : null);
        _post.Sink.Script(step => step.Recipient is "awa5@bassin.test" ? SmtpReply.Say(552, "5.2.2 Mailbox full") : null);
        Assert.Equal((1, 5), await _post.DrainAsync() is var report ? (report.Sent, report.Refused) : default);
        Assert.Equal([LetterState.Sent, .. Enumerable.Repeat(LetterState.Failed, 5)], await _post.StatesAsync());
        Assert.Equal("awa0@bassin.test", Assert.Single(_post.Sink.Mails).Recipients.Single());

        using var organiser = await new Given(host).SignedInAsync();
        var failed = await organiser.GetAsync("/organise/letters?state=Failed");
        Assert.Equal(5, failed.All("tbody th a").Count);
        foreach (var (words, times) in (IEnumerable<(string, int)>)[("550 5.1.1 No such mailbox", 3), ("554 5.6.0 Not this one", 1), ("552 5.2.2 Mailbox full", 1)])
            Assert.Equal(times, failed.Text.Split(words).Length - 1);
    }

    [Fact]
    public async Task Fault_10_waits_without_using_up_attempts_while_no_server_answers()
    {
        _ = await _post.QueueAsync(2);
        int port;
        await using (var gone = await SmtpSink.StartAsync()) port = gone.Port;
        var report = await _post.DrainAsync(new MailOptions { Host = "127.0.0.1", Port = port, Security = MailKit.Security.SecureSocketOptions.None, From = _post.Options.From });
        Assert.Equal($"The mail server 127.0.0.1, port {port}, does not answer.", report.Problem);
        Assert.Equal([LetterState.Queued, LetterState.Queued], await _post.StatesAsync());
    }

    [Fact]
    public async Task Fault_27_drops_a_letter_whose_invitation_was_withdrawn()
    {
        _ = await _post.QueueAsync();
        await _post.WithdrawAllAsync();
        _ = await _post.DrainAsync();
        Assert.Equal((LetterState.Dropped, 0), ((await _post.OnlyLetterAsync()).State, _post.Sink.Mails.Count));
    }

    [Fact]
    public async Task Fault_27_looks_once_more_just_before_the_words_go_out()
    {
        bool dataAsked = false;
        _ = await _post.QueueAsync();
        _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo ? SmtpReply.Usual.Doing(_post.WithdrawAllAsync) : null);
        _post.Sink.Script(step => { dataAsked |= step.Command is SmtpCommand.Data; return null; });
        Assert.Equal(1, (await _post.DrainAsync()).Dropped);
        Assert.Equal((LetterState.Dropped, false, 0), ((await _post.OnlyLetterAsync()).State, dataAsked, _post.Sink.Mails.Count));
    }

    [Fact]
    public async Task Drops_a_reminder_of_what_was_answered_meanwhile()
    {
        _ = await _post.QueueAsync(kind: LetterKind.Reminder);
        await using (var db = host.OpenDb())
        {
            var dialogue = await db.Dialogues.SingleAsync();
            Assert.Null((await db.Invitations.SingleAsync()).Answer(accepts: true, dialogue, host.Clock.GetUtcNow()));
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal(DrainReport.Nothing, await _post.DrainAsync());
        Assert.Equal(LetterState.Dropped, (await _post.OnlyLetterAsync()).State);
    }

    /// <summary>How many letters two claims at the same moment have in common.</summary>
    private async Task<int> TakenByBothAsync(bool withLock)
    {
        await using var first = new NpgsqlConnection(host.Database.Worker);
        await using var second = new NpgsqlConnection(host.Database.Worker);
        var taken = new List<HashSet<Guid>>();
        foreach (var connection in (NpgsqlConnection[])[first, second])
        {
            await connection.OpenAsync();
            _ = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("SELECT id FROM events.outbox WHERE state = 'Queued' LIMIT 200" + (withLock ? " FOR UPDATE SKIP LOCKED" : ""), connection);
            await using var row = await command.ExecuteReaderAsync();
            var ids = new HashSet<Guid>();
            while (await row.ReadAsync()) _ = ids.Add(row.GetGuid(0));
            taken.Add(ids);
        }

        return taken[0].Intersect(taken[1]).Count();
    }

    [GeneratedRegex("http://localhost:5100/i/(?<token>[A-Za-z0-9_-]{43})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    private async Task CorrectAddressAsync(string address)
    {
        await using var db = host.OpenDb();
        Assert.Null((await db.People.SingleAsync()).CorrectAddress(address));
        _ = await db.SaveChangesAsync();
    }

    private async Task<Letter> FailedAsync(LetterKind kind)
    {
        _ = await _post.QueueAsync(kind: kind, body: kind.CarriesLink() ? "Bonjour\n\n{link}" : "Bonjour");
        await using var db = host.OpenDb();
        var letter = await db.Letters.SingleAsync();
        letter.Claim(host.Clock.GetUtcNow());
        letter.Refused("550 5.1.1 No such user");
        _ = await db.SaveChangesAsync();
        return letter;
    }
}
