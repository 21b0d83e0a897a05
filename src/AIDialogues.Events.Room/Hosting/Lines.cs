namespace AIDialogues.Events.Room.Hosting;

/// <summary>All that Room ever says to its log: that it started, that it could not, that something failed. Never a time, an address or a word of a request.</summary>
internal static class Lines
{
    public static void Started(RoomSettings settings) =>
        Console.Out.WriteLine($"Room listens on port {settings.Port} and is reached at {settings.RoomUrl}");

    public static void CannotStart(string sentence) => Console.Error.WriteLine(sentence);

    /// <summary>The kind of the failure and nothing else: a message could quote what was sent.</summary>
    public static void Fault(Exception fault) => Console.Error.WriteLine($"A request failed: {fault.GetType().Name}");
}
