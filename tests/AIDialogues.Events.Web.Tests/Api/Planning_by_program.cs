using System.Net;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

public sealed class Planning_by_program(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private ApiClient _api = null!;

    private static readonly object Series = new { title = new { en = "Water", fr = "Eau" }, purpose = new { en = "", fr = "" }, organisation = "Institut Méridien" };

    private static readonly object Day = new
    {
        title = new { en = "First day" },
        day = "2027-05-12",
        begins = "09:00",
        ends = "17:30",
        venue = "Genève",
        zone = "Europe/Zurich",
        rule = "chathamHouse",
        answerBy = "2027-04-28",
        remindDaysBefore = new[] { 7, 2 },
    };

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _api = await ApiClient.WithTokenAsync(host);
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Makes_a_series_with_a_day_a_room_and_a_session()
    {
        var series = await _api.PostAsync("series", Series);
        var day = await _api.PostAsync($"series/{series.Id}/dialogues", Day);
        var room = await _api.PostAsync($"dialogues/{day.Id}/rooms", new { name = "Salle bleue", seats = 40 });
        var session = await _api.PostAsync($"dialogues/{day.Id}/sessions", Session(room.Id));

        Assert.All([series, day, room, session], answer => Assert.Equal((HttpStatusCode.Created, "application/json"), (answer.Status, answer.Type)));
        Assert.Equal(("water", "Eau", false), ((string?)series.Json!["slug"], (string?)series.Json["title"]!["fr"], (bool)series.Json["isPublic"]!));
        Assert.Equal(("2027-05-12", "09:00:00", "2027-05-12T07:00:00+00:00", "chathamHouse"), ((string?)day.Json!["day"], (string?)day.Json["begins"], (string?)day.Json["beginsAt"], (string?)day.Json["rule"]));
        Assert.Equal((null, "chathamHouse", 2), ((string?)session.Json!["ownRule"], (string?)session.Json["rule"], session.Json["themes"]!.AsArray().Count));
        foreach (string list in (string[])["series", $"series/{series.Id}/dialogues", $"dialogues/{day.Id}/rooms", $"dialogues/{day.Id}/sessions"])
            _ = Assert.Single((await _api.GetAsync(list)).Json!["items"]!.AsArray());
        foreach (var (path, id) in ((string, Guid)[])[("series", series.Id), ("dialogues", day.Id), ("sessions", session.Id)])
            Assert.Equal(id, (await _api.GetAsync($"{path}/{id}")).Id);
    }

    [Fact]
    public async Task Changes_and_publishes()
    {
        var dialogue = await _given.DialogueAsync(await _given.SeriesAsync("water", isPublic: false));
        var session = dialogue.Sessions[0];

        var series = await _api.PutAsync($"series/{dialogue.SeriesId}", Series);
        var page = await _api.PutAsync($"series/{dialogue.SeriesId}/page", new { on = true });
        var day = await _api.PutAsync($"dialogues/{dialogue.Id}", Day);
        var changed = await _api.PutAsync($"sessions/{session.Id}", new { title = new { fr = "Ouverture" }, roomId = session.RoomId.Value, begins = "10:00", ends = "11:00", ownRule = "onTheRecord", themes = new[] { new { fr = "Confiance" } } });

        Assert.All([series, page, day, changed], answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.True((bool)page.Json!["isPublic"]!);
        Assert.Equal("Europe/Zurich", (string?)day.Json!["zone"]);
        Assert.Equal(("onTheRecord", session.Themes[0].Id.Value), ((string?)changed.Json!["rule"], (Guid)changed.Json["themes"]![0]!["id"]!));
    }

    [Fact]
    public async Task Is_refused_with_a_code_and_a_sentence()
    {
        var dialogue = await _given.DialogueAsync(await _given.SeriesAsync("water"));
        Guid room = dialogue.Rooms[0].Id.Value;

        Assert.Equal((422, "series-slug-taken"), (await _api.PostAsync("series", Series)).Problem);
        Assert.Equal((422, "room-busy"), (await _api.PostAsync($"dialogues/{dialogue.Id}/sessions", Session(room))).Problem);
        Assert.Equal((422, "room-unknown"), (await _api.PostAsync($"dialogues/{dialogue.Id}/sessions", Session(Guid.NewGuid()))).Problem);
        var zone = await _api.PutAsync($"dialogues/{dialogue.Id}", new { title = new { en = "D" }, day = "2027-05-12", begins = "09:00", ends = "17:30", venue = "", zone = "Europe/Atlantis", rule = "chathamHouse", answerBy = "2027-04-28", remindDaysBefore = Array.Empty<int>() });
        Assert.Equal((422, "zone-unknown"), zone.Problem);
        Assert.Equal("Europe/Atlantis", (string?)zone.Json!["facts"]![0]);
        Assert.Contains("Europe/Atlantis", (string?)zone.Json["detail"], StringComparison.Ordinal);
        await using var db = host.OpenDb();
        Assert.Equal((1, 1), (await db.Series.CountAsync(), await db.Sessions.CountAsync()));
    }

    [Fact]
    public async Task Is_told_when_somebody_else_was_faster()
    {
        var series = await _given.SeriesAsync();
        uint version = (uint)(await _api.GetAsync($"series/{series.Id}")).Json!["version"]!;
        object change = new { title = new { en = "Mine" }, purpose = new { }, organisation = "", version };

        Assert.Equal(HttpStatusCode.OK, (await _api.PutAsync($"series/{series.Id}", change)).Status);
        Assert.Equal((409, "changed-meanwhile"), (await _api.PutAsync($"series/{series.Id}", change)).Problem);
    }

    [Fact]
    public async Task Counts_and_checks_people_in()
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => i.Answer(true, dialogue, _given.Now));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Ivo", "Horak"));
        Assert.Equal((422, "too-early-to-check-in"), (await _api.PostAsync($"invitations/{invitation.Id}/check-in", null)).Problem);
        host.Clock.SetUtcNow(dialogue.BeginsAt);

        var first = await _api.PostAsync($"invitations/{invitation.Id}/check-in", null);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await _api.PostAsync($"invitations/{invitation.Id}/check-in", null);
        var counts = await _api.GetAsync($"dialogues/{dialogue.Id}/attendance");
        var people = await _api.GetAsync($"dialogues/{dialogue.Id}/attendance/people");
        var undone = await _api.DeleteAsync($"invitations/{invitation.Id}/check-in");

        Assert.Equal(first.Text, second.Text);
        Assert.Equal("""{"invited":2,"accepted":1,"declined":0,"noAnswer":1,"present":1}""", counts.Text);
        Assert.Equal(["Diallo", "Horak"], people.Json!["items"]!.AsArray().Select(p => (string)p!["familyName"]!).Order());
        Assert.DoesNotContain("@", people.Text, StringComparison.Ordinal);
        Assert.Null(undone.Json!["checkedInAt"]);
    }

    private static object Session(Guid room) => new { title = new { en = "Opening" }, roomId = room, begins = "09:30", ends = "11:00", themes = new[] { new { en = "Trust" }, new { en = "Access" } } };
}
