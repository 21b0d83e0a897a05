using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Faults;

/// <summary>With a host and a cluster of its own, because the cluster is taken away.</summary>
public sealed class Losing_PostgreSQL : IAsyncLifetime
{
    private readonly EventsHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Fault_12_is_said_while_it_lasts_and_over_without_a_restart()
    {
        var given = new Given(_host);
        var (invitation, token) = await given.InvitationAsync(await given.DialogueAsync(), await given.PersonAsync(language: Language.English));
        using var api = await ApiClient.WithTokenAsync(_host);
        using var phone = _host.NewBrowser();
        using var staff = await given.SignedInAsync();
        var answered = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=accept]");
        Assert.Equal(HttpStatusCode.OK, answered.Status);

        await _host.Postgres.Postgres.StopAsync();
        // By now the staff cookie would be checked against the database too.
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        Page[] away = [await phone.GetAsync("/i/" + token), await phone.SubmitAsync(answered, form: ".answer-buttons", button: "[value=decline]"), await staff.GetAsync("/organise/people"), await phone.GetAsync("/series/water")];
        Assert.All(away, page =>
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(10)), (page.Status, page.Response.Headers.RetryAfter?.Delta));
            Assert.Equal("Not reachable for the moment", page.Title);
            Assert.Contains("Your entry was not saved. Wait a few seconds, go back and send it again.", page.Text, StringComparison.Ordinal);
        });
        Assert.Equal((503, "database-away"), (await api.GetAsync("series")).Problem);
        Assert.Equal((503, "database-away"), (await api.PostAsync($"invitations/{invitation.Id}/answer", new { accepts = false }, "key")).Problem);
        using var program = new HttpRequestMessage(HttpMethod.Get, "/api/v1/people") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "any") } };
        Assert.Equal(TimeSpan.FromSeconds(10), (await phone.Http.SendAsync(program)).Headers.RetryAfter?.Delta);
        Assert.Equal("alive", await phone.Http.GetStringAsync("/alive"));

        await _host.Postgres.StartAgainAsync();
        var since = Stopwatch.StartNew();
        Page back;
        do back = await phone.GetAsync("/i/" + token);
        while (back.Status != HttpStatusCode.OK && since.Elapsed < TimeSpan.FromSeconds(10));

        Assert.Equal(HttpStatusCode.OK, back.Status);
        Assert.Equal(InvitationState.Accepted, await StateAsync(invitation));
        _ = await phone.SubmitAsync(back, form: ".answer-buttons", button: "[value=decline]");
        Assert.Equal(InvitationState.Declined, await StateAsync(invitation));
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("series")).Status);
    }

    private async Task<InvitationState> StateAsync(Invitation invitation)
    {
        // Not through the pool of before: what is tested is the host's.
        await using var source = NpgsqlDataSource.Create(_host.Database.Owner);
        await using var db = DataSetup.Open(source);
        return (await db.Invitations.SingleAsync(i => i.Id == invitation.Id)).State;
    }
}
