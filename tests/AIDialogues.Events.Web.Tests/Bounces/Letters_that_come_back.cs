using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Imap;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Bounces;
using AIDialogues.Events.Worker.Letters;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Bounces;

/// <summary>From the envelope over a real SMTP server, back over a real IMAP server, to a badge and something to do.</summary>
public sealed class Letters_that_come_back(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private readonly ImapSink _imap = ImapSink.Start("bounce", "secret");
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public async ValueTask DisposeAsync()
    {
        await _imap.DisposeAsync();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task Name_their_letter_by_an_envelope_that_tells_nobody_else_anything()
    {
        _ = await _post.QueueAsync(2);
        string[] envelopes = await EnvelopesAsync();

        Assert.Equal(2, envelopes.Distinct().Count());
        Assert.All(envelopes, e => Assert.Matches("^bounce\\+[0-9a-f]{32}@meridien\\.test$", e));
        await using var db = host.OpenDb();
        var letters = await db.Letters.AsNoTracking().ToListAsync();
        Assert.All(letters, l => Assert.DoesNotContain(envelopes, e => e.Contains($"{l.Id.Value:n}", StringComparison.Ordinal) || e.Contains($"{l.PersonId.Value:n}", StringComparison.Ordinal)));
        Assert.All(_post.Sink.Mails, m => Assert.Equal("invitations@meridien.test", Assert.Single(m.Message.From.Mailboxes).Address));
    }

    [Fact]
    public async Task For_good_get_a_badge_and_a_task_to_find_a_new_address()
    {
        _ = await _post.QueueAsync();
        _imap.Put(Reports.Delivery((await EnvelopesAsync())[0]));

        Assert.Equal(1, await ReadAsync());

        Assert.Equal((LetterState.Bounced, "5.1.1"), await _post.OnlyLetterAsync() is var letter ? (letter.State, letter.ServerReply) : default);
        using var browser = await _given.SignedInAsync();
        var page = await browser.GetAsync("/organise/letters");
        Assert.Contains("1 person needs a new address: a letter to them came back.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Came back", page.All("tbody .badge"));
        Assert.Equal("Find a new address", page.All("td.act a").Single());
        // It is written down, so it need not lie about with the letter in it.
        Assert.Empty(_imap.Messages);
    }

    [Fact]
    public async Task Stand_in_one_dated_stream_with_the_attempts_the_answers_and_the_edits_of_their_reader()
    {
        var letter = Assert.Single(await _post.QueueAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo ? SmtpReply.Say(451, "4.3.0 Not now") : null);
        _ = await _post.DrainAsync();
        _post.Sink.ClearScript();
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        string envelope = (await EnvelopesAsync())[0];
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        _imap.Put(Reports.Delivery(envelope));
        _ = await ReadAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await using (var db = host.OpenDb())
            _ = await db.AnswerAsync(letter.InvitationId, new AnswerGiven(AnswerKind.Accept, Source: AnswerSource.Telephone), host.Clock.GetUtcNow(), CancellationToken.None);
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync($"/organise/people/{letter.PersonId}/timeline");

        // Newest first; the letter stands at the hour at which the server took it.
        Assert.Equal(
            ["Accepted (an organiser, Telephone)", "Invitation: The address takes no letters", "Invitation Came back", "Invitation: Will be tried again", "Invited"],
            page.All("ul.stream > li > div > p:first-of-type"));
    }

    /// <summary>The worker was killed after the server had said yes: nothing is noted yet, and the report is there.</summary>
    [Fact]
    public async Task While_nobody_has_noted_that_they_left_wait_in_the_mailbox_until_somebody_has()
    {
        _ = await _post.QueueAsync();
        var claimed = (await _post.Outbox.ClaimAsync(CancellationToken.None))!;
        _imap.Put(Reports.Delivery($"bounce+{claimed.Letter.ReturnId:n}@meridien.test"));

        Assert.Equal(0, await ReadAsync());
        Assert.DoesNotContain("\\Seen", Assert.Single(_imap.Messages).Flags);
        host.Clock.Advance(Letter.Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _post.Outbox.ReclaimAsync(CancellationToken.None));

        Assert.Equal(1, await ReadAsync());
        Assert.Equal(LetterState.Bounced, (await _post.OnlyLetterAsync()).State);
        Assert.Empty(_imap.Messages);
    }

    [Theory]
    [InlineData("4.4.1", "delayed")]
    [InlineData("5.2.2", "failed")]
    [InlineData("5.7.1", "failed")]
    public async Task For_now_are_noted_and_change_nothing(string status, string action)
    {
        _ = await _post.QueueAsync();
        _imap.Put(Reports.Delivery((await EnvelopesAsync())[0], status, action));

        Assert.Equal(1, await ReadAsync());

        Assert.Equal(LetterState.Sent, (await _post.OnlyLetterAsync()).State);
        await using var db = host.OpenDb();
        Assert.Equal((BounceKind.Soft, status), await db.Bounces.SingleAsync() is var bounce ? (bounce.Kind, bounce.Status) : default);
    }

    [Fact]
    public async Task Case_24_an_absence_note_is_ignored_and_no_word_of_any_report_is_kept()
    {
        const string Canary = "canary-of-what-was-said";
        _ = await _post.QueueAsync(2);
        string[] envelopes = await EnvelopesAsync();
        _imap.Put(Reports.OutOfOffice(envelopes[0], Canary));
        _imap.Put(Reports.Delivery(envelopes[1], canary: Canary));
        _imap.Put(Reports.OutOfOffice("bounce@meridien.test", Canary));

        Assert.Equal(1, await ReadAsync());

        Assert.Equal([LetterState.Bounced, LetterState.Sent], (await _post.StatesAsync()).Order().Reverse());
        // The search finds what is there: the bounce. What stands with the letter is sealed, so it is read.
        Assert.Equal(1, await FoundAsync("5.1.1"));
        await using var db = host.OpenDb();
        Assert.Equal(["5.1.1"], (await db.Letters.AsNoTracking().ToListAsync()).Where(l => l.State == LetterState.Bounced).Select(l => l.ServerReply));
        Assert.Equal(0, await FoundAsync(Canary));
        Assert.Equal(0, await FoundAsync("relay.test"));
        // People's own notes stay in the mailbox, seen.
        Assert.Equal(2, _imap.Messages.Count(m => m.Flags.Contains("\\Seen")));
        Assert.Equal(0, await ReadAsync());
    }

    [Fact]
    public async Task Case_25_a_report_that_comes_three_times_is_one_row()
    {
        _ = await _post.QueueAsync(2);
        string[] envelopes = await EnvelopesAsync();
        for (int i = 0; i < 3; i++) _imap.Put(Reports.Delivery(envelopes[0]));
        _ = await ReadAsync();
        _imap.Put(Reports.Delivery(envelopes[0]));
        _ = await ReadAsync();

        await using var db = host.OpenDb();
        Assert.Equal(1, await db.Bounces.CountAsync());
        Assert.Equal((1, 1), await _post.StatesAsync() is var states ? (states.Count(s => s == LetterState.Bounced), states.Count(s => s == LetterState.Sent)) : default);
    }

    [Fact]
    public async Task Fault_29_reports_in_any_order_and_forged_ones_end_the_same()
    {
        _ = await _post.QueueAsync(4);
        string[] envelopes = await EnvelopesAsync();
        _imap.Put(Reports.Delivery(envelopes[0], "4.4.1", "delayed"));
        _imap.Put(Reports.Delivery(envelopes[0]));
        _imap.Put(Reports.Delivery(envelopes[1]));
        _imap.Put(Reports.Delivery(envelopes[1], "4.4.1", "delayed"));
        // Forged: a random number, no number, a number within other words, and a report that is none.
        _imap.Put(Reports.Delivery($"bounce+{Guid.NewGuid():n}@meridien.test"));
        _imap.Put(Reports.Delivery("bounce@meridien.test"));
        _imap.Put(Reports.Delivery(envelopes[2].Replace("bounce+", "bounce+x", StringComparison.Ordinal)));
        _imap.Put(Reports.Delivery(envelopes[3], "2.0.0", "delivered"));
        _imap.Put("no message at all"u8.ToArray());

        _ = await ReadAsync();

        await using var db = host.OpenDb();
        Assert.Equal([BounceKind.Hard, BounceKind.Hard], await db.Bounces.Select(b => b.Kind).ToListAsync());
        var states = await _post.StatesAsync();
        Assert.Equal((2, 2), (states.Count(s => s == LetterState.Bounced), states.Count(s => s == LetterState.Sent)));
        Assert.Equal((0, 0), (await db.OptOuts.CountAsync(), await db.Invitations.CountAsync(i => i.State != InvitationState.Invited)));
    }

    [Fact]
    public async Task A_report_about_a_letter_that_never_left_is_made_up()
    {
        var letter = Assert.Single(await _post.QueueAsync());
        _imap.Put(Reports.Delivery($"bounce+{letter.ReturnId:n}@meridien.test"));
        Assert.Equal(0, await ReadAsync());
        Assert.Equal(LetterState.Queued, (await _post.OnlyLetterAsync()).State);
    }

    [Fact]
    public async Task To_a_corrected_address_goes_again_with_the_old_link_dead_and_the_late_report_ignored()
    {
        _ = await _post.QueueAsync();
        string envelope = (await EnvelopesAsync())[0];
        string oldLink = Assert.Single(_post.Sink.Mails).Text!.Split("http://localhost:5100")[1].Split('\n')[0].Trim();
        _imap.Put(Reports.Delivery(envelope));
        _ = await ReadAsync();
        using var browser = await _given.SignedInAsync();
        var letter = await _post.OnlyLetterAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/letters/{letter.Id}"), new { Address = "awa.diallo@fleuve.test" });
        string[] again = await EnvelopesAsync();
        _imap.Put(Reports.Delivery(envelope));
        _ = await ReadAsync();

        Assert.Contains("The letter to Awa Diallo is in the queue again.", page.Text, StringComparison.Ordinal);
        Assert.Equal(["awa0@bassin.test", "awa.diallo@fleuve.test"], _post.Sink.Mails.Select(m => m.Recipients.Single()));
        Assert.NotEqual(envelope, again[^1]);
        string newLink = _post.Sink.Mails[1].Text!.Split("http://localhost:5100")[1].Split('\n')[0].Trim();
        using var expert = host.NewBrowser();
        Assert.Equal(System.Net.HttpStatusCode.Gone, (await expert.GetAsync(oldLink)).Status);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await expert.GetAsync(newLink)).Status);
        Assert.Equal((LetterState.Sent, "awa.diallo@fleuve.test"), await _post.OnlyLetterAsync() is var sent ? (sent.State, sent.ToAddress) : default);
        await using var db = host.OpenDb();
        Assert.Equal("awa.diallo@fleuve.test", (await db.People.SingleAsync()).Email);
    }

    [Fact]
    public async Task A_mailbox_that_cannot_be_opened_stops_nothing()
    {
        var options = new ImapOptions { Host = "127.0.0.1", Port = _imap.Port, Security = SecureSocketOptions.None, User = "bounce", Password = "wrong" };
        Assert.Equal(0, await new BounceMailbox(options, new BounceLedger(_post.Database, host.Clock), NullLogger<BounceMailbox>.Instance).ReadAsync(CancellationToken.None));
    }

    /// <summary>Sends what waits; the envelopes' senders so far.</summary>
    private async Task<string[]> EnvelopesAsync()
    {
        _ = await _post.DrainAsync(new MailOptions
        {
            Host = "127.0.0.1", Port = _post.Sink.Port, Security = SecureSocketOptions.None, From = _post.Options.From, Bounces = new MailboxAddress("", "bounce@meridien.test"),
        });
        return [.. _post.Sink.Mails.Select(m => m.From)];
    }

    private Task<int> ReadAsync()
    {
        var options = new ImapOptions { Host = "127.0.0.1", Port = _imap.Port, Security = SecureSocketOptions.None, User = "bounce", Password = "secret" };
        return new BounceMailbox(options, new BounceLedger(_post.Database, host.Clock), NullLogger<BounceMailbox>.Instance).ReadAsync(CancellationToken.None);
    }

    /// <summary>In how many rows of any table of ours a text stands.</summary>
    private async Task<long> FoundAsync(string text)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        var tables = new List<string>();
        await using (var list = source.CreateCommand("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'events'"))
        await using (var row = await list.ExecuteReaderAsync())
            while (await row.ReadAsync()) tables.Add(row.GetString(0));
        long found = 0;
        foreach (string table in tables)
        {
            await using var count = source.CreateCommand($"SELECT count(*) FROM {table} t WHERE position($1 in t::text) > 0");
            _ = count.Parameters.AddWithValue(text);
            found += (long)(await count.ExecuteScalarAsync())!;
        }

        return found;
    }
}
