using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

public sealed class Reminders_in_the_stream(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Stand_there_as_planned_only_for_who_has_not_answered(bool accepted, int planned)
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => { if (accepted) Assert.Null(i.Answer(true, dialogue, _given.Now)); });
        await _given.SaveAsync(Reminder.Planned(invitation, ReminderRule.Of(dialogue).First()));
        using var browser = await _given.SignedInAsync();

        Assert.Equal(planned, (await browser.GetAsync($"/organise/invitations/{invitation.Id}")).All(".stream .badge").Count(b => b == "Scheduled"));
    }
}
