using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Rights;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

/// <summary>The timeline says which details were changed, and by whom; never what they were or are.</summary>
public sealed class Noting_what_was_edited(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Gender_region_and_zone_are_noted_like_every_other_detail()
    {
        var person = await _given.PersonAsync();
        await using (var db = host.OpenDb())
        {
            var stored = await db.People.SingleAsync();
            Assert.Null(stored.Change(stored.Details with { Gender = Gender.Woman, OwnRegion = Region.Europe }));
            Assert.Null(stored.LiveIn("Africa/Bamako"));
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal([(TimelineActor.Organiser, "gender, region, zone")], await EditsAsync());
        using var browser = await _given.SignedInAsync(language: "fr");
        var page = await browser.GetAsync($"/organise/people/{person.Id}/timeline");
        Assert.Contains("Genre, Région, Fuseau horaire", page.Text, StringComparison.Ordinal);
        foreach (string value in (string[])["Bamako", "own_region"]) Assert.DoesNotContain(value, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_persons_own_correction_is_their_own_and_changes_nothing_that_they_did_not_see()
    {
        var person = await _given.PersonAsync(language: Language.English);
        await using (var db = host.OpenDb())
        {
            var stored = await db.People.SingleAsync();
            Assert.Null(stored.Change(stored.Details with { Gender = Gender.Woman, OwnRegion = Region.Europe }));
            _ = await db.SaveChangesAsync();
            _ = await db.Timeline.ExecuteDeleteAsync();
        }

        using var asker = await Asker.WithInvitationAsync(host, _given, person: person);
        var opened = await asker.OpenAsync(DataRequestKind.See);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var confirm = await asker.Phone.SubmitAsync(opened, new Dictionary<string, object?>(StringComparer.Ordinal) { ["Correction.FamilyName"] = "Diallo-Keïta", ["Correction.Email"] = "awa.keita@bassin.test" }, form: "#correct-form");
        Assert.Equal([(TimelineActor.Invitee, "name")], await EditsAsync());
        _ = await asker.Phone.SubmitAsync(await asker.Phone.SubmitAsync(confirm, new { code = await asker.LastCodeAsync() }));

        Assert.Equal([(TimelineActor.Invitee, "email"), (TimelineActor.Invitee, "name")], await EditsAsync());
        var now = (await asker.PersonAsync())!;
        Assert.Equal(("awa.keita@bassin.test", Gender.Woman, Region.Europe), (now.Email, now.Gender, now.OwnRegion));
    }

    [Fact]
    public async Task Links_that_a_letter_sent_again_closes_are_noted_where_there_were_any()
    {
        var person = await _given.PersonAsync();
        var (invitation, _) = await _given.InvitationAsync(await _given.DialogueAsync(), person);
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", "{link}"), _given.Now);
        letter.Claim(_given.Now);
        letter.Refused("550 no");
        await _given.SaveAsync(letter);

        for (int again = 0; again < 2; again++)
        {
            await using var db = host.OpenDb();
            Assert.Null((await db.SendAgainAsync(letter.Id, _given.Now, CancellationToken.None)).Refusal);
            var stored = await db.Letters.SingleAsync();
            stored.Claim(_given.Now);
            stored.Refused("550 no");
            _ = await db.SaveChangesAsync();
        }

        await using var look = host.OpenDb();
        var entry = Assert.Single(await look.Timeline.ToListAsync());
        Assert.Equal((TimelineKind.LinksRevoked, TimelineActor.Organiser, (Id<Invitation>?)invitation.Id), (entry.Kind, entry.Actor, entry.InvitationId));
    }

    private async Task<List<(TimelineActor Actor, string Note)>> EditsAsync()
    {
        await using var db = host.OpenDb();
        return [.. (await db.Timeline.Where(e => e.Kind == TimelineKind.Edited).ToListAsync()).Select(e => (e.Actor, e.Note)).OrderBy(e => e.Note, StringComparer.Ordinal)];
    }
}
