namespace AIDialogues.Events.Domain;

/// <summary>Everything outside a letter that decides whether it may still leave, as it stands at one moment.</summary>
public sealed record LetterStanding
{
    public Id<Invitation> InvitationId { get; init; }
    public InvitationState Invitation { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The moment at which all of this stands so.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When the day ends, on the clocks of its zone.</summary>
    public DateOnly Day { get; init; } = DateOnly.MaxValue;
    public TimeOnly Ends { get; init; }
    public string Zone { get; init; } = "UTC";

    /// <summary>When the person was invited, or invited again after that was taken back.</summary>
    public DateTimeOffset InvitedAt { get; init; }

    /// <summary>Who invites: whom the reader sees as the sender.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>Where the reader is written to now; empty once they are erased.</summary>
    public string Address { get; init; } = "";
    public bool ReaderIsErased { get; init; }

    /// <summary>The reader restricted the use of their data, or objected to it.</summary>
    public bool ReaderWantsNone { get; init; }

    /// <summary>The reader asked not to be invited again.</summary>
    public bool ReaderOptedOut { get; init; }

    /// <summary>The day was cancelled, or called off by letter.</summary>
    public bool DayIsOff { get; init; }

    /// <summary>The day has ended: nobody can come any more.</summary>
    public bool DayIsOver => At >= Zone.At(Day, Ends);

    /// <summary>The letter tells of a round of objections that asks nobody any more: its time is over, or its draft was taken back.</summary>
    public bool RoundIsOver { get; init; }

    /// <summary>Whether a letter of this kind must not reach its reader, by their own wish or because nothing is known of them any more.</summary>
    public bool Silences(LetterKind kind) =>
        ReaderIsErased || (ReaderWantsNone && !kind.ReachesWhoWantsNone(Invitation)) || (ReaderOptedOut && kind.OffersOptOut());
}

/// <summary>The one place that says whether a letter may still leave: asked when a worker takes it, and once more just before its words go out.</summary>
public static class StillWanted
{
    /// <summary>What stands with a letter that asked to come when the day was called off.</summary>
    public const string DayWasCalledOff = "Not sent: the day was called off.";

    /// <summary>What stands with a letter that asked to come to a day that has ended.</summary>
    public const string DayWasOver = "Not sent: the day was over.";

    /// <returns>Why the letter must not leave, as it then stands with it; null when it may.</returns>
    /// <param name="queuedAt">When somebody decides that it is to leave, if that is not when they did.</param>
    public static string? WhyNot(this Letter letter, LetterStanding standing, DateTimeOffset? queuedAt = null) =>
        !letter.IsAsShown ? "Not sent: the letter is not the one that was shown and queued."
        : standing.Silences(letter.Kind) ? "Not sent: its reader asked not to be written to."
        : letter.Body.Length == 0 ? "Not sent: the letter is not the one that was shown and queued."
        : standing.DayIsOff && letter.Kind.Contradicts(LetterKind.CalledOff) ? DayWasCalledOff
        : letter.Kind.AsksToCome() && standing.DayIsOver ? DayWasOver
        : standing.RoundIsOver ? "Not sent: the round of objections is over, or its draft was taken back."
        : !letter.StillTells(standing, queuedAt ?? letter.QueuedAt) ? "Not sent: the invitation was answered or withdrawn meanwhile."
        : null;

    /// <summary>
    /// Whether its reader's address was corrected after it was written: it would carry a link to somebody else. A code goes to the address
    /// that is to be confirmed, whatever the directory says.
    /// </summary>
    public static bool IsMisaddressed(this Letter letter, LetterStanding standing) =>
        letter.Kind is not LetterKind.Code && letter.ToAddress.Length > 0 && standing.Address.Length > 0 && !string.Equals(letter.ToAddress, standing.Address, StringComparison.OrdinalIgnoreCase);

    /// <summary>Nobody wants a letter about a withdrawn invitation, or one that asks what was answered meanwhile.</summary>
    private static bool StillTells(this Letter letter, LetterStanding standing, DateTimeOffset queuedAt) => (letter.Kind, standing.Invitation) switch
    {
        // Written before the invitation was withdrawn and made again: its link is closed, and another letter asks.
        (LetterKind.Invitation or LetterKind.Reminder or LetterKind.Offer, _) when letter.CreatedAt < standing.InvitedAt => false,
        (LetterKind.CalledOff or LetterKind.Code, _) => true,
        (LetterKind.Cancellation, var state) => state != InvitationState.Accepted || standing.DayIsOff,
        (LetterKind.Confirmation or LetterKind.Change, var state) => state == InvitationState.Accepted,
        (LetterKind.Offer, var state) => state == InvitationState.Offered,
        (LetterKind.Reminder, var state) => state is InvitationState.Invited or InvitationState.Undecided,
        (LetterKind.News, var state) => state.MayCome(),
        // Who was there may object, whatever they had answered.
        (LetterKind.DraftToRead or LetterKind.OwnPage, var state) => state != InvitationState.Withdrawn,
        (LetterKind.Invitation, InvitationState.Invited or InvitationState.Undecided) => true,
        // An organiser may send the link once more to somebody who has answered; an answer after that has overtaken the letter.
        (LetterKind.Invitation, var state) => state != InvitationState.Withdrawn && !(standing.AnsweredAt >= queuedAt),
        _ => throw new InvalidOperationException($"Nobody said when a letter of kind {letter.Kind} is wanted."),
    };
}
