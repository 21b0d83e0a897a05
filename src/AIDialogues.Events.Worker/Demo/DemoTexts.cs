using System.Text.Json;
using System.Text.Json.Serialization;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Worker.Demo;

internal sealed record DemoText(string En, string Fr)
{
    public static implicit operator BilingualText(DemoText text) => new(text.En, text.Fr);
}

internal sealed record DemoPerson(string Given, string Family, string Email, string Affiliation, StakeholderGroup Group, string Country, Language Language);

internal sealed record DemoRoom(string Name, int Seats);

internal sealed record DemoSession(DemoText Title, int Room, TimeOnly Begins, TimeOnly Ends, DemoText Questions, IReadOnlyList<DemoText> Themes, Rule? Rule);

internal sealed record DemoDialogue(DemoText Title, int Offset, IReadOnlyList<DemoRoom> Rooms, IReadOnlyList<DemoSession> Sessions);

internal sealed record DemoSeries(
    string Slug, string Organisation, DemoText Title, DemoText Purpose, string Venue, string Zone, IReadOnlyList<DemoDialogue> Dialogues);

/// <summary>Something said in the first day; a planted leak names somebody, so that the screening has something to find.</summary>
internal sealed record DemoStatement(int Session, int Theme, StatementKind Kind, string Words, bool Leak);

/// <summary>What the organisation wrote of the series, about its first day or all of it.</summary>
internal sealed record DemoPublication(PublicationKind Kind, bool Day, bool WithSummaries, DemoText Title, DemoText Abstract, DemoText Body);

/// <summary>The invented people, days and words, kept beside this file and built in.</summary>
internal static class DemoTexts
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static IReadOnlyList<DemoPerson> People => Read<List<DemoPerson>>("people");

    public static DemoSeries Series => Read<DemoSeries>("series");

    public static IReadOnlyList<DemoStatement> Statements => Read<List<DemoStatement>>("statements");

    public static IReadOnlyList<DemoPublication> Publications => Read<List<DemoPublication>>("publications");

    private static T Read<T>(string name)
    {
        using var stream = typeof(DemoTexts).Assembly.GetManifestResourceStream($"AIDialogues.Events.Worker.Demo.{name}.json")!;
        return JsonSerializer.Deserialize<T>(stream, Reading)!;
    }
}
