using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AIDialogues.Events.Benchmarks.Mail;

/// <summary>nodemailer's pool as a process of its own; it measures itself, without its start.</summary>
internal sealed class Nodemailer
{
    private static readonly string Folder = Path.Combine(Root(), "tests", "AIDialogues.Events.Benchmarks", "Mail", "nodemailer");

    /// <summary>Null, and a plain sentence, where Node or its packages cannot be had.</summary>
    public static async Task<Nodemailer?> PrepareAsync()
    {
        try
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules"))) await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], "");
            return new();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            Console.WriteLine("nodemailer is left out: its package could not be brought (it needs Node 20 or newer with npm, and a line to the registry once).");
            return null;
        }
    }

    public async Task<double> SendAsync(int port, int letters, int connections)
    {
        string link = "http://localhost:5100/i/" + new string('a', 43);
        string text = Connections.Body.Replace("{link}", link, StringComparison.Ordinal);
        string html = "<!doctype html><html lang=\"fr\"><body><p>" + text.Replace("\n\n", "</p><p>", StringComparison.Ordinal).Replace("\n", "<br>", StringComparison.Ordinal) + "</p></body></html>";
        string output = await RunAsync("node", ["pool.mjs", Word(port), Word(letters), Word(connections)], JsonSerializer.Serialize(new { subject = Connections.Subject, text, html }));
        return double.Parse(output, CultureInfo.InvariantCulture);
    }

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(await errors);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AIDialogues.Events.sln"))) folder = folder.Parent;
        return folder!.FullName;
    }
}
