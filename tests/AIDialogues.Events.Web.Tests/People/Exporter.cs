using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace AIDialogues.Events.Web.Tests.People;

/// <summary>An organiser who asks for the directory, or decides over another's wish: signed in, and able to prove it again.</summary>
internal sealed class Exporter(EventsHost host, Browser browser, string email, string key) : IDisposable
{
    public const string Reason = "Badges for the printer in Geneva";

    public Browser Browser => browser;

    public string Email => email;

    public static async Task<Exporter> OfAsync(EventsHost host, Given given, string language = "en")
    {
        var (email, key) = await given.AccountAsync();
        var browser = host.NewBrowser(language);
        var page = await browser.SubmitAsync(await browser.GetAsync("/account/signin"), new { Email = email, Given.Password });
        _ = await browser.SubmitAsync(page, new { Code = Totp.Now(key) });
        return new(host, browser, email, key);
    }

    public async Task<Page> AskAsync(string query = "", string reason = Reason, string password = Given.Password, string? code = null) =>
        await browser.SubmitAsync(await browser.GetAsync("/organise/people/export" + query), new { Reason = reason, Password = password, Code = code ?? Totp.Now(key) }, form: "#ask");

    public async Task<Page> AllowAsync(string wish, string password = Given.Password) =>
        await browser.SubmitAsync(await browser.GetAsync(wish), new { Password = password, Code = Totp.Now(key) }, form: "#allow");

    /// <summary>As the page's own form would, also where the page shows none.</summary>
    public async Task<HttpResponseMessage> PostAsync(string wish, string handler)
    {
        string token = (await browser.GetAsync("/organise/people/export")).One("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";
        return await browser.Http.PostAsync($"{wish}?handler={handler}", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("Password", Given.Password), new("Code", Totp.Now(key))]));
    }

    /// <summary>The whole way with a colleague, for who needs the file and not the way.</summary>
    public async Task<byte[]> TakeAsync(Given given, string query = "")
    {
        using var colleague = await OfAsync(host, given);
        string wish = (await AskAsync(query)).Path;
        _ = await colleague.AllowAsync(wish);
        using var file = await PostAsync(wish, "Download");
        return await file.Content.ReadAsByteArrayAsync();
    }

    public async Task DismissAsync()
    {
        using var scope = host.Services.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
        _ = await accounts.RemoveFromRoleAsync((await accounts.FindByEmailAsync(email))!, StaffRoles.Organiser);
    }

    public void Dispose() => browser.Dispose();
}
