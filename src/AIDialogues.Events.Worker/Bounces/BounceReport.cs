using System.Text.RegularExpressions;
using AIDialogues.Events.Domain;
using MimeKit;

namespace AIDialogues.Events.Worker.Bounces;

/// <summary>What a delivery status notification (RFC 3464) says about one of our envelopes. Nothing else of the message is looked at or kept.</summary>
internal sealed partial record BounceReport(Guid ReturnId, BounceKind Kind, string Status)
{
    /// <summary>Null for what is no report about a letter of ours: an answer, an out-of-office note, advertising, or good news.</summary>
    public static BounceReport? Read(MimeMessage message)
    {
        if (ReturnIdOf(message) is not { } id) return null;
        if (message.Body is not MultipartReport { ReportType: { } type } report || !type.Equals("delivery-status", StringComparison.OrdinalIgnoreCase)) return null;
        var readers = report.OfType<MessageDeliveryStatus>().SelectMany(status => status.StatusGroups.Skip(1)).ToList();
        // Our envelopes have one reader; were there several groups, the worst one counts.
        var said = readers.Select(Of).OfType<(BounceKind Kind, string Status)>().OrderByDescending(r => r.Kind).ToList();
        return said is [var worst, ..] ? new(id, worst.Kind, worst.Status) : null;
    }

    private static (BounceKind Kind, string Status)? Of(HeaderList group)
    {
        string action = (group["Action"] ?? "").Trim();
        var status = StatusCode().Match(group["Status"] ?? "");
        if (!status.Success) return null;
        string code = status.Value;
        if (action.Equals("delayed", StringComparison.OrdinalIgnoreCase)) return (BounceKind.Soft, code);
        if (!action.Equals("failed", StringComparison.OrdinalIgnoreCase)) return null;
        return (SaysTheAddressIsBad(code) ? BounceKind.Hard : BounceKind.Soft, code);
    }

    /// <summary>RFC 3463: 5.1.x (address), 5.2.1 (mailbox closed), 5.4.x (no such host or way) and 5.0.0 (no reason given). A full mailbox, a too large letter or a policy say nothing about the address.</summary>
    private static bool SaysTheAddressIsBad(string code) =>
        code.StartsWith("5.1.", StringComparison.Ordinal) || code.StartsWith("5.4.", StringComparison.Ordinal) || code is "5.2.1" or "5.0.0";

    private static Guid? ReturnIdOf(MimeMessage message)
    {
        var addresses = message.To.Mailboxes.Select(m => m.Address)
            .Concat(message.Headers.Where(h => h.Field is "Delivered-To" or "X-Original-To" or "Envelope-To").Select(h => h.Value));
        return addresses.Select(address => Envelope().Match(address)).FirstOrDefault(m => m.Success) is { } found ? Guid.ParseExact(found.Groups["id"].Value, "N") : null;
    }

    [GeneratedRegex(@"\+(?<id>[0-9a-f]{32})@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Envelope();

    [GeneratedRegex(@"\b[245]\.\d{1,3}\.\d{1,3}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatusCode();
}
