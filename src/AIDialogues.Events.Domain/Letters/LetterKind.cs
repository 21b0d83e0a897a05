namespace AIDialogues.Events.Domain;

public enum LetterKind
{
    Invitation,
    Reminder,

    /// <summary>Carries a code that opens a request about one's own data.</summary>
    Code,

    /// <summary>Somebody accepted: their calendar file.</summary>
    Confirmation,

    /// <summary>Hours or place are others: the same entry of the calendar, a number higher.</summary>
    Change,

    /// <summary>The entry leaves the calendar, because the person does not come, or because nothing else told them that the day is off.</summary>
    Cancellation,

    /// <summary>A seat is kept for somebody who waits.</summary>
    Offer,

    /// <summary>What an organiser has to say about the day to everybody who may come.</summary>
    News,

    /// <summary>The day does not take place. Where a calendar holds it, the letter carries the file that takes it out.</summary>
    CalledOff,

    /// <summary>A round of objections has begun: until when the draft can be read, and how one objects without a name.</summary>
    DraftToRead,

    /// <summary>A new link to what somebody said, once there is no day to come to any more.</summary>
    OwnPage,
}

public static class LetterKinds
{
    /// <summary>Whether organisers write it and send it in waves; the others the product writes by itself.</summary>
    public static bool IsWritten(this LetterKind kind) => LetterTemplate.Kinds.Contains(kind);

    /// <summary>Whether it is about the day itself: it goes to everybody who may come, never to some of them, and the day changes with it.</summary>
    public static bool ConcernsEverybody(this LetterKind kind) => kind is LetterKind.CalledOff;

    /// <summary>How many people may be chosen for a wave of it; null where nobody is chosen.</summary>
    public static int? MostReaders(this LetterKind kind) => kind.ConcernsEverybody() ? null : Wave.MostReaders;

    /// <summary>Overtakes what waits: who is on the way must hear it first, and who asked for a code sits and waits.</summary>
    public static bool IsUrgent(this LetterKind kind) => kind is LetterKind.CalledOff or LetterKind.Cancellation or LetterKind.Code;

    /// <summary>Whether the letter is a door: what says that nobody is expected opens nothing, and a code is typed on the page that is open already.</summary>
    public static bool CarriesLink(this LetterKind kind) => kind is not (LetterKind.CalledOff or LetterKind.Cancellation or LetterKind.Code);

    /// <summary>Whether the reader may say in one step that they want no more of these (RFC 8058); what concerns a day they accepted must reach them.</summary>
    public static bool OffersOptOut(this LetterKind kind) => kind is LetterKind.Invitation or LetterKind.Reminder;

    /// <summary>
    /// What may also reach somebody who restricted or objected: what they asked for themselves, and that a day they count on is another or none.
    /// A trigger of the database holds the same list.
    /// </summary>
    public static bool IsOwed(this LetterKind kind) => kind is LetterKind.Code or LetterKind.Change or LetterKind.Cancellation or LetterKind.CalledOff;

    /// <summary>Whether it does: that a day is off concerns, of these, only who said that they come. Nobody is to stand before a closed door.</summary>
    public static bool ReachesWhoWantsNone(this LetterKind kind, InvitationState invitation) =>
        kind.IsOwed() && (kind is not LetterKind.CalledOff || invitation is InvitationState.Accepted);

    /// <summary>Two letters of which one asks to come and the other says that there is nothing to come to.</summary>
    public static bool Contradicts(this LetterKind kind, LetterKind other) =>
        (kind is LetterKind.CalledOff && other.AsksToCome()) || (other is LetterKind.CalledOff && kind.AsksToCome());

    /// <summary>Whether it says when and where the day is to whoever is to come: nobody wants it once the day is off, over or another.</summary>
    public static bool AsksToCome(this LetterKind kind) =>
        kind is LetterKind.Invitation or LetterKind.Reminder or LetterKind.Confirmation or LetterKind.Change or LetterKind.Offer or LetterKind.News;
}
