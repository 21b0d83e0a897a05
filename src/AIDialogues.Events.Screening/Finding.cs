namespace AIDialogues.Events.Screening;

public enum TextLanguage
{
    English,
    French,
}

public enum FindingKind
{
    ParticipantName,
    ParticipantAffiliation,
    PersonName,
    Organisation,
    Role,
    Attribution,
    Contact,
    Number,
    Place,
    Date,
    Group,
}

/// <summary>A stretch of a text that points at somebody. Start and Length count UTF-16 units and always lie inside the text.
/// Reason is a stable code; its sentence lives with the host, in the reader's language.</summary>
public sealed record Finding(int Start, int Length, FindingKind Kind, string Reason, string? Suggestion)
{
    internal int End => Start + Length;
}
