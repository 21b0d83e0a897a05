using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>What tools from the npm registry find in the same texts, in the same run: redact-pii, compromise and wink-nlp.</summary>
internal static class RivalTools
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Screening", "Rivals");

    /// <returns>False where there was nothing to stand beside.</returns>
    public static bool Table(IReadOnlyList<AnnotatedText> texts, Score ours)
    {
        if (!Bring())
        {
            Console.WriteLine("The npm tools could not be brought (npm ci failed), so nothing stands beside these figures.\n");
            return false;
        }
        Console.WriteLine($"{"beside",-20} {"recall",8} {"precision",10} {"alerts on clean",16} {"p50 ms",9} {"p95 ms",9}");
        Row("this screening", ours);
        int tools = 0;
        using var answer = JsonDocument.Parse(Run([.. texts.Select(text => text.Text)]) is { Length: > 0 } said ? said : "{}");
        foreach (var tool in answer.RootElement.EnumerateObject())
        {
            var found = tool.Value.EnumerateArray().Select(text => (Ms: text.GetProperty("ms").GetDouble(), Spans: text.GetProperty("spans").EnumerateArray().Select(AsFinding).Where(span => span.Length > 0).ToList())).ToList();
            tools++;
            // Now and then a tool counts past the end of a text.
            Row(tool.Name, Score.Of(texts, [.. found.Select((text, i) => (text.Ms, text.Spans.ConvertAll(span => Inside(span, texts[i].Text.Length))))]));
        }
        Console.WriteLine();
        return tools > 0;
    }

    private static Finding AsFinding(JsonElement span) => new(span[0].GetInt32(), span[1].GetInt32() - span[0].GetInt32(), FindingKind.PersonName, "rival", null);

    private static Finding Inside(Finding span, int length) => span with { Start = Math.Min(span.Start, length), Length = Math.Clamp(length - span.Start, 0, span.Length) };

    private static void Row(string name, Score score) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-20} {100 * score.Recall,7:0.0}% {100 * score.Precision,9:0.0}% {100 * score.AlertsOnClean,15:0.0}% {score.Percentile(0.5),9:0.000} {score.Percentile(0.95),9:0.000}"));

    private static bool Bring() => Directory.Exists(Path.Combine(Folder, "node_modules"))
        || Start("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], Folder) is { ExitCode: 0 };

    private static string Run(string[] texts)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(texts));
            return Start("node", ["rivals.mjs", file], Folder).Output;
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal static (int ExitCode, string Output) Start(string program, string[] arguments, string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return (-1, ""); // There is no such program here.
        }
    }
}
