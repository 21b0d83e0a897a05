using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Retention;

/// <summary>What a person is told about the day on which something goes is what the night of that day does, and not the night before.</summary>
public sealed class Going_on_the_day_that_was_shown(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public async ValueTask DisposeAsync() => await _post.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_entry_in_the_directory_goes_when_the_last_letter_is_old_and_what_was_allowed_has_run_out(bool allows)
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => _ = i.Answer(true, dialogue, _given.Now));
        if (allows) await _given.SaveAsync(ConsentEvent.Of(invitation, ConsentPurpose.NamedPublicly, true, ConsentSource.Link, new Notice(Language.French, "Mots"), _given.Now));
        var shown = (await ShownAsync(invitation.PersonId, "events.people"))!.Value;
        Assert.Equal(allows ? DateOnly.FromDateTime(_given.Now.UtcDateTime.AddMonths(36)).AddDays(1) : DateOnly.FromDateTime(_given.Now.UtcDateTime).AddDays(730), shown);

        Assert.Equal((false, true), (await IsGoneOnAsync(shown.AddDays(-1), invitation), await IsGoneOnAsync(shown, invitation)));
    }

    [Fact]
    public async Task Restricted_data_have_no_such_day()
    {
        var person = await _given.PersonAsync();
        await using var db = host.OpenDb();
        _ = await db.People.ExecuteUpdateAsync(p => p.SetProperty(x => x.RestrictedAt, _given.Now));
        Assert.Null(await ShownAsync(person.Id, "events.people"));
    }

    [Fact]
    public async Task Links_and_letters_go_in_the_night_of_their_day()
    {
        var dialogue = await _given.DialogueAsync();
        var person = await _given.PersonAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, person, i => _ = i.Answer(true, dialogue, _given.Now));
        // In the evening: the night of the fourteenth day comes before fourteen times 24 hours are over.
        host.Clock.SetUtcNow(new(EventsHost.Start.UtcDateTime.Date.AddHours(20), TimeSpan.Zero));
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", "Corps {link}"), host.Clock.GetUtcNow());
        letter.Claim(host.Clock.GetUtcNow());
        letter.HandedOver("250 ok", host.Clock.GetUtcNow());
        await _given.SaveAsync(letter);
        var (letters, links) = ((await ShownAsync(person.Id, "events.outbox"))!.Value, (await ShownAsync(person.Id, "events.personal_links"))!.Value);

        foreach (var (day, emptied, there) in ((DateOnly, int, int)[])[(letters.AddDays(-1), 0, 1), (letters, 1, 1), (links.AddDays(-1), 1, 1), (links, 1, 0)])
        {
            await NightOfAsync(day);
            await using var db = host.OpenDb();
            Assert.Equal((emptied, there), ((await db.Letters.ToListAsync()).Count(l => l.Body.Length == 0), await db.PersonalLinks.CountAsync()));
        }
    }

    private async Task<bool> IsGoneOnAsync(DateOnly day, Invitation invitation)
    {
        await NightOfAsync(day);
        return host.Keys.Tombstones.Holds(invitation.PersonId.Value);
    }

    private async Task<DateOnly?> ShownAsync(Id<Person> person, string table)
    {
        await using var db = host.OpenDb();
        var rows = (await db.ExportAsync(person, CancellationToken.None)).Single(t => t.Table.Name == table);
        return rows.GoesOn(rows.Rows[0]);
    }

    private Task NightOfAsync(DateOnly day)
    {
        host.Clock.SetUtcNow(new(day, new TimeOnly(3, 30), TimeSpan.Zero));
        return new PurgeJob(_post.Database, host.Keys, host.Clock, NullLogger<PurgeJob>.Instance).RunAsync(CancellationToken.None);
    }
}
