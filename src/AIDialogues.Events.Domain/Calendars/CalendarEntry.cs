namespace AIDialogues.Events.Domain;

/// <summary>What somebody's calendar was last told about one invitation. Its number only rises, so a file that comes late changes nothing.</summary>
public sealed class CalendarEntry
{
    private CalendarEntry() { }

    public Id<Invitation> InvitationId { get; private set; }

    /// <summary>Whose calendar it is: the facts name an address, so they are sealed like a letter.</summary>
    public Id<Person> PersonId { get; private set; }
    public int Sequence { get; private set; } = -1;

    /// <summary>The facts that were told; see <see cref="CalendarDay.Facts"/>.</summary>
    public string Facts { get; private set; } = "";
    public bool Cancelled { get; private set; }
    public DateTimeOffset ToldAt { get; private set; }

    public static CalendarEntry Of(Invitation invitation) => new() { InvitationId = invitation.Id, PersonId = invitation.PersonId };

    /// <summary>What there is to tell now; null when the calendar is right.</summary>
    /// <param name="comes">The person accepted and the day is still to be held.</param>
    public LetterKind? Due(bool comes, string facts) => (comes, Sequence, Cancelled) switch
    {
        (true, < 0, _) or (true, _, true) => LetterKind.Confirmation,
        (true, _, _) when facts != Facts => LetterKind.Change,
        (false, >= 0, false) => LetterKind.Cancellation,
        _ => null,
    };

    /// <returns>The number of the file that tells it.</returns>
    public int Tell(string facts, bool cancelled, DateTimeOffset now)
    {
        (Facts, Cancelled, ToldAt) = (facts, cancelled, now);
        return ++Sequence;
    }
}
