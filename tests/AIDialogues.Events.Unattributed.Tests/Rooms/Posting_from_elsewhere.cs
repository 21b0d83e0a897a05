using System.Net;
using System.Text;
using AIDialogues.Events.Testing.Rooms;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rooms;

/// <summary>Antiforgery without a cookie: the key is in the body, and a browser that posts from another page is refused even with it.</summary>
public sealed class Posting_from_elsewhere(OneRoom one) : IClassFixture<OneRoom>
{
    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("http://room.localhost:5101", "same-origin", HttpStatusCode.OK)]
    [InlineData("http://localhost:4000", "same-origin", HttpStatusCode.OK)]
    [InlineData("http://room.localhost:5101", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("http://room.localhost:5101", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("http://room.localhost:5101", "none", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.test", null, HttpStatusCode.Forbidden)]
    [InlineData("http://room.localhost.evil.test:5101", null, HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:5100", null, HttpStatusCode.Forbidden)]
    [InlineData("https://room.localhost:5101", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData("", null, HttpStatusCode.Forbidden)]
    public async Task Is_refused_whatever_the_body_holds(string? origin, string? fetchSite, HttpStatusCode expected)
    {
        var session = await one.Vault.AddSessionAsync();
        var device = new Device(session);
        _ = device.Write("from another page");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/points")
        {
            Headers = { Host = "localhost:4000" },
            Content = new StringContent(Device.Padded(new
            {
                sessionId = session.SessionId,
                key = session.Key,
                points = new[] { new { id = Guid.NewGuid(), kind = "view", words = "from another page" } },
                close = true,
            }), Encoding.UTF8, "application/json"),
        };
        if (origin is not null) _ = request.Headers.TryAddWithoutValidation("Origin", origin);
        if (fetchSite is not null) request.Headers.Add("Sec-Fetch-Site", fetchSite);

        using var answer = await one.Room.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1L : 0L, await one.Vault.ScalarAsync<long>($"SELECT count(*) FROM vault.statements WHERE session_id = '{session.SessionId}'"));
    }

    /// <summary>What a foreign page can send without asking first: a form's three content types. None is JSON.</summary>
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Cannot_be_done_by_a_form(string type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        _ = content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await one.Room.Client.PostAsync("/api/points", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Gets_no_leave_when_a_browser_asks_first()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/points");
        request.Headers.Add("Origin", "https://evil.test");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type");

        using var answer = await one.Room.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }
}
