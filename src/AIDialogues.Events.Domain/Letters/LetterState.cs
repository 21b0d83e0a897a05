namespace AIDialogues.Events.Domain;

public enum LetterState
{
    Queued,
    InFlight,
    Retry,
    Unknown,
    Failed,
    Sent,
    Dropped,

    /// <summary>Its wave is paused.</summary>
    Paused,

    /// <summary>The mail server took it and later reported that the address takes none.</summary>
    Bounced,
}
