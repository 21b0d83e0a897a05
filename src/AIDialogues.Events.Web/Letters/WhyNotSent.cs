using System.Text.RegularExpressions;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Letters;

/// <summary>
/// Why a letter did not leave, in the reader's language. The worker keeps its own sentences in English beside the letter; what a mail server
/// said stays as it said it.
/// </summary>
internal static class WhyNotSent
{
    private static readonly string[] Sentences =
    [
        "Not sent: the letter is not the one that was shown and queued.",
        "Not sent: its reader asked not to be written to.",
        "Not sent: the day was called off.",
        "Not sent: the day was over.",
        "Not sent: a letter with a new link replaced it.",
        "Not sent: its reader gets the same letter under their other record.",
        "Not sent: the round of objections is over, or its draft was taken back.",
        "Not sent yet: its reader’s address was corrected at this moment.",
        "Not sent: the invitation was answered or withdrawn meanwhile.",
        "Not sent: the letter is no longer in flight.",
        "Not sent: its code was no longer good.",
        "The address is not one that a letter can be sent to.",
        "The connection was lost after the letter went out and before the mail server answered.",
        "The connection was lost before the mail server took the letter.",
        "The letter did not leave.",
        "The mail server wants a sign-in: set Mail__User and Mail__Password.",
        "The sending was broken off; the mail server may have the letter or not.",
        "This mail server cannot take this address.",
        "The mail server {0} offers no encryption (STARTTLS), so nothing was sent.",
        "The certificate of the mail server {0} is not trusted, so nothing was sent.",
        "The mail server {0} refuses Mail__User or Mail__Password.",
        "The mail server {0} says {1}: {2}",
        "The mail server {0}, port {1}, does not answer.",
    ];

    private static readonly (string Sentence, Regex Written)[] Known = [.. Sentences.Select(s => (s, PatternOf(s)))];

    /// <param name="kept">As it stands beside the letter, or above letters that wait.</param>
    public static string Why(this T texts, string kept) => texts.OwnWhy(kept) ?? kept;

    /// <summary>Null: these are not our words.</summary>
    public static string? OwnWhy(this T texts, string kept)
    {
        foreach (var (sentence, written) in Known)
            if (written.Match(kept) is { Success: true } found) return texts[sentence, [.. found.Groups.Values.Skip(1).Select(g => g.Value)]];
        return null;
    }

    // What fills a place is as short as the sentence lets it be, but for the last, which may be a server's whole answer.
    private static Regex PatternOf(string sentence) => new(
        "^" + Regex.Replace(Regex.Escape(sentence), @"\\\{\d}", "(.+?)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) + "$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
}
