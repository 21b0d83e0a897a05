using System.Net.Sockets;
using System.Text.RegularExpressions;
using AIDialogues.Events.Domain;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>One kept connection to the mail server, for as many letters as are waiting.</summary>
internal sealed partial class MailConnection : IAsyncDisposable
{
    // RFC 5321 4.5.3.2: five minutes for most answers, ten after the final dot. Both are generous on purpose: giving up early makes duplicates.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PatienceAfterData = TimeSpan.FromMinutes(10);

    private readonly DataWatch watch = new();
    private readonly MailOptions options;
    private readonly TimeProvider clock;
    private readonly LastLookClient client;

    public MailConnection(MailOptions options, string ownName, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        // Its name in the greeting; MailKit's default would tell this machine's.
        client = new LastLookClient(watch) { LocalDomain = ownName, Timeout = (int)PatienceAfterData.TotalMilliseconds, CheckCertificateRevocation = false };
    }

    /// <summary>As far as is known: a server may have hung up meanwhile.</summary>
    public bool IsOpen => client.IsConnected;

    /// <summary>Connects, secures and signs in, unless that is done.</summary>
    public async Task OpenAsync(CancellationToken ct)
    {
        if (client.IsConnected) return;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        // Nagle's algorithm costs some 40 ms a letter.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, either.Token);
            await client.ConnectAsync(socket, options.Host, options.Port, options.Security, either.Token);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        // BDAT has no 354, by which DataWatch knows how far a letter came.
        client.Capabilities &= ~(SmtpCapabilities.Chunking | SmtpCapabilities.BinaryMime);
        if (options.User is { } user) await client.AuthenticateAsync(user, options.Password ?? "", either.Token);
    }

    /// <summary>Opens the line; what keeps it closed, as one sentence, or null.</summary>
    public async Task<string?> ProblemAsync(CancellationToken ct)
    {
        try
        {
            await OpenAsync(ct);
            return null;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && Problem(exception, options) is not null)
        {
            return Problem(exception, options);
        }
    }

    /// <summary>Hands over one letter to one recipient. Does not stop half way: who calls stops between two letters.</summary>
    public async Task<SendOutcome> SendAsync(MimeMessage message, MailboxAddress envelope, Func<string?> whyNot)
    {
        watch.Begin();
        using var patience = new CancellationTokenSource(Patience, clock);
        client.WhyNot = () =>
        {
            if (whyNot() is { } reason) return reason;
            patience.CancelAfter(PatienceAfterData);
            return null;
        };
        try
        {
            var format = FormatOptions.Default.Clone();
            format.International = client.Capabilities.HasFlag(SmtpCapabilities.UTF8) && message.To.Mailboxes.Any(m => m.IsInternational);
            return new(SendResult.Sent, await client.SendAsync(format, message, envelope, message.To.Mailboxes, patience.Token));
        }
        catch (NotWantedException not)
        {
            return new(not.Message == Letter.AddressCorrected ? SendResult.Readdressed : SendResult.NotWanted, not.Message);
        }
        catch (SmtpCommandException said) when (IsLimit(said))
        {
            await HangUpAsync(said);
            return new(SendResult.Limited, $"{(int)said.StatusCode} {said.Message}");
        }
        // Our own fault, not the reader's: a letter must not fail because the server does not want us.
        catch (Exception ours) when (ours is ServiceNotAuthenticatedException or SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted })
        {
            return new(SendResult.Deferred, ours is SmtpCommandException said ? $"{(int)said.StatusCode} {said.Message}" : "The mail server wants a sign-in: set Mail__User and Mail__Password.");
        }
        catch (SmtpCommandException said)
        {
            await HangUpAsync(said);
            return new((int)said.StatusCode is >= 400 and < 500 ? SendResult.Deferred : SendResult.Refused, $"{(int)said.StatusCode} {said.Message}");
        }
        catch (Exception gone) when (gone is IOException or SocketException or ProtocolException or OperationCanceledException or TimeoutException or ServiceNotConnectedException)
        {
            return watch.WordsAsked
                ? new(SendResult.Lost, "The connection was lost after the letter went out and before the mail server answered.")
                : new(SendResult.Deferred, "The connection was lost before the mail server took the letter.");
        }
        catch (Exception refused) when (refused is FormatException or NotSupportedException)
        {
            return new(SendResult.Refused, "This mail server cannot take this address.");
        }
        catch (Exception) when (!watch.WordsAsked)
        {
            // Whatever it was (the database may be away at the last look): the words were not asked for, so the letter did not leave.
            return new(SendResult.Deferred, "The letter did not leave.");
        }
    }

    /// <summary>
    /// "Too many", in the words of RFC 3463: a temporary refusal by policy (4.7.x), with which the server hangs up or speaks of a pace.
    /// Greylisting, or an address that is not liked, is about one reader and must not slow down all others.
    /// </summary>
    private static bool IsLimit(SmtpCommandException said) => said.Message.StartsWith("4.7.", StringComparison.Ordinal) && !GreyList().IsMatch(said.Message)
        && ((int)said.StatusCode is 421 || ((int)said.StatusCode is 450 or 451 or 452 && OfPace().IsMatch(Addresses().Replace(said.Message, ""))));

    /// <summary>With 421 the server closes the line; what comes next needs a new one.</summary>
    private async Task HangUpAsync(SmtpCommandException said)
    {
        if ((int)said.StatusCode == 421 && client.IsConnected) await client.DisconnectAsync(quit: false);
    }

    [GeneratedRegex("gr[ea]y-?list|try again later for this recipient", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GreyList();

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"^4\.7\.(28|5\d\d)\b|\bbusy\b|too (many|much|fast)|\brat(e|ed|es)\b|limit|throttl|slow down|exceed|quota|unusual|flood|defer", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfPace();

    /// <summary>Why no letter can leave at all, as one sentence; null for a defect.</summary>
    public static string? Problem(Exception exception, MailOptions options) => exception switch
    {
        NotSupportedException when options.Security == SecureSocketOptions.StartTls =>
            $"The mail server {options.Host} offers no encryption (STARTTLS), so nothing was sent.",
        SslHandshakeException => $"The certificate of the mail server {options.Host} is not trusted, so nothing was sent.",
        AuthenticationException or SaslException => $"The mail server {options.Host} refuses Mail__User or Mail__Password.",
        SmtpCommandException said => $"The mail server {options.Host} says {(int)said.StatusCode}: {said.Message}",
        IOException or SocketException or ProtocolException or OperationCanceledException or TimeoutException => $"The mail server {options.Host}, port {options.Port}, does not answer.",
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock);
            await client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
            // The letters are settled; how the server takes leave does not matter.
        }

        client.Dispose();
    }
}
