using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>A key that opens one thing must not read the system's secrets by naming them: no door takes the name of a setting, and none answers with one.</summary>
public sealed class Naming_a_secret(EventsHost host) : IAsyncLifetime
{
    /// <summary>Settings, files and columns that somebody would ask for.</summary>
    private static readonly string[] Names = ["ConnectionStrings:Events", "Mail__Password", "keys/people.kek", "../keys/people.kek", "password_hash", "token_sha256"];

    private static readonly string[] Askers = ["key", "name", "setting", "config", "path", "file", "field", "fields", "include", "expand", "select", "sort", "format", "handler", "q"];

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_32_no_page_and_no_endpoint_holds_the_configuration_that_it_could_be_asked_for()
    {
        var loader = host.Services.GetRequiredService<PageLoader>();
        int doors = 0;
        var holding = new List<string>();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints)
        {
            IEnumerable<Type> taken = [];
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, endpoint.Metadata);
                taken = [.. Constructed(compiled.ModelTypeInfo!), .. compiled.HandlerMethods.SelectMany(h => h.MethodInfo.GetParameters()).Select(p => p.ParameterType)];
            }
            else if (endpoint.Metadata.GetMetadata<MethodInfo>() is { } method)
            {
                taken = method.GetParameters().Select(p => p.ParameterType);
            }
            else
            {
                continue;
            }

            doors++;
            holding.AddRange(taken.Where(HoldsSettings).Select(t => $"{endpoint.DisplayName} takes {t.Name}"));
        }

        Assert.True(doors > 80, $"{doors} doors are too few to say something.");
        Assert.Empty(holding);
        // The rule itself: it would find one.
        Assert.True(Array.TrueForAll([typeof(IConfiguration), typeof(ConfigurationManager), typeof(IOptions<object>)], HoldsSettings));
    }

    [Fact]
    public async Task Case_32_whatever_is_named_no_answer_holds_a_secret()
    {
        var world = await World.MakeAsync(host, _given);
        string bearer = await TokenAsync();
        using var organiser = await _given.SignedInAsync();
        using var program = host.NewBrowser();
        program.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        var secrets = await SecretsAsync();
        Assert.True(secrets.Count >= 8, string.Join(", ", secrets.Keys));
        int asked = 0;
        foreach (var route in await Route.AllAsync(host))
        {
            foreach (string name in Names)
            {
                // Every free place of the address holds the name, and so does every parameter that anybody ever named so.
                var values = world.Values.Where(v => Guid.TryParse(v.Value, out _)).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
                foreach (string place in route.Pattern.Parameters.Where(p => p.ParameterPolicies.Count == 0).Select(p => p.Name)) values[place] = Uri.EscapeDataString(name);
                string path = route.Path(values);
                string query = (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', Askers.Select(a => $"{a}={Uri.EscapeDataString(name)}"));
                foreach (var browser in (Browser[])[program, organiser])
                {
                    // An organiser's signing out would end the search.
                    if (path.StartsWith("/account", StringComparison.Ordinal) || (browser == organiser && route.Method != "GET")) continue;
                    using var request = new HttpRequestMessage(new HttpMethod(route.Method), path + query);
                    if (route.Method is not ("GET" or "HEAD")) request.Content = new StringContent(JsonSerializer.Serialize(Askers.ToDictionary(a => a, _ => name)), Encoding.UTF8, "application/json");
                    using var response = await browser.Http.SendAsync(request);
                    string all = $"{response.Headers}{response.Content.Headers}{Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync())}";
                    Assert.Equal("", string.Join(", ", secrets.Where(s => all.Contains(s.Value, StringComparison.Ordinal)).Select(s => $"{s.Key} in {route} for {name}")));
                    asked++;
                }

                if (route.Pattern.Parameters.Count == 0) break;
            }
        }

        Assert.True(asked > 500, $"{asked} questions are too few.");
        // The positive control: the same search finds what an answer does hold.
        Assert.Contains(world.Values["slug"], await program.Http.GetStringAsync("/api/v1/series"), StringComparison.Ordinal);
    }

    /// <summary>What nobody may ever read from outside, by what it is.</summary>
    private async Task<Dictionary<string, string>> SecretsAsync()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["where the database is"] = host.Database.Web,
            ["the database's host"] = new NpgsqlConnectionStringBuilder(host.Database.Web).Host!,
            ["the data directory"] = host.Keys.DataDirectory,
        };
        foreach (string file in Directory.EnumerateFiles(Path.Combine(host.Keys.DataDirectory, "keys"), "*", SearchOption.AllDirectories).Take(40))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file);
            if (bytes.Length < 16) continue;
            string name = Path.GetFileName(file);
            (found[name + " in base64"], found[name + " in hex"]) = (Convert.ToBase64String(bytes), Convert.ToHexString(bytes));
            if (name.EndsWith(".pem", StringComparison.Ordinal)) found[name] = Encoding.UTF8.GetString(bytes).Split('\n')[1];
        }

        await using var db = host.OpenDb();
        foreach (var account in await db.Users.AsNoTracking().ToListAsync()) (found["a password's hash"], found["a security stamp"]) = (account.PasswordHash!, account.SecurityStamp!);
        foreach (var token in await db.UserTokens.AsNoTracking().ToListAsync()) found["an authenticator's key"] = token.Value!;
        foreach (var token in await db.ApiTokens.AsNoTracking().ToListAsync()) found["a token's hash"] = Convert.ToHexString(token.TokenSha256);
        return found;
    }

    private static bool HoldsSettings(Type type) =>
        typeof(IConfiguration).IsAssignableFrom(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOptions<>));

    private static IEnumerable<Type> Constructed(TypeInfo model) => model.DeclaredConstructors.SelectMany(c => c.GetParameters()).Select(p => p.ParameterType);

    private async Task<string> TokenAsync()
    {
        var (token, secret) = ApiToken.New("Test", "organise", _given.Now);
        await _given.SaveAsync(token);
        return secret;
    }
}
