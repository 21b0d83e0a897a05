using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;

namespace AIDialogues.Events.Worker.Bounces;

/// <summary>Reads what came back. A report about a letter of ours is deleted once it is written down, and left unseen while its letter is still in the air; everything else is left, marked as seen.</summary>
internal sealed partial class BounceMailbox(ImapOptions options, BounceLedger ledger, ILogger<BounceMailbox> log)
{
    /// <summary>At once; the rest is read at the next run.</summary>
    private const int Most = 200;

    /// <summary>A report is small; what is larger is not read.</summary>
    private const uint MostBytes = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>How many reports were about letters of ours.</returns>
    public async Task<int> ReadAsync(CancellationToken ct)
    {
        using var client = new ImapClient { Timeout = (int)Patience.TotalMilliseconds, CheckCertificateRevocation = false };
        try
        {
            await client.ConnectAsync(options.Host, options.Port, options.Security, ct);
            await client.AuthenticateAsync(options.User, options.Password, ct);
            var folder = await FolderAsync(client, ct);
            _ = await folder.OpenAsync(FolderAccess.ReadWrite, ct);
            int found = 0;
            foreach (var id in (await folder.SearchAsync(SearchQuery.NotSeen, ct)).Take(Most)) found += await ReadAsync(folder, id, ct) ? 1 : 0;
            await folder.CloseAsync(expunge: true, ct);
            await client.DisconnectAsync(quit: true, ct);
            return found;
        }
        catch (Exception away) when (!ct.IsCancellationRequested && away is IOException or SocketException or ImapProtocolException or ImapCommandException or AuthenticationException or SslHandshakeException or FolderNotFoundException or OperationCanceledException or NotSupportedException)
        {
            CannotRead(options.Host, away.GetType().Name);
            return 0;
        }
    }

    private async Task<bool> ReadAsync(IMailFolder folder, UniqueId id, CancellationToken ct)
    {
        var summary = (await folder.FetchAsync([id], MessageSummaryItems.Size, ct)).FirstOrDefault();
        bool? recorded = summary?.Size is <= MostBytes && await ReportAsync(folder, id, ct) is { } report ? await ledger.RecordAsync(report, ct) : false;
        if (recorded is not { } ours) return false;
        _ = await folder.StoreAsync(id, new StoreFlagsRequest(StoreAction.Add, ours ? MessageFlags.Seen | MessageFlags.Deleted : MessageFlags.Seen) { Silent = true }, ct);
        return ours;
    }

    private static async Task<BounceReport?> ReportAsync(IMailFolder folder, UniqueId id, CancellationToken ct)
    {
        try
        {
            using var message = await folder.GetMessageAsync(id, ct);
            return BounceReport.Read(message);
        }
        catch (FormatException)
        {
            // No message at all.
            return null;
        }
    }

    private async Task<IMailFolder> FolderAsync(ImapClient client, CancellationToken ct) =>
        options.Folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? client.Inbox! : await client.GetFolderAsync(options.Folder, ct);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mailbox for bounces at {Host} cannot be read: {Fault}")]
    private partial void CannotRead(string host, string fault);
}
