namespace AIDialogues.Events.Domain;

/// <summary>One person a wave is meant for, with words of their own where the organiser wrote some.</summary>
public sealed class WaveReader
{
    private WaveReader() { }

    internal WaveReader(Id<Wave> wave, Id<Person> person) => (WaveId, PersonId) = (wave, person);

    public Id<Wave> WaveId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string Subject { get; private set; } = "";
    public string Body { get; private set; } = "";

    public bool HasOwnWords => Body.Length > 0;

    internal void Write(string subject, string body) => (Subject, Body) = (subject, body);
}
