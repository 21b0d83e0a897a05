using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.Reminders;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

public sealed class Reminding(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Fact]
    public async Task Writes_one_letter_to_who_has_not_answered_and_none_to_who_has()
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(email: "silent@bassin.test"));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(email: "yes@bassin.test"), i => i.Answer(accepts: true, dialogue, _given.Now));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(email: "no@bassin.test"), i => i.Answer(accepts: false, dialogue, _given.Now));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(email: "withdrawn@bassin.test"), i => i.Withdraw());
        // 8 April, nine in Paris.
        host.Clock.SetUtcNow(At(2027, 4, 8, 6, 59));
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));
        host.Clock.SetUtcNow(At(2027, 4, 8, 7, 0));
        Assert.Equal(1, await Job().RemindAsync(CancellationToken.None));
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));

        var letter = await _post.OnlyLetterAsync();
        Assert.Equal(("silent@bassin.test", LetterKind.Reminder, LetterState.Queued), (letter.ToAddress, letter.Kind, letter.State));
        Assert.Equal(1, (await _post.DrainAsync()).Sent);
        Assert.Contains("http://localhost:5100/i/", Assert.Single(_post.Sink.Mails).Text!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LetterState.Queued, 0)]
    [InlineData(LetterState.Retry, 0)]
    [InlineData(LetterState.Paused, 0)]
    [InlineData(LetterState.Failed, 0)]
    [InlineData(LetterState.Bounced, 0)]
    [InlineData(LetterState.Unknown, 1)]
    [InlineData(LetterState.Sent, 1)]
    public async Task Nobody_is_reminded_of_an_invitation_that_has_not_reached_them(LetterState state, int reminded)
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15));
        var person = await _given.PersonAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, person);
        await _given.SaveAsync(Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Votre journée", "Bonjour\n\n{link}"), _given.Now));
        await using (var db = host.OpenDb()) _ = await db.Letters.ExecuteUpdateAsync(l => l.SetProperty(x => x.State, state));
        host.Clock.SetUtcNow(At(2027, 4, 8, 8, 0));

        Assert.Equal(reminded, await Job().RemindAsync(CancellationToken.None));

        if (reminded == 1) return;
        // A letter that leaves an hour late is not followed at once by its own reminder, which is missed.
        await using (var db = host.OpenDb()) _ = await db.Letters.ExecuteUpdateAsync(l => l.SetProperty(x => x.State, LetterState.Sent).SetProperty(x => x.SentAt, At(2027, 4, 8, 8, 0)));
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));
        await using (var db = host.OpenDb()) Assert.Equal(ReminderState.Scheduled, (await db.Reminders.SingleAsync(r => r.DaysBefore == 7)).State);
        host.Clock.SetUtcNow(At(2027, 4, 8, 19, 1));
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));
        await using (var db = host.OpenDb()) Assert.Equal(ReminderState.Missed, (await db.Reminders.SingleAsync(r => r.DaysBefore == 7)).State);
    }

    [Fact]
    public async Task Uses_the_organisers_own_words_where_there_are_some()
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15));
        await _given.SaveAsync(Given.Value(LetterTemplate.New(dialogue.Id, LetterKind.Reminder, Language.French, "Encore une fois", "Bonjour {given_name}, {link}")));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        host.Clock.SetUtcNow(At(2027, 4, 8, 8, 0));
        Assert.Equal(1, await Job().RemindAsync(CancellationToken.None));
        Assert.Equal(("Encore une fois", "Bonjour Awa, {link}"), await _post.OnlyLetterAsync() is var letter ? (letter.Subject, letter.Body) : default);
    }

    [Fact]
    public async Task Makes_one_letter_when_two_workers_remind_at_once()
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15));
        for (int i = 0; i < 20; i++) _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        host.Clock.SetUtcNow(At(2027, 4, 8, 8, 0));
        int[] written = await Task.WhenAll(Job().RemindAsync(CancellationToken.None), Job().RemindAsync(CancellationToken.None));
        Assert.Equal(20, written.Sum());
        await using var db = host.OpenDb();
        Assert.Equal((20, 20), (await db.Letters.CountAsync(), await db.Reminders.CountAsync(r => r.State == ReminderState.Sent)));
    }

    [Fact]
    public async Task Marks_as_missed_what_is_found_half_a_day_late()
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        host.Clock.SetUtcNow(At(2027, 4, 8, 19, 1));
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));
        await using var db = host.OpenDb();
        Assert.Equal((ReminderState.Missed, 0), ((await db.Reminders.SingleAsync(r => r.DaysBefore == 7)).State, await db.Letters.CountAsync()));
    }

    [Fact]
    public async Task Nobody_is_reminded_of_a_day_that_is_over()
    {
        var day = new DateOnly(2027, 4, 15);
        var dialogue = await _given.DialogueAsync(with: d => Assert.Null(d.Change(new DialogueDetails(d.Title, day, d.Begins, d.Ends, d.Venue, d.Zone, d.Rule, day, [0]))));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        host.Clock.SetUtcNow(At(2027, 4, 15, 6, 59));
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));
        // Nine in the morning is nine hours ago, and the last session is over.
        host.Clock.SetUtcNow(dialogue.EndsAt);
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));
        await using var db = host.OpenDb();
        Assert.Equal((ReminderState.Missed, 0), ((await db.Reminders.SingleAsync()).State, await db.Letters.CountAsync()));
    }

    [Theory]
    // The clocks go forward on 28 March 2027 and back on 31 October 2027 in Paris; nine in the morning is nine in the morning.
    [InlineData("2027-03-29", 1, "2027-03-28T07:00Z")]
    [InlineData("2027-03-28", 1, "2027-03-27T08:00Z")]
    [InlineData("2027-11-01", 1, "2027-10-31T08:00Z")]
    [InlineData("2027-10-31", 1, "2027-10-30T07:00Z")]
    public async Task Fault_20_comes_once_and_at_nine_when_the_clocks_change(string answerBy, int daysBefore, string expected)
    {
        var dialogue = await DialogueAsync(DateOnly.Parse(answerBy, System.Globalization.CultureInfo.InvariantCulture), [daysBefore]);
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        var due = DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);
        var sent = new List<DateTimeOffset>();
        for (var now = due.AddHours(-3); now <= due.AddHours(4); now = now.AddMinutes(15))
        {
            host.Clock.SetUtcNow(now);
            if (await Job().RemindAsync(CancellationToken.None) > 0) sent.Add(now);
        }

        Assert.Equal([due], sent);
    }

    [Fact]
    public async Task Is_planned_ahead_and_moves_with_the_date_without_reminding_twice()
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));
        Assert.Equal([(7, At(2027, 4, 8, 7, 0), ReminderState.Scheduled), (2, At(2027, 4, 13, 7, 0), ReminderState.Scheduled)], await PlannedAsync());

        await using (var db = host.OpenDb())
        {
            var d = await db.Dialogues.SingleAsync(x => x.Id == dialogue.Id);
            Assert.Null(d.Change(new DialogueDetails(d.Title, d.Day.AddDays(7), d.Begins, d.Ends, d.Venue, d.Zone, d.Rule, new DateOnly(2027, 4, 22), [7, 2])));
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));
        Assert.Equal([(7, At(2027, 4, 15, 7, 0), ReminderState.Scheduled), (2, At(2027, 4, 20, 7, 0), ReminderState.Scheduled)], await PlannedAsync());
    }

    [Fact]
    public async Task Comes_at_nine_where_the_person_lives()
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15), [7]);
        var person = await _given.PersonAsync();
        _ = await _given.InvitationAsync(dialogue, person);
        await using (var db = host.OpenDb())
        {
            Assert.Null((await db.People.SingleAsync(p => p.Id == person.Id)).LiveIn("America/New_York"));
            _ = await db.SaveChangesAsync();
        }

        _ = await Job().RemindAsync(CancellationToken.None);

        Assert.Equal([(7, At(2027, 4, 8, 13, 0), ReminderState.Scheduled)], await PlannedAsync());
    }

    [Fact]
    public async Task Never_goes_to_who_was_invited_after_its_hour_nor_to_whom_an_organiser_wants_none()
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15), [7]);
        var (stopped, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        await using (var db = host.OpenDb()) await db.AllowRemindersAsync(stopped.Id, wanted: false, _given.Now, CancellationToken.None);
        host.Clock.SetUtcNow(At(2027, 4, 8, 7, 0));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());

        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));
        Assert.Equal([(7, At(2027, 4, 8, 7, 0), ReminderState.Suppressed)], await PlannedAsync());
    }

    [Fact]
    public async Task By_hand_goes_twice_at_most_and_four_days_apart()
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15), []);
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        var told = new List<string>();
        foreach (int days in (int[])[3, 1, 3, 1, 5])
        {
            host.Clock.Advance(TimeSpan.FromDays(days));
            await using var db = host.OpenDb();
            told.Add((await db.RemindNowAsync(invitation.Id, host.Clock.GetUtcNow(), CancellationToken.None))?.Code ?? "sent");
        }

        Assert.Equal(["reminder-too-soon", "sent", "reminder-too-soon", "sent", "reminder-enough"], told);
    }

    [Fact]
    public async Task Is_not_noted_as_sent_to_whom_no_letter_would_leave()
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15), [7]);
        var off = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15), [7]);
        var (optedOut, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        _ = await _given.InvitationAsync(off, await _given.PersonAsync());
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));
        await using (var db = host.OpenDb())
        {
            await db.OptOutAsync(optedOut.PersonId, _given.Now, CancellationToken.None);
            (await db.Dialogues.SingleAsync(d => d.Id == off.Id)).Cancel(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        host.Clock.SetUtcNow(At(2027, 4, 8, 7, 0));
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));

        await using var after = host.OpenDb();
        Assert.Equal([ReminderState.Suppressed, ReminderState.Suppressed], await after.Reminders.Select(r => r.State).ToListAsync());
        Assert.Equal(0, await after.Letters.CountAsync());
    }

    [Fact]
    public async Task Of_somebody_erased_merged_or_unreadable_keeps_nobody_elses_waiting()
    {
        var dialogue = await DialogueAsync(answerBy: new DateOnly(2027, 4, 15), [7]);
        var (erased, _) = await _given.InvitationAsync(dialogue, await EarlyAsync("erased"));
        var (kept, _) = await _given.InvitationAsync(dialogue, await EarlyAsync("kept"), i => Assert.Null(i.Answer(accepts: true, dialogue, _given.Now)));
        var (merged, _) = await _given.InvitationAsync(dialogue, await EarlyAsync("merged"));
        var (unreadable, _) = await _given.InvitationAsync(dialogue, await EarlyAsync("unreadable"));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(email: "waits@bassin.test"));
        Assert.Equal(0, await Job().RemindAsync(CancellationToken.None));

        await using (var db = host.OpenDb())
        {
            await new PersonErasure(db, host.Keys, new AuditLog(db, host.Keys, host.Clock), host.Clock).EraseAsync(erased.PersonId.Value, "test", CancellationToken.None);
            var one = await db.People.SingleAsync(p => p.Id == kept.PersonId);
            _ = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.PersonId, merged.PersonId, one.Details, "Noor", CancellationToken.None));
            // Both are settled with what was done, and nothing is left that could come due.
            Assert.Equal([ReminderState.Suppressed], await db.Reminders.Where(r => r.InvitationId == erased.Id).Select(r => r.State).ToListAsync());
            Assert.Equal(0, await db.Reminders.CountAsync(r => r.InvitationId == merged.Id));
            // As an earlier version left them; and a third that nobody can read.
            _ = await db.Reminders.Where(r => r.InvitationId == erased.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.State, ReminderState.Scheduled));
            await _given.SaveAsync(Reminder.Planned(merged, new DueReminder(7, new DateOnly(2027, 4, 15), At(2027, 4, 8, 0, 0))));
            _ = await db.Database.ExecuteSqlAsync($"UPDATE events.people SET language = 'Klingon' WHERE id = {unreadable.PersonId.Value}");
        }

        host.Clock.SetUtcNow(At(2027, 4, 8, 7, 0));
        Assert.Equal(1, await Job().RemindAsync(CancellationToken.None));

        Assert.Equal("waits@bassin.test", (await _post.OnlyLetterAsync()).ToAddress);
        await using var after = host.OpenDb();
        var states = await after.Reminders.ToDictionaryAsync(r => r.InvitationId, r => r.State);
        Assert.Equal((ReminderState.Suppressed, ReminderState.Suppressed, ReminderState.Scheduled), (states[erased.Id], states[merged.Id], states[unreadable.Id]));
    }

    /// <summary>Where the morning comes first, so that a reminder is first in the line.</summary>
    private async Task<Person> EarlyAsync(string name)
    {
        var person = Given.Value(Person.New(new PersonDetails("Awa", name, $"{name}@bassin.test", "Bassin", StakeholderGroup.Institutions, "ML", Language.French), _given.Now));
        Assert.Null(person.LiveIn("Asia/Tokyo"));
        await _given.SaveAsync(person);
        return person;
    }

    private async Task<List<(int, DateTimeOffset, ReminderState)>> PlannedAsync()
    {
        await using var db = host.OpenDb();
        return [.. (await db.Reminders.OrderByDescending(r => r.DaysBefore).ToListAsync()).Select(r => (r.DaysBefore, r.DueAt, r.State))];
    }

    private RemindJob Job() => new(_post.Database, host.Clock, NullLogger<RemindJob>.Instance);

    private static DateTimeOffset At(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);

    private Task<Dialogue> DialogueAsync(DateOnly answerBy, int[]? daysBefore = null) => _given.DialogueAsync(with: d =>
        Assert.Null(d.Change(new DialogueDetails(d.Title, answerBy.AddDays(30), d.Begins, d.Ends, d.Venue, d.Zone, d.Rule, answerBy, daysBefore ?? [7, 2]))));
}
