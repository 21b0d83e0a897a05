using AIDialogues.Events.Data.Reminders;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>Reminders by hand are rows like those of the rule, whether they go to one or in a wave: each looks at the others.</summary>
public sealed class Reminding_in_a_wave(EventsHost host) : IAsyncLifetime
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

    [Fact]
    public async Task Says_in_the_preview_who_gets_none_and_why_and_writes_a_row_for_each_of_the_others()
    {
        var (twice, _) = await InvitedAsync("Twice");
        var (yesterday, _) = await InvitedAsync("Yesterday");
        var (stopped, _) = await InvitedAsync("Stopped", i => i.Remind(false));
        var (answered, _) = await InvitedAsync("Answered", i => Assert.Null(i.Answer(false, _organiser.Dialogue, _given.Now)));
        var (reminded, _) = await InvitedAsync("Reminded");
        await RemindedAsync(twice, afterDays: 4);
        await RemindedAsync(twice, afterDays: 4);
        await RemindedAsync(yesterday, afterDays: 4);
        host.Clock.Advance(TimeSpan.FromDays(1));
        var (late, _) = await InvitedAsync("Late");

        using var desk = await _given.SignedInAsync();
        using var organiser = new Organiser(host, desk, _organiser.Dialogue);
        var preview = await organiser.PrepareRemindersAsync(twice, yesterday, stopped, answered, reminded, late);
        _ = await organiser.SendAsync(preview);

        Assert.Equal("Send 1 letter (1 French)", preview.All("form.send .primary").Single());
        Assert.Contains("4 of those chosen get no reminder now:", preview.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["Awa Late: invited today", "Awa Stopped: Reminders to this person are stopped.", "Awa Twice: Two reminders were sent by hand already; a third helps nobody.", "Awa Yesterday: reminded yesterday"],
            preview.All(".notice li"));
        Assert.Contains("1 of those chosen has no invitation that this letter could be about.", preview.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        var wave = await db.Waves.SingleAsync();
        var row = await db.Reminders.SingleAsync(r => r.InvitationId == reminded.Id);
        Assert.Equal((-1, ReminderState.Sent, wave.Id, wave.SentAt), (row.DaysBefore, row.State, row.WaveId!.Value, row.DueAt));
        Assert.Equal(reminded.Id, (await db.Letters.SingleAsync(l => l.WaveId == wave.Id)).InvitationId);
    }

    [Fact]
    public async Task Taken_back_it_leaves_no_row_and_the_same_people_can_be_reminded()
    {
        var (invitation, _) = await InvitedAsync("Diallo");
        host.Clock.Advance(TimeSpan.FromDays(5));
        using var desk = await _given.SignedInAsync();
        using var organiser = new Organiser(host, desk, _organiser.Dialogue);
        var wave = await organiser.SendAsync(await organiser.PrepareRemindersAsync(invitation));
        Assert.Equal(["reminder-too-soon"], await RemindAsync(invitation));

        _ = await organiser.PressAsync(wave, "Undo");

        await using var db = host.OpenDb();
        Assert.Equal((0, 0), (await db.Reminders.CountAsync(), await db.Letters.CountAsync()));
        Assert.Equal(["sent"], await RemindAsync(invitation));
    }

    [Fact]
    public async Task Taken_back_it_gives_back_the_reminder_of_the_rule_that_it_had_held_back()
    {
        var (invitation, _) = await InvitedAsync("Diallo");
        var due = ReminderRule.Of(_organiser.Dialogue).First().At;
        host.Clock.SetUtcNow(due.AddSeconds(-10));
        var job = new RemindJob(_post.Database, host.Clock, NullLogger<RemindJob>.Instance);
        Assert.Equal(0, await job.RemindAsync(CancellationToken.None));
        using var desk = await _given.SignedInAsync();
        using var organiser = new Organiser(host, desk, _organiser.Dialogue);
        var wave = await organiser.SendAsync(await organiser.PrepareRemindersAsync(invitation));
        host.Clock.SetUtcNow(due.AddSeconds(5));
        Assert.Equal(0, await job.RemindAsync(CancellationToken.None));

        _ = await organiser.PressAsync(wave, "Undo");

        Assert.Equal(1, await job.RemindAsync(CancellationToken.None));
        await using var db = host.OpenDb();
        Assert.Equal((ReminderState.Sent, null), (await db.Reminders.SingleAsync(r => r.DaysBefore == 7)) is var row ? (row.State, row.HeldBack) : default);
    }

    [Fact]
    public async Task Twenty_clicks_and_a_wave_at_once_remind_somebody_once()
    {
        var (invitation, _) = await InvitedAsync("Diallo");
        host.Clock.Advance(TimeSpan.FromDays(5));
        using var desk = await _given.SignedInAsync();
        using var organiser = new Organiser(host, desk, _organiser.Dialogue);
        var preview = await organiser.PrepareRemindersAsync(invitation);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => (Task)RemindAsync(invitation)).Concat(Enumerable.Range(0, 10).Select(_ => (Task)organiser.SendAsync(preview))));

        await using var db = host.OpenDb();
        Assert.Equal((1, 1), (await db.Reminders.CountAsync(), await db.Letters.CountAsync()));
    }

    [Theory]
    [InlineData(1, ReminderState.Suppressed, ReminderHeldBack.RemindedByHand)]
    [InlineData(4, ReminderState.Sent, null)]
    public async Task The_rule_reminds_nobody_whom_an_organiser_reminded_less_than_four_days_before(int daysBefore, ReminderState state, ReminderHeldBack? why)
    {
        // Answers until 9 June: the rule reminds on 2 June at nine in Paris.
        var (invitation, _) = await InvitedAsync("Diallo");
        var due = ReminderRule.Of(_organiser.Dialogue).First().At;
        host.Clock.SetUtcNow(due.AddDays(-daysBefore));
        Assert.Equal(["sent"], await RemindAsync(invitation));
        var job = new RemindJob(_post.Database, host.Clock, NullLogger<RemindJob>.Instance);
        Assert.Equal(0, await job.RemindAsync(CancellationToken.None));

        host.Clock.SetUtcNow(due);
        Assert.Equal(state == ReminderState.Sent ? 1 : 0, await job.RemindAsync(CancellationToken.None));

        await using var db = host.OpenDb();
        var row = await db.Reminders.SingleAsync(r => r.DaysBefore == 7);
        Assert.Equal((state, why), (row.State, row.HeldBack));
        using var desk = await _given.SignedInAsync();
        string page = (await desk.GetAsync($"/organise/invitations/{invitation.Id}")).Text;
        Assert.Equal(why is not null, page.Contains("Reminded by hand less than four days before", StringComparison.Ordinal));
    }

    private async Task<(Invitation Invitation, string Token)> InvitedAsync(string name, Action<Invitation>? with = null) =>
        await _given.InvitationAsync(_organiser.Dialogue, await _given.PersonAsync("Awa", name), with);

    private async Task RemindedAsync(Invitation invitation, int afterDays)
    {
        host.Clock.Advance(TimeSpan.FromDays(afterDays));
        Assert.Equal(["sent"], await RemindAsync(invitation));
    }

    private async Task<string[]> RemindAsync(Invitation invitation)
    {
        await using var db = host.OpenDb();
        return [(await db.RemindNowAsync(invitation.Id, host.Clock.GetUtcNow(), CancellationToken.None))?.Code ?? "sent"];
    }
}
