using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Retention;

/// <summary>What the night takes away is still counted where it was counted before.</summary>
public sealed class Keeping_counts(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public async ValueTask DisposeAsync() => await _post.DisposeAsync();

    [Fact]
    public async Task The_day_s_numbers_are_the_same_after_what_they_count_is_gone()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Came", "One"), i => _ = i.Answer(true, dialogue, _given.Now) ?? i.CheckIn(dialogue, dialogue.BeginsAt));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Silent", "One"));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Withdrawn", "One"), i => i.Withdraw());
        var before = await AttendanceAsync(dialogue);
        Assert.Equal(new Attendance(2, 1, 0, 1, 1), before);

        await AtNightAsync(60 + 31);

        Assert.Equal(before, await AttendanceAsync(dialogue));
        await using var db = host.OpenDb();
        Assert.Equal((1, 0), (await db.Invitations.CountAsync(), await db.Invitations.CountAsync(i => i.CheckedInAt != null)));
        using var staff = await _given.SignedInAsync();
        Assert.Equal(["2", "1", "0", "1", "1"], (await staff.GetAsync($"/organise/dialogues/{dialogue.Id}")).All(".facts dd"));
    }

    [Fact]
    public async Task Of_a_day_whose_every_invitation_went_the_numbers_stay()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        await AtNightAsync(60 + 31);
        Assert.Equal(new Attendance(1, 0, 0, 1, 0), await AttendanceAsync(dialogue));
    }

    [Fact]
    public async Task What_was_eaten_and_made_accessible_is_counted_of_those_who_came_with_a_yes_that_stood()
    {
        var dialogue = await _given.DialogueAsync();
        await NeedsAsync(dialogue, "Counts", accepts: true, allows: true, "Vegan", "Ramp");
        await NeedsAsync(dialogue, "Declined", accepts: false, allows: true, "Vegan", "Ramp");
        await NeedsAsync(dialogue, "Refused", accepts: true, allows: false, "Vegan", "Ramp");

        await AtNightAsync(60 + 8);

        await using var db = host.OpenDb();
        Assert.Equal(0, await db.Needs.CountAsync());
        Assert.Equal(["access 1", "diet 1"], await db.Database.SqlQuery<string>($"SELECT what || ' ' || count AS \"Value\" FROM events.kept_counts ORDER BY 1").ToListAsync());
        using var staff = await _given.SignedInAsync();
        Assert.Contains("counted before it was deleted: diet 1, access 1", (await staff.GetAsync($"/organise/dialogues/{dialogue.Id}")).Text, StringComparison.Ordinal);
    }

    private async Task NeedsAsync(Dialogue dialogue, string name, bool accepts, bool allows, string diet, string access)
    {
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(name, "One"), i => _ = i.Answer(accepts, dialogue, _given.Now));
        var yes = ConsentEvent.Of(invitation, ConsentPurpose.DietAndAccess, true, ConsentSource.Link, new Notice(Language.English, "Words"), _given.Now);
        var needs = Needs.Of(invitation);
        Assert.Null(needs.Change(diet, access, "", new Choices([yes], _given.Now)));
        await _given.SaveAsync(needs, yes);
        // The last word counts.
        if (!allows) await _given.SaveAsync(ConsentEvent.Of(invitation, ConsentPurpose.DietAndAccess, false, ConsentSource.Link, new Notice(Language.English, "Words"), _given.Now.AddMinutes(1)));
    }

    private async Task<Attendance> AttendanceAsync(Dialogue dialogue)
    {
        await using var db = host.OpenDb();
        return await db.AttendanceAsync(dialogue.Id, CancellationToken.None);
    }

    private async Task AtNightAsync(int days)
    {
        host.Clock.SetUtcNow(EventsHost.Start.AddDays(days));
        await new PurgeJob(_post.Database, host.Keys, host.Clock, NullLogger<PurgeJob>.Instance).RunAsync(CancellationToken.None);
    }
}
