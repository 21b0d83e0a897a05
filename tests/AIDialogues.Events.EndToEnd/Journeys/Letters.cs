using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AIDialogues.Events.Testing.Rooms;

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

    /// <summary>The personal link of somebody of the demo who has not answered: one more of theirs, for nobody can know the one that was sent.</summary>
    public static async Task<Uri> OneMoreLinkAsync(this RunningProduct product, VaultDatabase database)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        string invitation = await database.ScalarAsync<string>("""
            SELECT i.id::text FROM events.invitations i JOIN events.dialogues d ON d.id = i.dialogue_id
            WHERE i.state = 'Invited' AND d.day > current_date AND d.answer_by > current_date ORDER BY i.id LIMIT 1
            """);
        await database.ExecuteAsync($"INSERT INTO events.personal_links (id, invitation_id, token_sha256, created_at) VALUES (gen_random_uuid(), '{invitation}', '\\x{hash}', now())");
        return new(product.Web, $"/i/{token}");
    }

    [GeneratedRegex(@"http://\S+/i/[A-Za-z0-9_-]{43}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkPattern();
}
