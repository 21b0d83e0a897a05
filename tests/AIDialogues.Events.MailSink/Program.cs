using System.Net.Sockets;
using AIDialogues.Events.MailSink.Inbox;
using AIDialogues.Events.MailSink.Smtp;

namespace AIDialogues.Events.MailSink;

/// <summary>The local stand-in for the world's mail: an SMTP listener and a web inbox, both on this machine only.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var webPort = builder.Configuration.GetValue("Ports:MailUi", 5180);
        var smtpPort = builder.Configuration.GetValue("Ports:MailSmtp", 5125);
        var data = builder.Configuration.GetValue("Data:Directory", ".data")!;
        // A page elsewhere that points its own name at this machine could read the links in the letters.
        builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]";
        builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning";
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(webPort));

        var limits = new SmtpLimits();
        var store = new LetterStore(Path.Combine(data, "mail"), limits.Kept);
        try
        {
            await using var sink = await SmtpSink.StartAsync(smtpPort, limits, store: store.SaveAsync);
            sink.Restore(store.Load());
            await using var app = builder.Build();
            app.MapInbox(sink, store);
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            await Console.Error.WriteLineAsync($"The mail sink could not start on ports {smtpPort} (Ports__MailSmtp) and {webPort} (Ports__MailUi): {e.Message}");
            return 1;
        }
    }
}
