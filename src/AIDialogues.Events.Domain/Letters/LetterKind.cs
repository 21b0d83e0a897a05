namespace AIDialogues.Events.Domain;

public enum LetterKind
{
    Invitation,
    Reminder,

    /// <summary>The day has another date, hour or place.</summary>
    Change,

    /// <summary>The day does not take place.</summary>
    Cancellation,
}

public static class LetterKinds
{
    /// <summary>Overtakes what waits: who is on the way must hear it first.</summary>
    public static bool IsUrgent(this LetterKind kind) => kind is LetterKind.Cancellation;

    /// <summary>Whether the letter is a door: a cancellation opens nothing any more.</summary>
    public static bool CarriesLink(this LetterKind kind) => kind is not LetterKind.Cancellation;

    /// <summary>Whether the reader may say in one step that they want no more of these (RFC 8058); what concerns a day they accepted must reach them.</summary>
    public static bool OffersOptOut(this LetterKind kind) => kind is LetterKind.Invitation or LetterKind.Reminder;

    /// <summary>Two letters of which one asks to come and the other not to.</summary>
    public static bool Contradicts(this LetterKind kind, LetterKind other) => (kind is LetterKind.Cancellation) != (other is LetterKind.Cancellation);
}
