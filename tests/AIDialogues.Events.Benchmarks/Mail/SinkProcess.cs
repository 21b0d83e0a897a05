using System.Diagnostics;
using System.Globalization;
using AIDialogues.Events.MailSink.Smtp;

namespace AIDialogues.Events.Benchmarks.Mail;

/// <summary>The mail server in a process of its own, so that it takes no thread from who is measured.</summary>
internal sealed class SinkProcess : IAsyncDisposable
{
    public const string Word = "mail-sink";

    private readonly Process process;

    private SinkProcess(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public static async Task<SinkProcess> StartAsync()
    {
        var child = Process.Start(new ProcessStartInfo("dotnet", [typeof(SinkProcess).Assembly.Location, Word]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string line = await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The mail server did not start.");
        return new(child, int.Parse(line, CultureInfo.InvariantCulture));
    }

    /// <summary>What the child does: serves until its input ends, which happens also when the parent is killed.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var sink = await SmtpSink.StartAsync(limits: new SmtpLimits { Kept = 10 });
        Console.WriteLine(sink.Port.ToString(CultureInfo.InvariantCulture));
        _ = await Console.In.ReadToEndAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
