using AIDialogues.Events.Testing;
using Microsoft.Playwright;

namespace AIDialogues.Events.EndToEnd.Journeys;

/// <summary>Signing in as a first-time visitor would: with what the script printed.</summary>
internal static class Staff
{
    public static async Task<IPage> SignInAsync(this RunningProduct product, IBrowserContext context, string account)
    {
        string[] words = product.SignIn.Single(line => line.Contains(account + "@demo.test  password", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string password = words[Array.IndexOf(words, "password") + 1], secret = words[^1];
        var page = await context.NewPageAsync();
        _ = await page.GotoAsync(new Uri(product.Web, "/account/signin").ToString());
        await page.FillAsync("#Email", account + "@demo.test");
        await page.FillAsync("#Password", password);
        await page.ClickAsync("main button");
        await page.FillAsync("#Code", Totp.Now(secret));
        await page.ClickAsync("main form button");
        return page;
    }
}
