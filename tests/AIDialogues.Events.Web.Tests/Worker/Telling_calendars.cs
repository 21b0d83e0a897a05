using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Calendars;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

public sealed class Telling_calendars(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Fact]
    public async Task Fault_26_a_day_that_moves_twice_is_told_with_rising_numbers_and_once_each()
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));

        Assert.Equal((1, 0), (await TellAsync(), await TellAsync()));
        await MoveAsync(dialogue, new(10, 0));
        Assert.Equal((1, 0), (await TellAsync(), await TellAsync()));
        await MoveAsync(dialogue, new(11, 0));
        int[] both = await Task.WhenAll(TellAsync(), TellAsync());
        Assert.Equal(1, both.Sum());
        await using (var db = host.OpenDb()) _ = await db.AnswerAsync(invitation.Id, new(AnswerKind.Decline), _given.Now, CancellationToken.None);
        Assert.Equal((1, 0), (await TellAsync(), await TellAsync()));

        await using var look = host.OpenDb();
        // Sealed: put in order here.
        var files = (await look.Letters.AsNoTracking().OrderBy(l => l.CreatedAt).ToListAsync()).ConvertAll(l => l.Calendar!);
        string Of(string file, string name) => file.Split("\r\n").First(l => l.StartsWith(name, StringComparison.Ordinal));
        Assert.Equal(["SEQUENCE:0", "SEQUENCE:1", "SEQUENCE:2", "SEQUENCE:3"], files.Select(f => Of(f, "SEQUENCE:")).Order(StringComparer.Ordinal));
        Assert.Equal($"UID:{invitation.CalendarUid:D}", Assert.Single(files.Select(f => Of(f, "UID:")).Distinct()));
        Assert.Equal("METHOD:CANCEL", Of(files.Single(f => f.Contains("SEQUENCE:3", StringComparison.Ordinal)), "METHOD:"));
        Assert.All(files, f => Assert.DoesNotContain(token, f, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Looks_at_everybody_again_only_when_something_is_another()
    {
        var dialogue = await _given.DialogueAsync();
        var person = await _given.PersonAsync();
        _ = await _given.InvitationAsync(dialogue, person, i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        var job = new CalendarJob(_post.Database, _post.Options, host.Clock, NullLogger<CalendarJob>.Instance);
        Assert.Equal((1, 0), (await job.TellAsync(CancellationToken.None), await job.TellAsync(CancellationToken.None)));

        using (var quiet = new QueryCount())
        {
            Assert.Equal(0, await job.TellAsync(CancellationToken.None));
            Assert.DoesNotContain("email", Assert.Single(quiet.Texts), StringComparison.Ordinal);
        }

        await MoveAsync(dialogue, new(10, 0));
        Assert.Equal((1, 0), (await job.TellAsync(CancellationToken.None), await job.TellAsync(CancellationToken.None)));
        await using (var db = host.OpenDb())
        {
            Assert.Null((await db.People.SingleAsync(p => p.Id == person.Id)).CorrectAddress("other@bassin.test"));
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal((1, 0), (await job.TellAsync(CancellationToken.None), await job.TellAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task The_file_travels_beside_the_words_with_its_method_and_names_the_sender_as_organiser()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(email: "awa@bassin.test"), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await TellAsync();
        Assert.Equal(1, (await _post.DrainAsync()).Sent);

        string raw = Assert.Single(_post.Sink.Mails).Message.ToString()!;
        Assert.Contains("Content-Type: text/calendar", raw, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("method=REQUEST", raw, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Case_23_under_a_neutral_title_neither_subject_nor_place_is_in_the_file()
    {
        var dialogue = await _given.DialogueAsync();
        var places = Places.Of(dialogue.Id);
        Assert.Null(places.Change(new(null, null, null, NeutralTitle: true)));
        await _given.SaveAsync(places);
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await TellAsync();

        await using var db = host.OpenDb();
        string file = (await db.Letters.SingleAsync()).Calendar!;
        Assert.Contains("SUMMARY:Institut Méridien\r\n", file, StringComparison.Ordinal);
        foreach (string word in (string[])["sécurité", "security", "journée", "Genève"]) Assert.DoesNotContain(word, file, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Case_23_every_file_that_is_made_names_one_attendee_at_most_and_nobody_else()
    {
        var dialogue = await _given.DialogueAsync();
        var (awa, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test"), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Hana", "Novotná", "hana@bassin.test"), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        var (feed, secret) = PersonalLink.For(awa.Id, _given.Now, LinkPurpose.CalendarFeed);
        await _given.SaveAsync(feed);
        using var phone = host.NewBrowser();
        string mine = await phone.EnterAsync(token);
        var files = new List<(string Of, bool Invites, string File)> { ("download", false, await phone.Http.GetStringAsync(mine + "/calendar.ics")), ("feed", false, await phone.Http.GetStringAsync($"/calendar/{secret}.ics")) };
        Assert.Equal(2, await TellAsync());
        await MoveAsync(dialogue, new(16, 0));
        Assert.Equal(2, await TellAsync());
        await using (var db = host.OpenDb()) _ = await db.AnswerAsync(awa.Id, new(AnswerKind.Decline), _given.Now, CancellationToken.None);
        Assert.Equal(1, await TellAsync());
        await using (var db = host.OpenDb()) files.AddRange((await db.Letters.AsNoTracking().Where(l => l.InvitationId == awa.Id).ToListAsync()).Select(l => (l.Kind.ToString(), true, l.Calendar!)));

        Assert.Equal(["Cancellation", "Change", "Confirmation", "download", "feed"], files.Select(f => f.Of).Order(StringComparer.Ordinal));
        Assert.All(files, f =>
        {
            string unfolded = f.File.Replace("\r\n ", "", StringComparison.Ordinal);
            int days = unfolded.Split("BEGIN:VEVENT").Length - 1;
            string[] attendees = [.. unfolded.Split("\r\n").Where(l => l.StartsWith("ATTENDEE", StringComparison.Ordinal))];
            Assert.True((1, f.Invites ? 1 : 0, 1) == (days, attendees.Length, unfolded.Split("CLASS:PRIVATE").Length - 1), $"{f.Of}: {unfolded}");
            Assert.All(attendees, a => Assert.EndsWith("mailto:awa@bassin.test", a, StringComparison.Ordinal));
            foreach (string other in (string[])["hana", "Novotn"]) Assert.DoesNotContain(other, unfolded, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Fault_27_a_confirmation_that_waits_is_not_sent_once_the_person_declined()
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await TellAsync();
        await using (var db = host.OpenDb()) _ = await db.AnswerAsync(invitation.Id, new(AnswerKind.Decline), _given.Now, CancellationToken.None);

        Assert.Equal(0, (await _post.DrainAsync()).Sent);
        Assert.Equal(LetterState.Dropped, (await _post.OnlyLetterAsync()).State);
        Assert.Empty(_post.Sink.Mails);
    }

    [Fact]
    public async Task The_file_lies_sealed_with_its_person_s_key_and_goes_with_it()
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(email: "canary@bassin.test"), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await TellAsync();

        await using (var db = host.OpenDb())
        {
            string stored = await db.Database.SqlQuery<string>($"SELECT calendar AS \"Value\" FROM events.outbox").SingleAsync();
            Assert.StartsWith("aide1:", stored, StringComparison.Ordinal);
            Assert.Contains("canary@bassin.test", (await db.Letters.AsNoTracking().SingleAsync()).Calendar, StringComparison.Ordinal);
        }

        host.Keys.Destroy(invitation.PersonId.Value);
        await using var look = host.OpenDb();
        Assert.Equal("", (await look.Letters.AsNoTracking().SingleAsync()).Calendar);
    }

    [Fact]
    public async Task A_file_exchanged_behind_the_product_s_back_does_not_leave()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await TellAsync();
        await using (var db = host.OpenDb()) _ = await db.Database.ExecuteSqlAsync($"UPDATE events.outbox SET calendar = 'BEGIN:VCALENDAR'");

        _ = await _post.DrainAsync();

        Assert.Empty(_post.Sink.Mails);
        Assert.Equal((LetterState.Dropped, "Not sent: the letter is not the one that was shown and queued."), await _post.OnlyLetterAsync() is var letter ? (letter.State, letter.ServerReply) : default);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_day_leaves_the_calendar_of_who_is_expected_whatever_they_said_about_their_data(bool restricted)
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await TellAsync();
        _ = await _post.DrainAsync();
        await using (var db = host.OpenDb())
        {
            (await db.Dialogues.SingleAsync()).Cancel(_given.Now);
            if (restricted) (await db.People.SingleAsync()).Restrict(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal((1, 0), (await TellAsync(), await TellAsync()));
        Assert.Equal(1, (await _post.DrainAsync()).Sent);

        Assert.Equal(2, _post.Sink.Mails.Count);
        Assert.Contains("method=CANCEL", _post.Sink.Mails[1].Message.ToString()!, StringComparison.OrdinalIgnoreCase);
        await using var look = host.OpenDb();
        Assert.Equal(InvitationState.Accepted, (await look.Invitations.SingleAsync(i => i.Id == invitation.Id)).State);
    }

    [Theory]
    [InlineData("off", "does not take place. This is so for everybody.")]
    [InlineData("declined", "Thank you for letting us know that you do not come")]
    [InlineData("withdrawn", "We have withdrawn your invitation")]
    public async Task Says_why_a_day_leaves_the_calendar(string why, string words)
    {
        string[] all = ["does not take place", "letting us know", "have withdrawn"];
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(language: Language.English), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await TellAsync();
        _ = await _post.DrainAsync();
        await using (var db = host.OpenDb())
        {
            if (why == "off") (await db.Dialogues.SingleAsync()).Cancel(_given.Now);
            if (why == "withdrawn") _ = await db.Invitations.ExecuteUpdateAsync(i => i.SetProperty(x => x.State, InvitationState.Withdrawn));
            if (why == "declined") _ = await db.AnswerAsync(invitation.Id, new(AnswerKind.Decline), _given.Now, CancellationToken.None);
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal(1, await TellAsync());
        await using var look = host.OpenDb();
        string body = (await look.Letters.SingleAsync(l => l.Kind == LetterKind.Cancellation)).Body;
        Assert.Contains(words, body, StringComparison.Ordinal);
        Assert.Equal(1, all.Count(w => body.Contains(w, StringComparison.Ordinal)));
        Assert.DoesNotContain('{', body);
    }

    [Fact]
    public async Task A_day_that_is_over_stays_in_the_calendar()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await TellAsync();
        host.Clock.Advance(dialogue.EndsAt - _given.Now + TimeSpan.FromMinutes(1));
        Assert.Equal(0, await TellAsync());
    }

    private Task<int> TellAsync() => new CalendarJob(_post.Database, _post.Options, host.Clock, NullLogger<CalendarJob>.Instance).TellAsync(CancellationToken.None);

    private async Task MoveAsync(Dialogue dialogue, TimeOnly ends)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var db = host.OpenDb();
        var d = await db.Dialogues.Include(x => x.Sessions).SingleAsync(x => x.Id == dialogue.Id);
        Assert.Null(d.Change(new DialogueDetails(d.Title, d.Day, d.Begins, d.Ends.AddMinutes(ends.Hour), d.Venue, d.Zone, d.Rule, d.AnswerBy, [7, 2])));
        _ = await db.SaveChangesAsync();
    }
}
