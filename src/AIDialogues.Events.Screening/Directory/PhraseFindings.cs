using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Directory;

/// <summary>Turns matched phrases into findings: neighbours of one name become one, and a title before a name belongs to it.</summary>
internal static class PhraseFindings
{
    private const int MostTitles = 3;

    public static void Of(Tokens tokens, List<PhraseMatch> matches, List<Finding> found)
    {
        for (var at = 0; at < matches.Count; at++)
        {
            var match = matches[at];
            if (!match.IsName)
            {
                found.Add(Between(tokens, match.First, match.First + match.Count - 1, FindingKind.ParticipantAffiliation, "participant-affiliation"));
                continue;
            }
            var last = match.First + match.Count - 1;
            var slip = match.Slip;
            while (at + 1 < matches.Count && matches[at + 1].IsName && OneName(tokens, last, matches[at + 1].First))
            {
                at++;
                last = matches[at].First + matches[at].Count - 1;
                slip &= matches[at].Slip;
            }
            found.Add(Between(tokens, WithTitles(tokens, match.First), last, FindingKind.ParticipantName, slip ? "participant-name-misspelt" : "participant-name"));
        }
    }

    public static int WithTitles(Tokens tokens, int first)
    {
        for (var more = 0; more < MostTitles && PhraseEvidence.HasTitle(tokens, first); more++) first--;
        return first;
    }

    private static bool OneName(Tokens tokens, int last, int next)
    {
        if (next == last + 1) return Close(tokens.Gap(last));
        return next == last + 2 && tokens[last + 1].Length == 1 && tokens[last + 1].Capital && Close(tokens.Gap(last)) && Close(tokens.Gap(last + 1));
    }

    private static bool Close(ReadOnlySpan<char> gap) => gap is " " or "-" or ". " or ".";

    private static Finding Between(Tokens tokens, int first, int last, FindingKind kind, string reason) =>
        new(tokens[first].Start, tokens[last].End - tokens[first].Start, kind, reason, null);
}
