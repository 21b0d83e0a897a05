using System.Text.Json;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>A line of an annotated file: its text and the stretches that must be found, already in UTF-16 units.</summary>
internal sealed record AnnotatedText(string Text, IReadOnlyList<AnnotatedText.Mention> Mentions)
{
    public bool IsClean => Mentions.Count == 0;

    public static List<AnnotatedText> Read(string path) =>
        [.. File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line)).Select(Parse)];

    private static AnnotatedText Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var text = json.RootElement.GetProperty("text").GetString()!;
        // The files count code points; .NET counts UTF-16 units.
        var units = new List<int>(text.Length + 1);
        for (var at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1) units.Add(at);
        units.Add(text.Length);
        var mentions = json.RootElement.GetProperty("spans").EnumerateArray()
            .Where(span => !span.TryGetProperty("need", out var need) || need.GetBoolean())
            .Select(span => new Mention(units[span.GetProperty("s").GetInt32()], units[span.GetProperty("e").GetInt32()], span.GetProperty("t").GetString()!));
        return new(text, [.. mentions]);
    }

    internal sealed record Mention(int Start, int End, string Label);
}
