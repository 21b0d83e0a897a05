using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Reviewing;

/// <summary>A round of objections that nobody hears of asks nobody: one letter goes to everybody who was there, the same for all, and none once the round is over.</summary>
public sealed class Telling_of_a_draft_to_read(EventsHost host) : IAsyncLifetime
{
    private const string Over = "Not sent: the round of objections is over, or its draft was taken back.";

    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private Series _series = null!;
    private Dialogue _first = null!, _second = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _series = await _given.SeriesAsync("water");
        _first = await _given.DialogueAsync(_series);
        _second = await _given.DialogueAsync(_series);
    }

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Fact]
    public async Task Everybody_who_was_there_gets_one_letter_in_their_language_with_the_way_to_the_draft()
    {
        _ = await ThereAsync("awa", Language.French);
        _ = await ThereAsync("noor", Language.English);
        var summary = await ReleasedAsync(_first.Sessions[0].Id);

        Assert.Equal("The round is open. 2 letters tell those who were there.", await OpenAsync(summary));
        _ = await _post.DrainAsync();

        Assert.Equal(["awa@bassin.test", "noor@bassin.test"], Readers());
        var (french, english) = (LetterTo("awa"), LetterTo("noor"));
        Assert.Equal(("Eau et sécurité\u202f: un projet à lire avant sa publication", "Water and security: a draft to read before it is published"), (french.Subject, english.Subject));
        Assert.Contains("There is now a draft of the summary of “Opening”.", english.Text, StringComparison.Ordinal);
        Assert.Contains("«\u202fOuverture\u202f»", french.Text, StringComparison.Ordinal);
        string day = LetterValues.Day(DateOnly.FromDateTime(_first.Zone.Local(_given.Now.AddDays(3)).DateTime), Language.English);
        Assert.Contains($"until {day}, ", english.Text, StringComparison.Ordinal);
        using var browser = host.NewBrowser();
        string at = await browser.EnterAsync(english.Text.Split("/i/")[1].Split('\n')[0].Trim());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"{at}/drafts/{summary.Id}")).Status);
    }

    [Fact]
    public async Task Who_gets_one_and_what_it_says_depend_on_no_token_and_on_nothing_that_was_said()
    {
        var (silent, holder) = (await ThereAsync("awa", Language.English), await ThereAsync("lea", Language.English));
        await _given.SaveAsync(TokenIssue.For(holder));
        var theme = _first.Sessions[0].Themes[0];
        await host.SayAsync(_first.Sessions[0], (theme.Id, "view", "One record would help."), (theme.Id, "view", "Awa said so."));

        _ = await OpenAsync(await ReleasedAsync(_first.Sessions[0].Id));

        await using var db = host.OpenDb();
        var letters = await db.Letters.AsNoTracking().ToListAsync();
        Assert.Equal(new[] { silent.Id, holder.Id }.OrderBy(i => i.Value), letters.Select(l => l.InvitationId).OrderBy(i => i.Value));
        // But for the name in the greeting, the same letter.
        Assert.Single(letters.Select(l => (l.Subject, Body: l.Body.Replace(l.ToName, "NAME", StringComparison.Ordinal))).Distinct());
        Assert.DoesNotContain("record would help", letters[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_gets_one_who_was_not_there_or_must_not_be_written_to()
    {
        _ = await ThereAsync("there");
        _ = await _given.InvitationAsync(_first, await _given.PersonAsync("Ira", "Holm", "accepted@bassin.test"), i => Assert.Null(i.Answer(true, _first, _given.Now)));
        _ = await ThereAsync("elsewhere", day: _second);
        var restricted = await ThereAsync("restricted");
        var objected = await ThereAsync("objected");
        var withdrawn = await ThereAsync("withdrawn");
        var optedOut = await ThereAsync("opted-out");
        await using (var db = host.OpenDb())
        {
            (await db.People.SingleAsync(p => p.Id == restricted.PersonId)).Restrict(_given.Now);
            (await db.People.SingleAsync(p => p.Id == objected.PersonId)).Object(_given.Now);
            (await db.Invitations.SingleAsync(i => i.Id == withdrawn.Id)).Withdraw();
            // That is about being invited again; this concerns a day they were at.
            await db.OptOutAsync(optedOut.PersonId, _given.Now, CancellationToken.None);
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal("The round is open. 2 letters tell those who were there.", await OpenAsync(await ReleasedAsync(_first.Id)));
        _ = await _post.DrainAsync();

        Assert.Equal(["opted-out@bassin.test", "there@bassin.test"], Readers());
    }

    [Fact]
    public async Task Opening_twice_and_draining_again_send_one_and_the_next_round_sends_its_own()
    {
        _ = await ThereAsync("awa");
        var summary = await ReleasedAsync(_first.Id);
        using var organiser = await _given.SignedInAsync();
        var page = await organiser.GetAsync($"/report/summaries/{summary.Id}/objections");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => organiser.SubmitAsync(page, new { days = 3 })));
        _ = await _post.DrainAsync();
        _ = await _post.DrainAsync();

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        _ = Assert.Single(_post.Sink.Mails);
        await using (var db = host.OpenDb()) Assert.Equal(1, await db.Letters.CountAsync());

        host.Clock.Advance(TimeSpan.FromDays(3) + ObjectionRound.Gathering);
        using var again = await _given.SignedInAsync();
        _ = await again.SubmitAsync(await again.GetAsync($"/report/summaries/{summary.Id}/objections"));
        _ = await again.SubmitAsync(await again.GetAsync($"/report/summaries/{summary.Id}/objections"), new { days = 3 });
        _ = await _post.DrainAsync();
        Assert.Equal(2, _post.Sink.Mails.Count);
    }

    [Fact]
    public async Task Somebody_who_was_at_two_days_of_a_series_gets_one_letter_and_the_page_of_the_later_day()
    {
        var person = await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test");
        var later = await _given.DialogueAsync(_series, d => Assert.Null(d.Change(new DialogueDetails(
            new("Third day", "Troisième journée"), d.Day.AddDays(2), d.Begins, d.Ends, d.Venue, d.Zone, d.Rule, d.AnswerBy, [7, 2]))));
        _ = await ThereAsync("awa", day: _first, person: person);
        var last = await ThereAsync("awa", day: later, person: person);
        host.Clock.SetUtcNow(later.EndsAt.AddDays(1));

        Assert.Equal("The round is open. 1 letter tells the person who was there.", await OpenAsync(await ReleasedAsync(_series.Id)));

        await using var db = host.OpenDb();
        Assert.Equal((last.Id, LetterKind.DraftToRead), (await db.Letters.Select(l => new { l.InvitationId, l.Kind }).ToListAsync()) is [var one] ? (one.InvitationId, one.Kind) : default);
    }

    [Fact]
    public async Task A_letter_says_no_later_end_than_its_link_has_and_none_goes_where_the_page_is_closed()
    {
        _ = await ThereAsync("awa", Language.English);
        host.Clock.SetUtcNow(_first.EndsAt.AddDays(28));
        _ = await OpenAsync(await ReleasedAsync(_first.Id), days: 30);
        await using (var db = host.OpenDb())
            Assert.Contains($"until {LetterValues.Day(_first.Day.AddDays(30), Language.English)}, 17:30", (await db.Letters.SingleAsync()).Body, StringComparison.Ordinal);

        host.Clock.SetUtcNow(_first.EndsAt.AddDays(31));
        var late = await ReleasedAsync(_first.Sessions[0].Id);
        using var organiser = await _given.SignedInAsync();
        Assert.Null((await organiser.GetAsync($"/report/summaries/{late.Id}/objections")).One("form[action*=Open]"));
    }

    [Theory]
    [InlineData(28, true)]
    [InlineData(31, false)]
    public async Task Whoever_opens_a_round_is_told_until_when_the_draft_is_read(int daysAfter, bool isRead)
    {
        _ = await ThereAsync("awa");
        host.Clock.SetUtcNow(_first.EndsAt.AddDays(daysAfter));
        using var organiser = await _given.SignedInAsync();

        var page = await organiser.GetAsync($"/report/summaries/{(await ReleasedAsync(_first.Id)).Id}/objections");

        Assert.Equal(isRead, page.Text.Contains($"The pages of those who were there close on {_first.Day.AddDays(30).Day} ", StringComparison.Ordinal));
        Assert.Equal(!isRead, page.Text.Contains("Nobody can read the draft any more", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("over")]
    [InlineData("taken back")]
    public async Task Is_dropped_with_a_reason_when_the_round_ends_while_it_waits(string how)
    {
        _ = await ThereAsync("awa");
        var summary = await ReleasedAsync(_first.Id);
        _ = await OpenAsync(summary);

        await EndAsync(how);
        _ = await _post.DrainAsync();

        var letter = await _post.OnlyLetterAsync();
        Assert.Equal((LetterState.Dropped, Over, 0), (letter.State, letter.ServerReply, _post.Sink.Mails.Count));
        using var organiser = await _given.SignedInAsync(language: "fr");
        Assert.Contains("la consultation est terminée, ou son brouillon a été repris.", (await organiser.GetAsync($"/organise/letters/{letter.Id}?lang=fr")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("over")]
    [InlineData("taken back")]
    public async Task Is_dropped_between_the_reader_and_the_words_when_the_round_ends_just_then(string how)
    {
        _ = await ThereAsync("awa");
        _ = await OpenAsync(await ReleasedAsync(_first.Id));
        bool dataAsked = false;
        _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo ? SmtpReply.Usual.Doing(() => EndAsync(how)) : null);
        _post.Sink.Script(step => { dataAsked |= step.Command is SmtpCommand.Data; return null; });

        _ = await _post.DrainAsync();

        var letter = await _post.OnlyLetterAsync();
        Assert.Equal((LetterState.Dropped, Over, false, 0), (letter.State, letter.ServerReply, dataAsked, _post.Sink.Mails.Count));
    }

    [Fact]
    public async Task One_that_failed_is_not_sent_again_once_the_round_is_over()
    {
        _ = await ThereAsync("awa");
        _ = await OpenAsync(await ReleasedAsync(_first.Id));
        _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo ? SmtpReply.Say(550, "5.1.1 no such mailbox") : null);
        _ = await _post.DrainAsync();
        var letter = await _post.OnlyLetterAsync();
        Assert.Equal(LetterState.Failed, letter.State);

        await EndAsync("over");

        await using var db = host.OpenDb();
        Assert.Equal(ObjectionRefusals.AsksNobody, (await db.SendAgainAsync(letter.Id, _given.Now, CancellationToken.None)).Refusal);
    }

    private async Task<Invitation> ThereAsync(string name, Language language = Language.French, Dialogue? day = null, Person? person = null)
    {
        day ??= _first;
        person ??= await _given.PersonAsync("Awa", name, $"{name}@bassin.test", language: language);
        var (invitation, _) = await _given.InvitationAsync(day, person, i => Assert.Null(i.Answer(true, day, _given.Now) ?? i.CheckIn(day, day.BeginsAt)));
        return invitation;
    }

    private async Task<Summary> ReleasedAsync(SummaryScope scope)
    {
        if (_given.Now < _first.EndsAt) host.Clock.SetUtcNow(_first.EndsAt.AddDays(1));
        var summary = Summary.Request(scope, Language.English, _given.Now);
        summary.Assemble([new(null, PointKind.View, "One record for the basin would help.", Flagged: false)]);
        Assert.Null(summary.Submit(Guid.NewGuid(), _given.Now) ?? summary.Release(Guid.NewGuid(), Rule.ChathamHouse, _given.Now));
        await _given.SaveAsync(summary);
        return summary;
    }

    /// <returns>What the page says.</returns>
    private async Task<string> OpenAsync(Summary summary, int days = 3)
    {
        using var organiser = await _given.SignedInAsync();
        var page = await organiser.SubmitAsync(await organiser.GetAsync($"/report/summaries/{summary.Id}/objections"), new { days });
        return page.One(".notice")!.TextContent.Trim();
    }

    private async Task EndAsync(string how)
    {
        if (how == "over")
        {
            host.Clock.Advance(TimeSpan.FromDays(3));
            return;
        }

        await using var db = host.OpenDb();
        (await db.Summaries.SingleAsync()).Unpublish();
        _ = await db.SaveChangesAsync();
    }

    private string[] Readers() => [.. _post.Sink.Mails.SelectMany(m => m.Recipients).Order(StringComparer.Ordinal)];

    private (string Subject, string Text) LetterTo(string name)
    {
        var message = _post.Sink.Mails.Single(m => m.IsTo($"{name}@bassin.test")).Message;
        return (message.Subject ?? "", message.TextBody ?? "");
    }
}
