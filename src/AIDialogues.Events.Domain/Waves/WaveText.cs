namespace AIDialogues.Events.Domain;

/// <summary>The words of a wave in one language as they were sent; a change on the way makes a new version and leaves the old.</summary>
public sealed class WaveText
{
    private WaveText() { }

    internal WaveText(Id<Wave> wave, int version, Language language, string subject, string body, DateTimeOffset writtenAt) =>
        (WaveId, Version, Language, Subject, Body, WrittenAt) = (wave, version, language, subject, body, writtenAt);

    public Id<Wave> WaveId { get; private set; }
    public int Version { get; private set; }
    public Language Language { get; private set; }
    public string Subject { get; private set; } = "";
    public string Body { get; private set; } = "";
    public DateTimeOffset WrittenAt { get; private set; }
}
