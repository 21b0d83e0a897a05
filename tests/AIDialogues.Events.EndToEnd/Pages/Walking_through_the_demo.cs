using System.Text.RegularExpressions;
using AIDialogues.Events.EndToEnd.Journeys;
using Microsoft.Playwright;
using Xunit;

namespace AIDialogues.Events.EndToEnd.Pages;

/// <summary>
/// Follows every link of the demo from its first page on, one page of each kind, and looks at it as somebody on a phone in the dark in French or at a
/// desk by day in English. With AIDE_LOOK_AT_ALL set, as all of them, for people who then look at the screenshots.
/// </summary>
public sealed partial class Walking_through_the_demo(RunningProduct product)
{
    private static readonly Reader[] Readers =
    [
        new("desk-en", "en-GB", new() { Width = 1280, Height = 900 }, ColorScheme.Light),
        new("phone-fr", "fr-FR", new() { Width = 390, Height = 844 }, ColorScheme.Dark),
        new("desk-fr", "fr-FR", new() { Width = 1280, Height = 900 }, ColorScheme.Dark),
        new("phone-en", "en-GB", new() { Width = 390, Height = 844 }, ColorScheme.Light),
    ];

    private static bool IsForPeople => Environment.GetEnvironmentVariable("AIDE_LOOK_AT_ALL") is { Length: > 0 };

    [Theory]
    [InlineData("organiser", "/organise", 30)]
    [InlineData("rapporteur", "/report", 4)]
    [InlineData(null, "/", 3)]
    public async Task Shows_every_page_to_everybody(string? account, string first, int atLeast)
    {
        await product.StartedAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        var complaints = new List<string>();
        var walkers = new List<(Reader As, IPage Page)>();
        foreach (var reader in IsForPeople ? Readers : Readers[..2]) walkers.Add((reader, await PageAsync(chromium, reader, account, complaints)));

        var seen = new HashSet<string>(StringComparer.Ordinal) { KindOf(first) };
        var ahead = new Queue<string>([first]);
        int pages = 0;
        for (; ahead.TryDequeue(out string? path); pages++)
        {
            foreach (var (reader, page) in IsForPeople ? walkers : [walkers[pages % walkers.Count]])
            {
                await LookAsync(page, reader, path, complaints);
                foreach (string link in await LinksAsync(page))
                {
                    if (seen.Add(KindOf(link))) ahead.Enqueue(link);
                }
            }
        }

        Assert.Empty(complaints);
        Assert.True(pages >= atLeast, $"{pages} kinds of pages were found: {string.Join(", ", seen.Order(StringComparer.Ordinal))}");
    }

    private async Task<IPage> PageAsync(IBrowser chromium, Reader reader, string? account, List<string> complaints)
    {
        var context = await chromium.NewContextAsync(new() { Locale = reader.Locale, ViewportSize = reader.Size, ColorScheme = reader.Scheme });
        context.SetDefaultTimeout(60_000);
        context.Watch(complaints);
        var page = account is null ? await context.NewPageAsync() : await product.SignInAsync(context, account);
        return page;
    }

    private async Task LookAsync(IPage page, Reader reader, string path, List<string> complaints)
    {
        string name = $"walk-{KindOf(path).Trim('/').Replace('/', '_')}-{reader.Name}";
        var answer = await page.GotoAsync(new Uri(product.Web, path).ToString());
        if (answer is null || !answer.Ok)
        {
            complaints.Add($"{path}: {answer?.Status}");
            return;
        }

        await page.LookAsync(name, complaints);
        if (await page.EvaluateAsync<bool>("() => document.scrollingElement.scrollWidth > window.innerWidth")) complaints.Add($"{name} ({path}): wider than the screen");
        if (await page.Locator("h1").CountAsync() != 1) complaints.Add($"{name} ({path}): not one h1");
        if (await page.GetAttributeAsync("html", "lang") is var language && language != reader.Locale[..2]) complaints.Add($"{name} ({path}): speaks {language}");
    }

    // Where the page's own links lead inside the product; what is downloaded, or is about another language, is no page of its own.
    private async Task<IReadOnlyList<string>> LinksAsync(IPage page)
    {
        string[] links = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)");
        return [.. links.Select(l => new Uri(l)).Where(l => l.Authority == product.Web.Authority && !File().IsMatch(l.AbsolutePath)).Select(l => l.AbsolutePath).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The address with what names one thing taken out: one series stands for all.</summary>
    private static string KindOf(string path) => Name().Replace(Number().Replace(path, "/*"), "${kind}/*");

    [GeneratedRegex("/[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex("^(?<kind>/series|/publications)/[^/]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\.[a-z]{2,6}$|/files/|^/i/", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex File();

    private sealed record Reader(string Name, string Locale, ViewportSize Size, ColorScheme Scheme);
}
