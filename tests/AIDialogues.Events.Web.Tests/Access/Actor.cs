using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>Somebody at the doors: what they hold, and which personal link they come with.</summary>
internal sealed partial class Actor(string name, Browser browser, Func<World, string>? token = null, Action<HttpRequestMessage, World>? dress = null) : IDisposable
{
    private string? _form;

    public string Name => name;

    public Browser Browser => browser;

    /// <summary>The doors at which a form was answered with a file.</summary>
    public HashSet<string> HandedOut { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the last write that was tried was taken: what was refused has changed nothing.</summary>
    public bool HasChanged { get; private set; }

    public static async Task<IReadOnlyList<Actor>> AllAsync(EventsHost host, Given given)
    {
        var half = host.NewBrowser();
        var (email, _) = await given.AccountAsync();
        _ = await half.SubmitAsync(await half.GetAsync("/account/signin"), new { Email = email, Password = Given.Password });
        return
        [
            new("nobody", host.NewBrowser()),
            new("expert-own-link", host.NewBrowser(), w => w.OwnToken),
            new("expert-other-link", host.NewBrowser(), w => w.OtherToken),
            new("expert-dead-link", host.NewBrowser(), w => w.DeadToken),
            new("rapporteur", await given.SignedInAsync(StaffRoles.Rapporteur)),
            new("organiser", await given.SignedInAsync()),
            new("first-step-only", half),
            new("dismissed-organiser", await DismissedAsync(host, given)),
            new("token", host.NewBrowser(), dress: With(await TokenAsync(given, "organise"))),
            new("token-other-scope", host.NewBrowser(), dress: With(await TokenAsync(given, "nothing"))),
            new("token-revoked", host.NewBrowser(), dress: With(await TokenAsync(given, "organise", revoked: true))),
            new("board-key", host.NewBrowser(), dress: (request, world) => request.Headers.Authorization = new("Bearer", world.BoardKey)),
            new("organiser-wrong-host", await given.SignedInAsync(), dress: (request, _) => request.Headers.Host = "evil.test"),
            new("calendar-address", host.NewBrowser(), w => w.CalendarToken),
            new("opt-out-address", host.NewBrowser(), w => w.OptOutToken),
        ];
    }

    /// <param name="there">False: everything that is named was never made.</param>
    public async Task<char> TryAsync(Route route, World world, bool there)
    {
        var values = there ? world.Values.ToDictionary(StringComparer.Ordinal) : new(StringComparer.Ordinal) { ["documentName"] = "v9", ["slug"] = "never-made", ["summary-of:kind"] = "session", ["kind"] = "invitation", ["language"] = "french", ["format"] = "md", ["receipt"] = new string('0', 32) };
        values["token"] = token?.Invoke(world) ?? new string('x', 43);
        if (route.Pattern.RawText!.Contains("{handle}", StringComparison.Ordinal)) values["handle"] = await EnterAsync(world);
        var fields = world.Fields.GetValueOrDefault(route.Name, []).Select(f => there ? f : (f.Name, Guid.NewGuid().ToString()));
        using var request = await RequestAsync(route, route.Path(values), fields);
        dress?.Invoke(request, world);
        using var response = await browser.Http.SendAsync(request);
        HasChanged = (!there && HasChanged) || (route.Method != "GET" && (int)response.StatusCode < 400);
        if (route.Method != "GET" && response.Content.Headers.ContentDisposition is not null) _ = HandedOut.Add(route.Name);
        return Told((int)response.StatusCode, response.Headers.Location?.OriginalString ?? "", dress is not null && request.Headers.Host == "evil.test");
    }

    /// <summary>Asks a door that is read, with something put behind its address.</summary>
    public async Task<(int Status, string Type, string Body)> AskAsync(Route route, World world, string query)
    {
        var values = world.Values.ToDictionary(StringComparer.Ordinal);
        values["token"] = token?.Invoke(world) ?? new string('x', 43);
        if (route.Pattern.RawText!.Contains("{handle}", StringComparison.Ordinal)) values["handle"] = await EnterAsync(world);
        string path = route.Path(values);
        using var request = new HttpRequestMessage(HttpMethod.Get, query.Length == 0 ? path : path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query);
        dress?.Invoke(request, world);
        using var response = await browser.Http.SendAsync(request);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", await response.Content.ReadAsStringAsync());
    }

    /// <summary>Comes with a thing of one world and, in the same address or in the form, things of another.</summary>
    /// <returns>What was answered, but for ids; empty where there was nothing, or the door stayed shut.</returns>
    public async Task<string> TryMixedAsync(Route route, World here, IReadOnlyDictionary<string, string> elsewhere, IEnumerable<(string Name, string Value)> fields)
    {
        var values = here.Values.ToDictionary(StringComparer.Ordinal);
        values["token"] = token?.Invoke(here) ?? new string('x', 43);
        if (route.Pattern.RawText!.Contains("{handle}", StringComparison.Ordinal)) values["handle"] = await EnterAsync(here);
        using var request = await RequestAsync(route, route.Path(values, elsewhere), fields);
        dress?.Invoke(request, here);
        using var response = await browser.Http.SendAsync(request);
        char told = Told((int)response.StatusCode, response.Headers.Location?.OriginalString ?? "", wrongHost: false);
        string body = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json" ? Ids().Replace(await response.Content.ReadAsStringAsync(), "id") : "";
        return told is '0' or '-' ? "" : $"{(int)response.StatusCode} {body}";
    }

    /// <summary>Which canaries come out at a door: in the words, the headers and the place it leads to.</summary>
    /// <param name="fields">What is typed into the form, where the door is one.</param>
    public async Task<IReadOnlySet<string>> CanariesAsync(Route route, World world, params (string Name, string Value)[] fields)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (string format in route.Formats) words.UnionWith(Canaries.Looking_for_canaries.CanariesIn(await ReadAsync(route, world, format, fields)));
        return words;
    }

