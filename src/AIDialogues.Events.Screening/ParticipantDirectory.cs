using AIDialogues.Events.Screening.Directory;

namespace AIDialogues.Events.Screening;

/// <summary>The people whom a text must not point at, ready for look-ups. Immutable after construction.</summary>
public sealed class ParticipantDirectory
{
    private ParticipantDirectory(IEnumerable<Participant> people) => Phrases = new(people);

    public static ParticipantDirectory Empty { get; } = new([]);

    internal PhraseIndex Phrases { get; }

    public static ParticipantDirectory Of(IEnumerable<Participant> people) => new(people);
}
