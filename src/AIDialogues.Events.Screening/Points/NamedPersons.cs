using AIDialogues.Events.Screening.Directory;
using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Points;

/// <summary>People nobody listed: a title and a name, or a common given name and a family name. They may be participants whose
/// names the list does not hold yet.</summary>
internal static class NamedPersons
{
    public static void Find(Tokens tokens, List<Finding> found)
    {
        if (tokens.Shouted) return;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].Capital || tokens[i].HasDigit) continue;
            var titled = PhraseEvidence.HasTitle(tokens, i) && tokens[i - 1].Capital && !Words.Function.Contains(tokens.Word(i))
                && (!Words.IsOrdinary(tokens.Word(i)) || IsHonorific(tokens.Word(i - 1)));
            var given = Words.GivenNames.Contains(tokens.Word(i)) && !Words.IsOrdinary(tokens.Word(i)) && IsFamilyName(tokens, i + 1);
            if (!titled && !given) continue;
            var first = PhraseFindings.WithTitles(tokens, i);
            var last = i;
            while (IsFamilyName(tokens, last + 1) && last - i < 4) last++;
            found.Add(new(tokens[first].Start, tokens[last].End - tokens[first].Start, FindingKind.PersonName, titled ? "person-title" : "person-name", null));
            i = last;
        }
    }

    private static bool IsHonorific(string title) => title is "mr" or "mrs" or "ms" or "mme" or "mlle" or "m" or "dr" or "prof";

    private static bool IsFamilyName(Tokens tokens, int i) => i < tokens.Count && tokens[i].Capital && !tokens[i].HasDigit && !tokens[i].StartsSentence
        && tokens.Gap(i - 1) is " " or "-" or ". " or "'" or "’" && !Words.Function.Contains(tokens.Word(i)) && !Words.OrganisationWords.Contains(tokens.Word(i));
}
