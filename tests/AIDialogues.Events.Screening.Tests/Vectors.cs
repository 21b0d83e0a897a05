using System.Text.Json;

namespace AIDialogues.Events.Screening.Tests;

/// <summary>Texts with what must be found in them, read from the files beside the tests.</summary>
internal sealed record Vectors(IReadOnlyList<Participant> People, byte[] Salt, IReadOnlyList<Vectors.Expected> Texts)
{
    public static Vectors Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(PathOf(file)));
        var people = json.RootElement.GetProperty("people").EnumerateArray()
            .Select(person => new Participant(person.GetProperty("given").GetString()!, person.GetProperty("family").GetString()!, Optional(person, "affiliation"), Optional(person, "acronym")));
        var texts = json.RootElement.GetProperty("texts").EnumerateArray()
            .Select(text => new Expected(text.GetProperty("text").GetString()!, [.. text.GetProperty("find").EnumerateArray().Select(find => find.GetString()!)]));
        return new([.. people], json.RootElement.GetProperty("salt").GetBytesFromBase64(), [.. texts]);
    }

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static string? Optional(JsonElement person, string name) => person.TryGetProperty(name, out var value) ? value.GetString() : null;

    internal sealed record Expected(string Text, IReadOnlyList<string> Find);
}
