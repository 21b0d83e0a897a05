using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>A saved segment is the pool of a wave: whoever is in it when it is prepared.</summary>
public sealed class Preparing_from_a_segment(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Segment _segment = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _segment = Given.Value(Segment.New("French readers", new PeopleFilter(Language: Language.French), _given.Now));
        await _given.SaveAsync(_segment);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task On_the_board_it_narrows_who_is_shown_who_is_ticked_and_who_everybody_is()
    {
        using var organiser = await Organiser.AtWorkAsync(host, _given);
        await _given.SaveAsync([.. Enumerable.Range(0, 110).Select(i => PersonNamed($"Diallo{i:000}", Language.French))]);
        await _given.SaveAsync([.. Enumerable.Range(0, 3).Select(i => PersonNamed($"Aardvark{i}", Language.English))]);

        var board = await organiser.Browser.GetAsync($"/organise/dialogues/{organiser.Dialogue.Id}/invitations?tab=NotInvited&segment={_segment.Id}&ticked=true");
        var ticked = await organiser.Browser.SubmitAsync(board, form: "main form[method=post]");
        var everybody = await organiser.Browser.SubmitAsync(board, form: "main form[method=post]", button: "button[name=everyone]");

        Assert.DoesNotContain(board.All("form[method=post] tbody th a"), name => name.Contains("Aardvark", StringComparison.Ordinal));
        Assert.Equal("French readers", board.One("#segment option[selected]")!.TextContent);
        Assert.Equal("Send 100 letters (100 French)", ticked.All("form.send .primary").Single());
        Assert.Equal("Send 110 letters (110 French)", everybody.All("form.send .primary").Single());
    }

    [Fact]
    public async Task That_is_gone_meanwhile_prepares_nothing_instead_of_everybody()
    {
        using var organiser = await Organiser.AtWorkAsync(host, _given);
        _ = await _given.PersonAsync();
        string address = $"/organise/dialogues/{organiser.Dialogue.Id}/invitations?segment={_segment.Id}&ticked=true";
        var board = await organiser.Browser.GetAsync(address);
        await using (var db = host.OpenDb()) _ = await db.Segments.ExecuteDeleteAsync();

        var prepared = await organiser.Browser.SubmitAsync(board, form: "main form[method=post]");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (prepared.Status, (await organiser.Browser.GetAsync(address)).Status));
        await using var look = host.OpenDb();
        Assert.Equal(0, await look.Waves.CountAsync());
    }

    [Fact]
    public async Task By_the_API_it_gives_who_is_not_invited_yet_or_those_of_the_people_who_are_in_it()
    {
        using var api = await ApiClient.WithTokenAsync(host);
        var dialogue = await _given.DialogueAsync();
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var hana = await _given.PersonAsync("Hana", "Novotná", language: Language.English);
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Jonas", "Lindqvist"));

        var pool = await api.PostAsync($"dialogues/{dialogue.Id}/waves", new { segment = _segment.Id.Value });
        var some = await api.PostAsync($"dialogues/{dialogue.Id}/waves", new { segment = _segment.Id.Value, people = new[] { awa.Id.Value, hana.Id.Value }, role = "speaker" });
        var none = await api.PostAsync($"dialogues/{dialogue.Id}/waves", new { segment = _segment.Id.Value, people = new[] { hana.Id.Value } });

        await using var db = host.OpenDb();
        var readers = await db.Waves.Include(w => w.Readers).ToDictionaryAsync(w => w.Id.Value, w => w.Readers.Select(r => r.PersonId).ToList());
        Assert.Equal([awa.Id], readers[pool.Id]);
        Assert.Equal([awa.Id], readers[some.Id]);
        Assert.Equal("speaker", (string)some.Json!["role"]!);
        Assert.Equal((422, "nobody-chosen"), none.Problem);
        Assert.Equal((404, "not-found"), (await api.PostAsync($"dialogues/{dialogue.Id}/waves", new { segment = Guid.NewGuid() })).Problem);
    }

    private Person PersonNamed(string name, Language language) =>
        Given.Value(Person.New(new PersonDetails("Awa", name, $"{name}@bassin.test", "Bassin", StakeholderGroup.Institutions, "ML", language), _given.Now));
}