    /// <summary>All that comes out at a door, unpacked where it is packed.</summary>
    public async Task<string> ReadAsync(Route route, World world, string format = "", params (string Name, string Value)[] fields)
    {
        var values = world.Values.ToDictionary(StringComparer.Ordinal);
        values["token"] = token?.Invoke(world) ?? new string('x', 43);
        if (route.Pattern.RawText!.Contains("{handle}", StringComparison.Ordinal)) values["handle"] = await EnterAsync(world);
        if (format.Length > 0) values["my:format"] = values["format"] = format;
        using var request = await RequestAsync(route, route.Path(values), [.. world.Fields.GetValueOrDefault(route.Name, []), .. fields]);
        dress?.Invoke(request, world);
        using var response = await browser.Http.SendAsync(request);
        return $"{response.Headers}{response.Content.Headers}{Canaries.Unpacked.TextOf(await response.Content.ReadAsByteArrayAsync())}";
    }

    public void Dispose() => browser.Dispose();

    /// <summary>Comes in by the personal link, as from a letter, and keeps its cookie; who has none tries another's address.</summary>
    private async Task<string> EnterAsync(World world)
    {
        if (token is null) return world.Values["invitations"];
        using var entered = await browser.Http.GetAsync("/i/" + token(world));
        return entered.Headers.Location?.OriginalString.Split('/')[^1] ?? Guid.NewGuid().ToString();
    }

    /// <summary>+ came in · - was sent away · 0 found nothing there · X broke it.</summary>
    private static char Told(int status, string location, bool wrongHost) => status switch
    {
        400 when wrongHost => '-',
        // A form's own handler says 400 to what nobody can have typed; a token that does not fit would say it to everything.
        401 or 403 => '-',
        404 or 410 => '0',
        >= 500 => 'X',
        >= 300 and < 400 when location.Contains("/account/signin", StringComparison.Ordinal) || location.Contains("/account/denied", StringComparison.Ordinal) => '-',
        _ => '+',
    };

    private async Task<HttpRequestMessage> RequestAsync(Route route, string path, IEnumerable<(string Name, string Value)> fields)
    {
        var method = new HttpMethod(route.Method);
        if (route.Method is "POST" or "PUT" or "PATCH" or "DELETE") return new(method, path) { Content = await ContentAsync(route, fields) };
        string query = string.Join('&', fields.Select(f => $"{f.Name}={f.Value}"));
        return new(method, path + (query.Length > 0 ? "?" + query : ""));
    }

    private async Task<HttpContent> ContentAsync(Route route, IEnumerable<(string Name, string Value)> fields)
    {
        if (route.Pattern.RawText!.Contains("api/", StringComparison.Ordinal)) return new StringContent("{}", new MediaTypeHeaderValue(route.Takes));
        // The form's token of this very actor, so that what is refused is refused for who they are.
        _form ??= await FormAsync();
        return new FormUrlEncodedContent([new("__RequestVerificationToken", _form), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]);
    }

    private async Task<string> FormAsync()
    {
        // Where they are at home: a form for signing in is a form for somebody who is not signed in.
        foreach (string page in (string[])["/organise", "/report", "/account/signin"])
        {
            if ((await browser.GetAsync(page)).One("input[name=__RequestVerificationToken]") is { } token) return token.GetAttribute("value")!;
        }

        throw new InvalidOperationException("No form anywhere.");
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9a-f]{32}-[0-9a-f]{16}-0[01]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();

    private static Action<HttpRequestMessage, World> With(string secret) => (request, _) => request.Headers.Authorization = new("Bearer", secret);

    private static async Task<string> TokenAsync(Given given, string scope, bool revoked = false)
    {
        var (token, secret) = ApiToken.New("Test", scope, given.Now);
        if (revoked) typeof(ApiToken).GetProperty(nameof(ApiToken.RevokedAt))!.SetValue(token, given.Now);
        await given.SaveAsync(token);
        return secret;
    }

    /// <summary>Signed in once, and then taken the role away; the session must not outlive it by more than a minute.</summary>
    private static async Task<Browser> DismissedAsync(EventsHost host, Given given)
    {
        var (email, key) = await given.AccountAsync();
        var browser = host.NewBrowser();
        var page = await browser.SubmitAsync(await browser.GetAsync("/account/signin"), new { Email = email, Given.Password });
        _ = await browser.SubmitAsync(page, new { Code = Testing.Totp.Now(key) });
        using var scope = host.Services.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
        var account = (await accounts.FindByEmailAsync(email))!;
        _ = await accounts.RemoveFromRoleAsync(account, StaffRoles.Organiser);
        _ = await accounts.UpdateSecurityStampAsync(account);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        return browser;
    }
}
