namespace AIDialogues.Events.Worker.Letters;

internal enum SendResult
{
    /// <summary>The server took the letter.</summary>
    Sent,

    /// <summary>It did not, and may later.</summary>
    Deferred,

    /// <summary>It takes no more of anybody's for now, which is not about this letter.</summary>
    Limited,

    /// <summary>It never will.</summary>
    Refused,

    /// <summary>The words went out and no answer came back: nobody can know.</summary>
    Lost,

    /// <summary>In the very last moment its reader's address was corrected; the words did not go out, and go to the right one next.</summary>
    Readdressed,

    /// <summary>In the very last moment something speaks against it; the words did not go out.</summary>
    NotWanted,
}

/// <summary>How one attempt ended, with the server's last words.</summary>
internal sealed record SendOutcome(SendResult Result, string Words);
