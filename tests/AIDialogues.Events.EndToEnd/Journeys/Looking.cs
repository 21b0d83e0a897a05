using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AIDialogues.Events.EndToEnd.Journeys;

/// <summary>What is done with every page of a journey: a screenshot for people to look at, and no accessibility or policy violation.</summary>
internal static class Looking
{
    private static readonly string Shots = Path.Combine(DevCommand.Root, "artifacts", "screenshots");

    public static async Task LookAsync(this IPage page, string name, List<string> complaints)
    {
        _ = Directory.CreateDirectory(Shots);
        _ = await page.ScreenshotAsync(new() { Path = Path.Combine(Shots, name + ".png"), FullPage = true });
        var found = await page.RunAxe();
        complaints.AddRange(found.Violations.Select(v => $"{name} ({page.Url}): {v.Id} at {string.Join(", ", v.Nodes.Take(3).Select(n => n.Html))}"));
    }

    /// <summary>Collects every breach of the content security policy and every script error of a context.</summary>
    public static List<string> Watched(this IBrowserContext context)
    {
        List<string> complaints = [];
        context.Watch(complaints);
        return complaints;
    }

    public static void Watch(this IBrowserContext context, List<string> complaints)
    {
        context.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) complaints.Add(message.Text);
        };
        context.WebError += (_, error) => complaints.Add(error.Error);
    }
}
