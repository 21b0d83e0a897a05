using System.Net.Http.Headers;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Hosting;

/// <summary>Mail scanners follow every link, and some send HEAD first: whatever they open, no row may change.</summary>
public sealed class Reading_changes_nothing(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Whatever_is_opened_by_whomever()
    {
        var (values, secret) = await EverythingAsync();
        string[] paths = [.. Paths(values).Distinct(StringComparer.Ordinal)];
        Assert.Contains(paths, p => p.StartsWith("/organise/dialogues/", StringComparison.Ordinal));
        Assert.Contains(paths, p => p.StartsWith("/i/", StringComparison.Ordinal));
        Assert.Contains(paths, p => p.StartsWith("/api/v1/", StringComparison.Ordinal));
        using var organiser = await _given.SignedInAsync();
        using var nobody = host.NewBrowser();
        using var expert = host.NewBrowser("fr");
        _ = await expert.GetAsync("/i/" + values["token"]);
        using var program = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        var before = await host.Database.TablesAsync();
        Assert.True(before.Values.Count(t => t != "0 ") >= 10, "Too few tables hold rows for this to say something.");

        int opened = 0;
        foreach (var http in (HttpClient[])[organiser.Http, expert.Http, nobody.Http, program])
        {
            foreach (string path in paths)
            {
                foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
                {
                    using var response = await http.SendAsync(new HttpRequestMessage(method, path));
                    Assert.True((int)response.StatusCode < 500, $"{method} {path}: {response.StatusCode}");
                    if (response.IsSuccessStatusCode) opened++;
                }
            }
        }

        Assert.Equal(before, await host.Database.TablesAsync());
        Assert.True(opened > paths.Length, $"Only {opened} of {paths.Length} addresses opened for anybody.");
    }

    [Fact]
    public async Task Because_the_database_refuses_a_write_in_a_GET()
    {
        string data = Directory.CreateTempSubdirectory("aide-planted-").FullName;
        await using var app = WebHost.Build([$"--ConnectionStrings:Events={host.Database.Web}", "--Ports:Web=0", $"--Data:Directory={data}", "--Logging:LogLevel:Default=None"]);
        _ = app.MapMethods("/planted", ["GET", "HEAD", "POST"], async (EventsDb db) =>
        {
            _ = db.Add(Given.Value(Series.New("planted", new("Planted", ""), new("", ""), "", EventsHost.Start)));
            try
            {
                _ = await db.SaveChangesAsync();
                return Results.Text("saved");
            }
            catch (DbUpdateException exception) when (exception.InnerException is PostgresException postgres)
            {
                return Results.Text(postgres.SqlState);
            }
        }).AllowAnonymous();
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };

        Assert.Equal("25006", await http.GetStringAsync("/planted"));
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/planted"));
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.Series.CountAsync());

        // The same code in a POST saves: what stops it is the session's being read-only, and nothing else.
        using var post = await http.PostAsync("/planted", null);
        Assert.Equal("saved", await post.Content.ReadAsStringAsync());
        Assert.Equal(1, await db.Series.CountAsync());
        await app.StopAsync();
        Directory.Delete(data, recursive: true);
    }

    private async Task<(Dictionary<string, string> Values, string Secret)> EverythingAsync()
    {
        var dialogue = await _given.DialogueAsync(await _given.SeriesAsync("water"));
        var person = await _given.PersonAsync();
        var (invitation, token) = await _given.InvitationAsync(dialogue, person, i => i.Answer(true, dialogue, _given.Now));
        await _given.SaveAsync(ConsentEvent.Of(invitation, ConsentPurpose.ParticipantsList, true, ConsentSource.Link, new Notice(Language.French, "Mots"), _given.Now));
        var hana = await _given.PersonAsync("Hana", "Novotná");
        var wave = Given.Value(Wave.Draft(dialogue.Id, LetterKind.Invitation, 1, [hana.Id], _given.Now));
        await _given.SaveAsync(wave);
        var (apiToken, secret) = ApiToken.New("Test", "organise", _given.Now);
        await _given.SaveAsync(apiToken);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["series"] = dialogue.SeriesId.ToString(),
            ["dialogues"] = dialogue.Id.ToString(),
            ["sessions"] = dialogue.Sessions[0].Id.ToString(),
            ["people"] = person.Id.ToString(),
            ["invitations"] = invitation.Id.ToString(),
            ["waves"] = wave.Id.ToString(),
            ["readers"] = hana.Id.ToString(),
            ["slug"] = "water",
            ["token"] = token,
        };
        return (values, secret);
    }

    /// <summary>Every address that answers GET, its places filled with what is there: an id by the word before it, else a made-up one.</summary>
    private IEnumerable<string> Paths(Dictionary<string, string> values) =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is null or { Count: 0 } || endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")
        select "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select((segment, i) => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart place when values.TryGetValue(place.Name, out string? value) => value,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { IsCatchAll: true } => "anything",
            _ => values.GetValueOrDefault(i == 0 ? "" : WordBefore(endpoint, i), Guid.Empty.ToString()),
        }))));

    private static string WordBefore(RouteEndpoint endpoint, int segment) =>
        endpoint.RoutePattern.PathSegments[segment - 1].Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart word ? word.Content : "";
}
