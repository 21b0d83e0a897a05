using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace AIDialogues.Events.Benchmarks.Invitations;

/// <summary>The web host on a free loopback port and an organiser signed in with both steps; counts the commands that Entity Framework sends for a page.</summary>
internal sealed partial class BoardPages : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IAsyncDisposable
{
    private const string Email = "organiser@bench.test", Password = "correct horse battery";

    private readonly WebApplication _app;
    private readonly HttpClient _browser;
    private readonly List<IDisposable> _subscriptions = [];
    private int _commands;

    private BoardPages(WebApplication app)
    {
        _app = app;
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
    }

    public static async Task<BoardPages> OpenAsync(MigratedDatabase database, string data)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "AIDialogues.Events.sln"))) root = Path.GetDirectoryName(root)!;
        var app = WebHost.Build(
            [
                $"--ConnectionStrings:Events={database.Web}", "--Ports:Web=0", $"--Data:Directory={data}", "--Site:Url=http://localhost:5100", "--environment=Development",
                $"--contentRoot={Path.Combine(root, "src", "AIDialogues.Events.Web")}", "--Logging:LogLevel:Default=Warning",
            ]);
        await app.StartAsync();
        var pages = new BoardPages(app);
        await pages.SignInAsync();
        pages._subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(pages));
        return pages;
    }

    /// <summary>Reads a page to its end.</summary>
    /// <returns>How many commands it took.</returns>
    public async Task<int> ReadAsync(string path)
    {
        int before = _commands;
        using var response = await _browser.GetAsync(path);
        string page = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != HttpStatusCode.OK || !page.Contains("<table", StringComparison.Ordinal)) throw new InvalidOperationException($"{path} is no board: {(int)response.StatusCode} {response.RequestMessage!.RequestUri}");
        return _commands - before;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore") _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted") _ = Interlocked.Increment(ref _commands);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public async ValueTask DisposeAsync()
    {
        _subscriptions.ForEach(s => s.Dispose());
        _browser.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task SignInAsync()
    {
        string key;
        using (var scope = _app.Services.CreateScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
            var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole<Guid>>>();
            var account = new StaffAccount { UserName = Email, Email = Email, DisplayName = "Noor Haddad" };
            if (!await roles.RoleExistsAsync(StaffRoles.Organiser)) Ok(await roles.CreateAsync(new IdentityRole<Guid>(StaffRoles.Organiser) { Id = Guid.NewGuid() }));
            Ok(await accounts.CreateAsync(account, Password));
            Ok(await accounts.AddToRoleAsync(account, StaffRoles.Organiser));
            Ok(await accounts.ResetAuthenticatorKeyAsync(account));
            Ok(await accounts.SetTwoFactorEnabledAsync(account, true));
            key = (await accounts.GetAuthenticatorKeyAsync(account))!;
        }

        var (path, token) = await FormAsync(await _browser.GetAsync("/account/signin"));
        (path, token) = await FormAsync(await _browser.PostAsync(path, Fields(token, ("Email", Email), ("Password", Password))));
        using var signedIn = await _browser.PostAsync(path, Fields(token, ("Code", Totp.Now(key))));
        if (signedIn.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/account", StringComparison.Ordinal)) throw new InvalidOperationException("The organiser is not signed in.");
    }

    private static async Task<(string Path, string Token)> FormAsync(HttpResponseMessage response)
    {
        using (response) return (response.RequestMessage!.RequestUri!.PathAndQuery, AntiforgeryToken().Match(await response.Content.ReadAsStringAsync()).Groups["token"].Value);
    }

    private static FormUrlEncodedContent Fields(string token, params (string Name, string Value)[] fields) =>
        new(fields.Append((Name: "__RequestVerificationToken", Value: token)).Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static void Ok(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(' ', result.Errors.Select(e => e.Description)));
    }

    [GeneratedRegex("name=\"?__RequestVerificationToken\"?[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AntiforgeryToken();
}
