namespace AIDialogues.Events.Domain;

public enum LetterKind
{
    Invitation,
    Reminder,

    /// <summary>The day has another date, hour or place.</summary>
    Change,

    /// <summary>The day does not take place.</summary>
    Cancellation,

    /// <summary>Carries a code that opens a request about one's own data.</summary>
    Code,
}

public static class LetterKinds
{
    /// <summary>Whether organisers write it and send it in waves; the product alone writes the others.</summary>
    public static bool IsWritten(this LetterKind kind) => kind is not LetterKind.Code;

    /// <summary>Overtakes what waits: who is on the way must hear it first, and who asked for a code sits and waits.</summary>
    public static bool IsUrgent(this LetterKind kind) => kind is LetterKind.Cancellation or LetterKind.Code;

    /// <summary>Whether the letter is a door: a cancellation opens nothing any more, and a code is typed on the page that is open already.</summary>
    public static bool CarriesLink(this LetterKind kind) => kind is not (LetterKind.Cancellation or LetterKind.Code);

    /// <summary>Whether the reader may say in one step that they want no more of these (RFC 8058); what concerns a day they accepted must reach them.</summary>
    public static bool OffersOptOut(this LetterKind kind) => kind is LetterKind.Invitation or LetterKind.Reminder;

    /// <summary>Two letters of which one asks to come and the other not to.</summary>
    public static bool Contradicts(this LetterKind kind, LetterKind other) => (kind is LetterKind.Cancellation && other.AsksToCome()) || (other is LetterKind.Cancellation && kind.AsksToCome());

    private static bool AsksToCome(this LetterKind kind) => kind is LetterKind.Invitation or LetterKind.Reminder or LetterKind.Change;
}
