using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

public sealed class Importing_and_inviting_by_the_API(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private readonly HttpClient _http = new() { BaseAddress = host.Address };

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        var (token, secret) = ApiToken.New("test", "organise", _given.Now);
        await _given.SaveAsync(token);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("text/csv", "Name,E-mail\nAwa Diallo,awa@bassin.test\nA. Diallo,awa@bassin.test\nJonas,jonas@")]
    [InlineData("text/plain", "Name\tE-mail\nAwa Diallo\tawa@bassin.test\nA. Diallo\tawa@bassin.test\nJonas\tjonas@")]
    [InlineData("application/json", "{\"text\":\"Name;E-mail\\nAwa Diallo;awa@bassin.test\\nA. Diallo;awa@bassin.test\\nJonas;jonas@\"}")]
    public async Task A_list_is_first_looked_at_and_then_taken(string type, string body)
    {
        var dry = await PostAsync("/api/v1/people/import?dryRun=true", type, body);
        int before = await CountAsync(db => db.People);
        var wet = await PostAsync("/api/v1/people/import", type, body);

        foreach (var (status, answer) in (IEnumerable<(HttpStatusCode, JsonElement)>)[dry, wet])
        {
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal((1, 1, 1), (answer.GetProperty("added").GetInt32(), answer.GetProperty("duplicates").GetInt32(), answer.GetProperty("errors").GetInt32()));
            Assert.Equal("person-email-not-valid", answer.GetProperty("lines")[1].GetProperty("problems")[0].GetProperty("code").GetString());
        }

        Assert.Equal(0, before);
        Assert.Equal(1, await CountAsync(db => db.People));
    }

    [Fact]
    public async Task The_same_key_imports_once()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/people/import") { Content = new StringContent("Awa Diallo;awa@bassin.test", Encoding.UTF8, "text/csv") };
        request.Headers.Add("Idempotency-Key", "one");
        using var again = new HttpRequestMessage(HttpMethod.Post, "/api/v1/people/import") { Content = new StringContent("Awa Diallo;awa@bassin.test", Encoding.UTF8, "text/csv") };
        again.Headers.Add("Idempotency-Key", "one");

        string first = await (await _http.SendAsync(request)).Content.ReadAsStringAsync();
        string second = await (await _http.SendAsync(again)).Content.ReadAsStringAsync();

        Assert.Equal(first, second);
        Assert.Contains("\"added\":1", first, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(db => db.People));
        await using var db = host.OpenDb();
        string kept = (await db.AnsweredRequests.SingleAsync()).Body;
        Assert.StartsWith(Sealing.Mark, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("added", kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/csv", "no address at all", "list-without-addresses")]
    [InlineData("application/json", "{\"text\":", "list-unreadable")]
    [InlineData("application/json", "{}", "list-empty")]
    public async Task A_list_that_is_none_is_refused_with_its_code(string type, string body, string code)
    {
        var (status, answer) = await PostAsync("/api/v1/people/import", type, body);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (status, answer.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Case_50_ten_megabytes_are_refused()
    {
        var (status, answer) = await PostAsync("/api/v1/people/import", "text/csv", new string('x', 10_000_000));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "list-too-large"), (status, answer.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_person_is_added_found_and_changed()
    {
        var (created, person) = await PostAsync("/api/v1/people", "application/json", """{"familyName":"Novotná","givenName":"Hana","email":"hana@reka.test","group":"academia","language":"english","country":"CZ"}""");
        var (twice, taken) = await PostAsync("/api/v1/people", "application/json", """{"familyName":"Other","email":"HANA@reka.test","group":"academia","language":"english"}""");
        var changed = await _http.PutAsJsonAsync($"/api/v1/people/{person.GetProperty("id").GetString()}", new { familyName = "Novotná", email = "hana@reka.test", group = "business", language = "french" });
        var list = await _http.GetFromJsonAsync<JsonElement>("/api/v1/people?q=novotna&group=business");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (created, twice, changed.StatusCode));
        Assert.Equal("person-email-taken", taken.GetProperty("code").GetString());
        Assert.Equal("hana@reka.test", list.GetProperty("items")[0].GetProperty("email").GetString());
    }

    [Fact]
    public async Task People_are_invited_once_and_an_invitation_is_answered_and_withdrawn()
    {
        var dialogue = await _given.DialogueAsync();
        var awa = await _given.PersonAsync();
        var (invitations, body) = ($"/api/v1/dialogues/{dialogue.Id}/invitations", $$"""{"people":["{{awa.Id}}"]}""");

        var (_, dry) = await PostAsync(invitations, "application/json", $$"""{"people":["{{awa.Id}}"],"dryRun":true}""");
        int drafts = await CountAsync(db => db.Waves);
        var (_, first) = await PostAsync(invitations, "application/json", body);
        var (_, again) = await PostAsync(invitations, "application/json", body);
        int before = await CountAsync(db => db.Letters);
        var (_, sent) = await PostAsync($"/api/v1/waves/{first.GetProperty("wave").GetString()}/send", "application/json", $$"""{"seal":"{{first.GetProperty("seal").GetString()}}"}""");
        var (_, second) = await PostAsync(invitations, "application/json", body);
        var list = await _http.GetFromJsonAsync<JsonElement>(invitations);
        string id = list.GetProperty("items")[0].GetProperty("id").GetString()!;
        var (_, answered) = await PostAsync($"/api/v1/invitations/{id}/answer", "application/json", """{"accepts":true}""");
        var (_, withdrawn) = await PostAsync($"/api/v1/invitations/{id}/withdraw", "application/json", "{}");
        var (late, refused) = await PostAsync($"/api/v1/invitations/{id}/answer", "application/json", """{"accepts":false}""");

        Assert.Equal((1, 0, 0, 1, 0), (dry.GetProperty("letters").GetInt32(), drafts, before, first.GetProperty("letters").GetInt32(), second.GetProperty("letters").GetInt32()));
        Assert.Equal((first.GetProperty("wave").GetString(), first.GetProperty("seal").GetString()), (again.GetProperty("wave").GetString(), again.GetProperty("seal").GetString()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (dry.GetProperty("wave").ValueKind, second.GetProperty("wave").ValueKind));
        Assert.Equal("sent", sent.GetProperty("state").GetString());
        Assert.True(sent.GetProperty("undoUntil").GetDateTimeOffset() > sent.GetProperty("sentAt").GetDateTimeOffset());
        Assert.Equal(("accepted", "withdrawn"), (answered.GetProperty("state").GetString(), withdrawn.GetProperty("state").GetString()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invitation-withdrawn"), (late, refused.GetProperty("code").GetString()));
        Assert.Equal(1, await CountAsync(db => db.Letters));
    }

    [Fact]
    public async Task A_letter_shows_its_fate_but_not_its_words_and_goes_again_when_it_failed()
    {
        var dialogue = await _given.DialogueAsync();
        var awa = await _given.PersonAsync();
        var invitation = Invitation.Of(awa, dialogue, _given.Now);
        var letter = Letter.Queue(invitation, awa, LetterKind.Invitation, new(Language.French, "Objet", "Secret words {link}"), _given.Now);
        letter.Claim(_given.Now);
        letter.Refused("550 no");
        await _given.SaveAsync(invitation, letter);

        string list = await _http.GetStringAsync($"/api/v1/letters?state=failed&dialogue={dialogue.Id}");
        var (_, again) = await PostAsync($"/api/v1/letters/{letter.Id}/send-again", "application/json", "{}");

        Assert.Contains("550 no", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret words", list, StringComparison.Ordinal);
        Assert.Equal("queued", again.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"/api/v1/letters/{Guid.NewGuid()}/send-again", "application/json", "{}")).Status);
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, string type, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await _http.PostAsync(path, content);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private async Task<int> CountAsync<T>(Func<Data.EventsDb, IQueryable<T>> rows)
    {
        await using var db = host.OpenDb();
        return await rows(db).CountAsync();
    }
}
