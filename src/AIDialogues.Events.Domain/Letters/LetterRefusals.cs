namespace AIDialogues.Events.Domain;

public static class LetterRefusals
{
    public static readonly Refusal NotForSendingAgain = new("letter-not-for-sending-again");

    /// <summary>The invitation was answered or withdrawn since it was written, so it would be dropped on the way.</summary>
    public static readonly Refusal Overtaken = new("letter-overtaken");
    public static readonly Refusal NotUnknown = new("letter-not-unknown");
    /// <summary>Nobody is invited to a day that is over, and no other letter of an organiser is about one.</summary>
    public static readonly Refusal DayIsOver = new("letter-day-is-over");
    public static readonly Refusal LinkMissing = new("letter-link-missing");
    public static readonly Refusal LinkNotOfThisKind = new("letter-link-not-of-this-kind");
    public static readonly Refusal SubjectMissing = new("letter-subject-missing");

    /// <summary>The reader asked not to be written to, or not to be invited again.</summary>
    public static readonly Refusal ReaderWantsNone = new("letter-reader-wants-none");

    /// <summary>The day is at another time or place than the letter says.</summary>
    public static readonly Refusal SaysWhatTheDayWas = new("letter-says-what-the-day-was");

    /// <summary>So do all letters that would go again.</summary>
    public static readonly Refusal TheySayWhatTheDayWas = new("letters-say-what-the-day-was");

    /// <summary>What would leave is not what was shown.</summary>
    public static readonly Refusal ChangedSincePreview = new("letter-changed-since-preview");

    public static Refusal FieldUnknown(string field) => Refusal.Of("letter-field-unknown", field);

    public static Refusal FieldEmpty(string field, string names) => Refusal.Of("letter-field-empty", field, names);

    /// <summary>One letter would ask to come, the other not to.</summary>
    public static Refusal Contradicts(string names) => Refusal.Of("letters-contradict", names);
}
