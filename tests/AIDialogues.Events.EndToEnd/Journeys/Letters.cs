using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AIDialogues.Events.EndToEnd.Journeys;

/// <summary>The mailbox of an invitee: the demo's mail server shows what would have left.</summary>
internal static partial class Letters
{
    /// <summary>The personal link in the newest letter to an address; waits for it.</summary>
    public static async Task<string> LinkInLetterAsync(this RunningProduct product, string address)
    {
        using var http = new HttpClient { BaseAddress = product.Mail };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var mails = await http.GetFromJsonAsync<JsonElement>($"/api/mails?to={address}", patience.Token);
            if (mails.GetArrayLength() > 0) return LinkPattern().Match(mails[0].GetProperty("text").GetString()!).Value;
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }

    [GeneratedRegex(@"http://\S+/i/[A-Za-z0-9_-]{43}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkPattern();
}
