using System.Text;

namespace AIDialogues.Events.Web.Tests.Bounces;

/// <summary>What mail servers and people send back, byte for byte.</summary>
internal static class Reports
{
    public static byte[] Delivery(string to, string status = "5.1.1", string action = "failed", string canary = "") => Mime(
        $"""
        From: Mail Delivery System <MAILER-DAEMON@relay.test>
        To: {to}
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

        --b1
        Content-Type: text/plain

        The mail system could not deliver your letter. {canary}
        --b1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; relay.test
        Arrival-Date: Mon, 01 Mar 2027 09:00:00 +0000

        Final-Recipient: rfc822; awa0@bassin.test
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; 550 {status} {canary} awa0@bassin.test unknown

        --b1
        Content-Type: message/rfc822

        From: invitations@meridien.test
        Subject: Votre journee
        Content-Type: text/plain

        {canary}
        --b1--
        """);

    public static byte[] OutOfOffice(string to, string canary = "") => Mime(
        $"""
        From: Awa Diallo <awa0@bassin.test>
        To: {to}
        Subject: Absence: Votre journee
        Auto-Submitted: auto-replied
        Content-Type: text/plain

        I am away. {canary} Status: 5.1.1 Action: failed
        """);

    private static byte[] Mime(string text) => Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\r\n") + "\r\n");
}
