namespace AIDialogues.Events.Domain;

public static class DialogueRefusals
{
    public static readonly Refusal EndsBeforeItBegins = new("ends-before-it-begins");
    public static readonly Refusal HourIsSkipped = new("hour-is-skipped");

    /// <summary>Called off: its date is the one that people were told.</summary>
    public static readonly Refusal DayIsOff = new("day-is-off");
    public static readonly Refusal AnswerAfterTheDay = new("answer-after-the-day");
    public static readonly Refusal AnswerDays = new("answer-days");
    public static readonly Refusal SessionOutsideTheDay = new("session-outside-the-day");
    public static readonly Refusal DayOutOfRange = new("day-out-of-range");
    public static readonly Refusal RoomNameMissing = new("room-name-missing");
    public static readonly Refusal RoomSeats = new("room-seats");
    public static readonly Refusal RoomUnknown = new("room-unknown");
    public static readonly Refusal RoomBusy = new("room-busy");
    public static readonly Refusal RoomInUse = new("room-in-use");

    /// <summary>The letters about a change are written already.</summary>
    public static readonly Refusal TooLateToSetBack = new("too-late-to-set-back");

    /// <summary>The day was changed again since the page was shown.</summary>
    public static readonly Refusal ChangedAgain = new("day-changed-again");
    public static readonly Refusal DayMissing = new("day-missing");
    public static readonly Refusal HoursMissing = new("hours-missing");
    public static readonly Refusal ThemesMissing = new("themes-missing");

    /// <summary>People may come: the day is called off with the letters that tell them, never without.</summary>
    public static readonly Refusal CallOffByLetter = new("call-off-by-letter");

    public static Refusal ZoneUnknown(string zone) => Refusal.Of("zone-unknown", zone);

    public static Refusal ThemeTwice(string name) => Refusal.Of("theme-twice", name);

    public static Refusal RoomNameTaken(string name) => Refusal.Of("room-name-taken", name);
}
