using System.Text.Json;

namespace AIDialogues.Events.Benchmarks;

/// <summary>The figures of a run for programs: <c>artifacts/bench/NAME.json</c> below the directory in which the benchmark was called.</summary>
internal static class BenchFile
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(string name, object figures)
    {
        string directory = Directory.CreateDirectory(Path.Combine("artifacts", "bench")).FullName;
        string file = Path.Combine(directory, name + ".json");
        File.WriteAllText(file, JsonSerializer.Serialize(figures, Readable) + "\n");
        Console.WriteLine($"Written to {Path.GetRelativePath(Directory.GetCurrentDirectory(), file)}");
    }
}
