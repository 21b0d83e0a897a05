using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Testing.Tokens;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Tokens;

/// <summary>A token as its holder keeps it.</summary>
internal sealed record Held(string KeyId, byte[] Message, byte[] Signature);

/// <summary>A participant's browser with the script's part done by hand.</summary>
internal sealed class Participant(Browser browser, string token, Invitation invitation, Func<Task<List<PublishedKey>>> keys) : IDisposable
{
    private readonly Dictionary<string, (string KeyId, byte[] Message, BigInteger Back)> _asked = new(StringComparer.Ordinal);

    public Id<Person> Person => invitation.PersonId;

    public Id<Invitation> Invitation => invitation.Id;

    public HttpClient Http => browser.Http;

    public static async Task<Participant> InvitedAsync(EventsHost host, Given given, Dialogue dialogue, bool accepts = true, bool agrees = true)
    {
        var person = await given.PersonAsync(language: Language.English);
        var (invitation, token) = await given.InvitationAsync(dialogue, person, i => { if (accepts) Assert.Null(i.Answer(true, dialogue, host.Clock.GetUtcNow())); });
        await using var db = host.OpenDb();
        if (agrees)
            _ = await db.RecordAsync(invitation, dialogue, [new ConsentWish(ConsentPurpose.AttendUnderRule, true, new Notice(Language.English, "notice"))], ConsentAct.By(ConsentSource.Link), host.Clock.GetUtcNow(), CancellationToken.None);
        return new Participant(host.NewBrowser(), token, invitation, async () =>
        {
            await using var look = host.OpenDb();
            return await look.PublishedKeys.AsNoTracking().Where(k => k.DialogueId == dialogue.Id).ToListAsync();
        });
    }

    public Task<Page> PageAsync() => browser.GetAsync($"/i/{token}/points");

    public async Task PrepareAsync() => Assert.Equal(HttpStatusCode.OK, (await PostAsync("Prepare", new { })).Status);

    public async Task<Dictionary<string, string[]>> BlindAsync(Id<Session>? onlyOf = null)
    {
        var request = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var key in (await keys()).Where(k => onlyOf is null || k.SessionId == onlyOf))
        {
            var client = new BlindClient(key.PublicKey);
            var messages = Enumerable.Range(0, 5).Select(_ => BlindClient.Prepare(RandomNumberGenerator.GetBytes(32))).ToList();
            request[key.KeyId] = [.. messages.Select(m =>
            {
                var (blinded, back) = client.Blind(m);
                string sent = Base64Url.EncodeToString(blinded);
                _asked[sent] = (key.KeyId, m, back);
                return sent;
            })];
        }

        return request;
    }

    public Task<(HttpStatusCode Status, string Body)> IssueAsync(Dictionary<string, string[]> request) => PostAsync("Issue", request);

    public async Task<List<Held>> GetTokensAsync()
    {
        await PrepareAsync();
        var request = await BlindAsync();
        var (status, body) = await IssueAsync(request);
        Assert.Equal(HttpStatusCode.OK, status);
        var signed = JsonSerializer.Deserialize<Dictionary<string, string[]>>(body)!;
        var clients = (await keys()).ToDictionary(k => k.KeyId, k => new BlindClient(k.PublicKey));
        return [.. from key in request
                   from pair in key.Value.Zip(signed[key.Key])
                   let asked = _asked[pair.First]
                   select new Held(key.Key, asked.Message, clients[key.Key].Finalise(Base64Url.DecodeFromChars(pair.Second), asked.Back))];
    }

    public void Dispose() => browser.Dispose();

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string handler, object body)
    {
        var page = await PageAsync();
        // On a page that offers nothing there is no form; the invitation's has a token of the same browser.
        var field = page.One("input[name=__RequestVerificationToken]") ?? (await browser.GetAsync("/i/" + token)).One("input[name=__RequestVerificationToken]");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{await browser.EnterAsync(token)}/points?handler={handler}") { Content = JsonContent.Create(body) };
        if (field is not null) request.Headers.Add("RequestVerificationToken", field.GetAttribute("value"));
        using var answer = await browser.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
