using System.Diagnostics;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Letters;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AIDialogues.Events.Benchmarks.Mail;

/// <summary>The same letter over SMTP alone, without a database.</summary>
internal static class Connections
{
    public const string Body = "Bonjour Awa Diallo,\n\nNous serions très heureux de vous compter parmi nous.\n\n{link}\n\nBien cordialement,\nInstitut Méridien";
    public const string Subject = "Eau et sécurité : une invitation";

    public static readonly MailboxAddress From = new("Institut Méridien", "invitations@meridien.test");
    public static readonly Uri Site = new("http://localhost:5100");

    public static MailOptions Options(int port, int connections = 1) => new() { Host = "127.0.0.1", Port = port, Security = SecureSocketOptions.None, From = From, Connections = connections };

    public static async Task<double> NaiveAsync(int port, int letters)
    {
        var begun = Stopwatch.StartNew();
        for (int i = 0; i < letters; i++)
        {
            using var client = new SmtpClient();
            await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
            _ = await client.SendAsync(Message(i));
            await client.DisconnectAsync(quit: true);
        }

        return begun.Elapsed.TotalSeconds;
    }

    public static async Task<double> KeptAsync(int port, int letters)
    {
        await using var connection = new MailConnection(Options(port), "localhost", TimeProvider.System);
        var begun = Stopwatch.StartNew();
        await connection.OpenAsync(CancellationToken.None);
        for (int i = 0; i < letters; i++)
        {
            var outcome = await connection.SendAsync(Message(i), From, () => null);
            if (outcome.Result != SendResult.Sent) throw new InvalidOperationException(outcome.Words);
        }

        return begun.Elapsed.TotalSeconds;
    }

    private static MimeMessage Message(int i)
    {
        if (TestLetter.To($"awa{i}@bassin.test", Id<Person>.New(), "Institut Méridien", new(Language.French, Subject, Body), TimeProvider.System.GetUtcNow()).Refused(out var refusal, out var letter)) throw new InvalidOperationException(refusal.Code);
        return LetterMessage.Compose(letter, Site, From, TimeProvider.System.GetUtcNow());
    }
}
