using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>A wave invites as something, and is counted by the seats of that role alone.</summary>
public sealed class Inviting_by_role(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Organiser _organiser = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _organiser = await Organiser.AtWorkAsync(host, _given);
        var places = Places.Of(_organiser.Dialogue.Id);
        Assert.Null(places.Change(new(Participants: 2, Speakers: 1, Observers: null)));
        await _given.SaveAsync(places);
    }

    public ValueTask DisposeAsync()
    {
        _organiser.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Says_in_the_preview_that_the_role_has_too_few_seats_and_sends_nothing()
    {
        var preview = await _organiser.PrepareAsync(await _given.PersonAsync("Awa", "Diallo"), await _given.PersonAsync("Hana", "Novotná"));
        Assert.Empty(preview.Errors);

        var speakers = await InviteAsAsync(preview, InvitationRole.Speaker);
        var forced = await _organiser.SendAsync(speakers);
        var before = await RolesAsync();
        var observers = await InviteAsAsync(speakers, InvitationRole.Observer);
        _ = await _organiser.SendAsync(observers);

        string[] full = ["Invited and accepted together would be more than the seats of this role; 1 left. Choose fewer, invite them as something else, or allow more invitations than seats under “Seats and answers”."];
        Assert.Equal(full, speakers.Errors);
        Assert.True(speakers.One(".action-bar .primary")!.HasAttribute("disabled"));
        Assert.Equal(full, forced.Errors);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, forced.Status);
        Assert.Empty(before);
        Assert.Equal([InvitationRole.Observer, InvitationRole.Observer], await RolesAsync());
    }

    [Fact]
    public async Task Another_role_than_was_shown_is_shown_again_before_it_leaves()
    {
        var preview = await _organiser.PrepareAsync(await _given.PersonAsync("Awa", "Diallo"));
        _ = await InviteAsAsync(preview, InvitationRole.Speaker);

        var old = await _organiser.SendAsync(preview);

        // What the older page says counts again, and is looked at before it leaves.
        Assert.Contains("They are invited as “Participant” now. Look once more, then send.", old.Text, StringComparison.Ordinal);
        Assert.Empty(await RolesAsync());
    }

    [Fact]
    public async Task Two_waves_that_race_for_the_last_seat_of_a_role_fill_it_once()
    {
        var drafts = new List<(Id<Wave> Id, string Seal)>();
        for (int i = 0; i < 8; i++)
        {
            var person = await _given.PersonAsync("Awa", $"Diallo{i}");
            await using var db = host.OpenDb();
            var wave = Given.Value(await new WaveDrafts(db, host.Clock).DraftAsync(_organiser.Dialogue.Id, LetterKind.Invitation, [person.Id], CancellationToken.None, InvitationRole.Speaker));
            drafts.Add((wave.Id, Given.Value(await new WaveSending(db, host.Clock).PrepareAsync(wave, CancellationToken.None)).Seal));
        }

        string?[] told = await Task.WhenAll(drafts.Select(async draft =>
        {
            await using var db = host.OpenDb();
            return (await new WaveSending(db, host.Clock).SendAsync(draft.Id, draft.Seal, TimeSpan.FromSeconds(30), CancellationToken.None)).Refused(out var refusal, out _) ? refusal.Code : null;
        }));

        Assert.Equal((1, 7), (told.Count(code => code is null), told.Count(code => code == "places-too-few-seats")));
        Assert.Equal([InvitationRole.Speaker], await RolesAsync());
    }

    private Task<Page> InviteAsAsync(Page preview, InvitationRole role) => _organiser.Browser.SubmitAsync(preview, new { role = role.ToString() }, form: "#send");

    private async Task<List<InvitationRole>> RolesAsync()
    {
        await using var db = host.OpenDb();
        return await db.Invitations.Select(i => i.Role).ToListAsync();
    }
}
