using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Letters;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

public sealed class Keeping_to_the_servers_pace(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Theory]
    [InlineData(450, "4.7.1 Too many messages, slow down")]
    [InlineData(451, "4.7.0 Rate limit exceeded")]
    [InlineData(421, "4.7.28 Our system has detected an unusual rate of mail")]
    [InlineData(451, "4.7.500 Server busy. Please try again later")]
    public async Task Fault_09_learns_the_limit_of_a_provider_and_finishes_the_wave_while_a_cancellation_overtakes(int code, string words)
    {
        var provider = new Provider(host, 30, code, words);
        _post.Sink.Script(provider.Answer);
        _ = await _post.QueueAsync(100);
        Assert.Equal(30, (await _post.DrainAsync()).Sent);
        Assert.Equal(1, provider.Refused);
        _ = await QueueUrgentAsync();

        int steps = 0;
        for (; steps < 240 && await UnsentAsync() > 0; steps++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(5));
            _ = await _post.DrainAsync();
        }

        Assert.Equal(101, _post.Sink.Mails.Select(m => m.Recipients.Single()).Distinct().Count());
        Assert.Equal(101, _post.Sink.Mails.Count);
        // The first to leave after the rest.
        Assert.Equal("urgent@bassin.test", _post.Sink.Mails[30].Recipients.Single());
        // It learnt: having been told once, it hardly needs to be told again, and no letter paid for it with an attempt.
        Assert.InRange(provider.Refused, 1, 3);
        Assert.InRange(steps * 5 / 60.0, 2.5, 6);
        await using var db = host.OpenDb();
        Assert.All(await db.Letters.Select(l => l.Attempts).ToListAsync(), attempts => Assert.Equal(1, attempts));
        Assert.InRange((await db.MailLines.SingleAsync()).LearntPerMinute ?? 0, 20, 29);
    }

    [Fact]
    public async Task Keeps_to_the_pace_that_is_set_with_two_workers_together()
    {
        var options = Options(perMinute: 60);
        _ = await _post.QueueAsync(40);
        int most = 0;
        for (int step = 0; step < 12; step++)
        {
            int before = _post.Sink.Mails.Count;
            _ = await Task.WhenAll(_post.DrainAsync(options), _post.DrainAsync(options));
            most = Math.Max(most, _post.Sink.Mails.Count - before);
            host.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        // One a second; the time before the first step is the only burst that is allowed, and it is none.
        Assert.InRange(_post.Sink.Mails.Count, 50 - 15, 40);
        Assert.InRange(most, 4, 10);
    }

    [Theory]
    [InlineData(451, "4.7.1 Greylisted, come back in a minute")]
    [InlineData(450, "4.7.1 <awa1@flood-limit.test>: Recipient address rejected: policy")]
    [InlineData(450, "4.7.25 Client host rejected: cannot find your hostname")]
    public async Task A_refusal_for_now_of_one_reader_slows_nobody_else(int code, string words)
    {
        _ = await _post.QueueAsync(5);
        _post.Sink.Script(step => step.Recipient is "awa1@bassin.test" ? SmtpReply.Say(code, words) : null);
        Assert.Equal((4, 1), await _post.DrainAsync() is var report ? (report.Sent, report.Deferred) : default);
        await using var db = host.OpenDb();
        Assert.Null((await db.MailLines.SingleOrDefaultAsync())?.LearntPerMinute);
    }

    [Fact]
    public async Task A_letter_that_is_told_too_many_for_days_fails_in_the_end_instead_of_trying_for_ever()
    {
        _ = await _post.QueueAsync();
        _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo ? SmtpReply.Say(450, "4.7.1 Too many messages, slow down") : null);
        for (int hour = 0; hour < 24; hour++)
        {
            _ = await _post.DrainAsync();
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal((LetterState.Retry, 0), await _post.OnlyLetterAsync() is var patient ? (patient.State, patient.Attempts) : default);
        for (int again = 0; again < Letter.MostAttempts; again++)
        {
            _ = await _post.DrainAsync();
            host.Clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal((LetterState.Failed, Letter.MostAttempts), await _post.OnlyLetterAsync() is var ended ? (ended.State, ended.Attempts) : default);
    }

    [Fact]
    public async Task Fault_10_keeps_the_backlog_through_two_hours_and_raises_the_alarm_at_ten_minutes()
    {
        _ = await _post.QueueAsync(3);
        _post.Sink.Script(step => step.Command is SmtpCommand.Connect ? SmtpReply.Drop : null);
        using var browser = await _given.SignedInAsync();
        var quiet = await browser.GetAsync("/organise/letters");
        for (int minute = 0; minute < 120; minute += 5)
        {
            Assert.NotNull((await _post.DrainAsync()).Problem);
            host.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        var alarmed = await browser.GetAsync("/organise/letters");
        _post.Sink.ClearScript();
        Assert.Equal(3, (await _post.DrainAsync()).Sent);
        var well = await browser.GetAsync("/organise/letters");

        Assert.DoesNotContain("Nothing leaves just now", quiet.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing leaves just now; the letters wait.", alarmed.Text, StringComparison.Ordinal);
        Assert.Contains("does not answer.", alarmed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing leaves just now", well.Text, StringComparison.Ordinal);
        Assert.All((await _post.StatesAsync()), s => Assert.Equal(LetterState.Sent, s));
    }

    [Fact]
    public async Task Fault_10_the_health_page_raises_the_alarm_after_ten_minutes_but_not_for_what_is_paused_on_purpose()
    {
        _ = await _post.QueueAsync(3);
        await using (var db = host.OpenDb()) _ = await db.Letters.OrderBy(l => l.Id).Take(1).ExecuteUpdateAsync(l => l.SetProperty(x => x.State, LetterState.Paused));
        var fresh = await HealthAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        var late = await HealthAsync();
        _ = await _post.DrainAsync();
        var well = await HealthAsync();

        Assert.Equal((200, null), fresh);
        Assert.Equal((503, "Letters wait: 2, the oldest since 2027-03-01 09:00 UTC."), late);
        Assert.Equal((200, null), well);
        Assert.Equal(1, (await _post.StatesAsync()).Count(s => s == LetterState.Paused));
    }

    private async Task<(int? Status, string? Alert)> HealthAsync()
    {
        using var mail = new MailState(_post.Options, PostOffice.Site, host.Clock);
        var answer = Assert.IsType<JsonHttpResult<HealthReport>>(await Health.AnswerAsync(_post.Database, mail, host.Clock, CancellationToken.None));
        return (answer.StatusCode, answer.Value!.Alert);
    }

    private async Task<int> UnsentAsync()
    {
        await using var db = host.OpenDb();
        return await db.Letters.CountAsync(l => l.State != LetterState.Sent);
    }

    private async Task<Letter> QueueUrgentAsync()
    {
        var dialogue = await _given.DialogueAsync(await _given.SeriesAsync("called-off"));
        var person = await _given.PersonAsync("Urgent", "Person", "urgent@bassin.test");
        var invitation = Invitation.Of(person, dialogue, _given.Now);
        var letter = Letter.Queue(invitation, person, LetterKind.CalledOff, new(Language.French, "Annulation", "N’aura pas lieu"), _given.Now);
        await _given.SaveAsync(invitation, letter);
        return letter;
    }

    private MailOptions Options(int perMinute) => new()
    {
        Host = "127.0.0.1", Port = _post.Sink.Port, Security = MailKit.Security.SecureSocketOptions.None, From = _post.Options.From, PerMinute = perMinute,
    };

    /// <summary>A provider that takes so many in each minute of its clock.</summary>
    private sealed class Provider(EventsHost host, int perMinute, int code, string words)
    {
        private readonly Queue<DateTimeOffset> _taken = new();

        public int Refused { get; private set; }

        public SmtpReply? Answer(SmtpStep step)
        {
            if (step.Command is not SmtpCommand.RcptTo) return null;
            var now = host.Clock.GetUtcNow();
            while (_taken.TryPeek(out var first) && now - first >= TimeSpan.FromMinutes(1)) _ = _taken.Dequeue();
            if (_taken.Count >= perMinute)
            {
                Refused++;
                return SmtpReply.Say(code, words);
            }

            _taken.Enqueue(now);
            return null;
        }
    }
}
