using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Calendars;

/// <summary>A calendar file as ical.js reads it: a program of other people, in another language, run by Node once for all files of a test.</summary>
internal sealed record IcalJs(IReadOnlyList<string> Properties, IReadOnlyList<(DateTimeOffset Begins, DateTimeOffset Ends)> Events)
{
    public static async Task<IReadOnlyList<IcalJs>> ReadAsync(IEnumerable<string> files)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("aide-ical-").FullName, "files.json");
        try
        {
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(files));
            var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "ical.mjs"), Package(), path]) { RedirectStandardOutput = true, UseShellExecute = false };
            using var node = Process.Start(start)!;
            string output = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            Assert.Equal(0, node.ExitCode);
            using var answer = JsonDocument.Parse(output);
            return [.. answer.RootElement.EnumerateArray().Select(Of)];
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    /// <summary>One property as a line to compare by: where, name, parameters in order, value.</summary>
    public static string Line(string component, string name, string value, params ReadOnlySpan<(string Name, string Value)> parameters) => JsonSerializer.Serialize(
        new[] { component, name, value }.Concat(parameters.ToArray().OrderBy(p => p.Name, StringComparer.Ordinal).SelectMany(p => new[] { p.Name, p.Value })));

    private static IcalJs Of(JsonElement file) => new(
        [.. file.GetProperty("properties").EnumerateArray().Select(p => Line(
            p.GetProperty("component").GetString()!, p.GetProperty("name").GetString()!, string.Join('|', p.GetProperty("values").EnumerateArray().Select(v => v.GetString())),
            [.. p.GetProperty("parameters").EnumerateObject().Select(one => (one.Name, one.Value.GetString()!))]))],
        [.. file.GetProperty("events").EnumerateArray().Select(e => (DateTimeOffset.FromUnixTimeSeconds(e[0].GetInt64()), DateTimeOffset.FromUnixTimeSeconds(e[1].GetInt64())))]);

    /// <summary>Where npm put it; `./dev` brings it with the embedded PostgreSQL.</summary>
    private static string Package()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AIDialogues.Events.sln"))) folder = folder.Parent;
        string package = Path.Combine(folder!.FullName, ".config", "npm", "node_modules", "ical.js");
        return Directory.Exists(package) ? package : throw new DirectoryNotFoundException("ical.js is not there: run 'npm ci --ignore-scripts' in .config/npm, as ./dev does.");
    }
}
