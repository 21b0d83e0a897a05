using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Letters;

/// <summary>A letter's words as staff may read them: a code stays its reader's, and a link was never kept.</summary>
internal static class LetterWords
{
    public static string WordsForStaff(this T texts, Letter letter) => letter.Kind == LetterKind.Code
        ? texts["These words are for their reader alone: they hold a code that opens personal data."]
        : letter.Body.Replace(Letter.LinkPlace, texts["(the reader’s own link; it is kept nowhere)"], StringComparison.Ordinal);

    /// <summary>What a state means and what, if anything, there is to do: a sentence for whoever reads it for the first time.</summary>
    public static string MeaningOf(this T texts, LetterState state) => state switch
    {
        LetterState.Queued => texts["It waits for its turn and leaves by itself."],
        LetterState.InFlight => texts["It is being handed to the mail server just now."],
        LetterState.Retry => texts["The mail server did not take it yet. It is tried again by itself."],
        LetterState.Unknown => texts["The line broke at the worst moment: the mail server may have it or not. It is not sent again by itself. Ask its reader, then say here what you know."],
        LetterState.Failed => texts["The mail server refused it for good. Correct the address, or send it again."],
        LetterState.Sent => texts["The mail server took it. Whether it was read, nobody knows."],
        LetterState.Dropped => texts["It was held back before it left, and stays here. The reason stands beside it."],
        LetterState.Paused => texts["Its wave is paused. It leaves when the wave goes on."],
        _ => texts["The mail server took it and reported later that the address takes no letters. Find a new address."],
    };

    /// <summary>Why somebody gets no reminder now: when they were last asked, in days where the dialogue is, or what else speaks against it.</summary>
    public static string WhyNotReminded(this T texts, NotReminded left, Dialogue dialogue, DateTimeOffset now)
    {
        if (left.Why.Code != ReminderRefusals.TooSoon.Code) return texts.Of(left.Why);
        int days = (dialogue.Zone.Local(now).Date - dialogue.Zone.Local(left.LastAsked).Date).Days;
        return (left.WasReminder, days) switch
        {
            (true, 0) => texts["reminded today"],
            (true, 1) => texts["reminded yesterday"],
            (true, _) => texts["reminded {0} days ago", days],
            (false, 0) => texts["invited today"],
            (false, 1) => texts["invited yesterday"],
            (false, _) => texts["invited {0} days ago", days],
        };
    }

    /// <summary>What stands beside a letter: our reason in the reader's language, or the mail server's words and that they are its own. Null where nothing does.</summary>
    public static string? WhyOf(this T texts, Letter letter) =>
        letter.ServerReply.Length == 0 ? null : texts.OwnWhy(letter.ServerReply) ?? texts["The server said: {0}", letter.ServerReply];
}
