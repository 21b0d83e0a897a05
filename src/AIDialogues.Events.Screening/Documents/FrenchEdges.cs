using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Documents;

/// <summary>What belongs to a find though it is written small beside it: an elided article, a point of the compass, the rest of a body's name.</summary>
internal static class FrenchEdges
{
    private const int LongestName = 9;

    private static readonly HashSet<string> Compass = Set("nord sud est ouest");
    private static readonly HashSet<string> Geography = Set("nord sud est ouest golfe mer ile iles cote cotes vallee lac region province presqu archipel montagnes village bourg ville");
    private static readonly HashSet<string> Between = Set("de du des d la le l les");
    private static readonly HashSet<string> Offices = Set("ministere ministeres secretariat service services");
    private static readonly HashSet<string> Fields = Set("sante securite justice interieur defense education travail finances economie agriculture logement transports environnement culture affaires emploi famille immigration police recherche");

    public static void Find(Tokens tokens, Marks marks)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Offices.Contains(tokens.Word(i))) Office(tokens, i, marks);
            if (tokens[i].Capital && !tokens[i].StartsSentence && marks[i] is FindingKind.PersonName or FindingKind.Organisation && tokens[i].Length > 3) Adjectives(tokens, i, marks);
        }
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            if (marks[i] is FindingKind.Place) Around(tokens, i, marks);
        }
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (!marks.Has(i) && marks.Has(i + 1) && IsElision(tokens, i)) marks.Set(i, marks[i + 1]!.Value);
        }
    }

    /// <summary>"d’Åland", "l’AHA": the article hangs on the name without a blank.</summary>
    private static bool IsElision(Tokens tokens, int i) => tokens.Word(i) is "d" or "l" or "qu" or "jusqu" or "lorsqu" && tokens.Gap(i) is "’";

    /// <summary>"ministère de la santé et de la sécurité sociale", "Service national de santé".</summary>
    private static void Office(Tokens tokens, int head, Marks marks)
    {
        var last = head;
        var field = false;
        for (var at = head + 1; at < tokens.Count && at <= head + LongestName && tokens.Gap(at - 1).Length <= 2 && !tokens.Gap(at - 1).ContainsAny(".,;:()"); at++)
        {
            var word = tokens.Word(at);
            if (Fields.Contains(word) || field && FrenchBodies.IsAdjective(word) || !field && word is "national" or "federal" or "public" or "regional" or "social")
            {
                field |= Fields.Contains(word);
                last = at;
            }
            else if (!Between.Contains(word) && word is not ("et" or "a"))
            {
                break;
            }
        }
        if (field && (tokens.Word(head) is not ("service" or "services") || tokens[head].Capital)) marks.Set(head, last, FindingKind.Organisation);
    }

    /// <summary>"l’Association médicale britannique": adjectives behind a capital that was meant.</summary>
    private static void Adjectives(Tokens tokens, int head, Marks marks)
    {
        var at = head + 1;
        while (at < tokens.Count && at <= head + 3 && tokens.Gap(at - 1) is " " && !tokens[at].Capital && !tokens[at].HasDigit
            && (FrenchBodies.IsAdjective(tokens.Word(at)) && FrenchBodies.IsHead(tokens.Word(head)) || marks[at] == FindingKind.Group)) at++;
        if (at > head + 1) marks.Set(head + 1, at - 1, FindingKind.Organisation);
    }

    /// <summary>"le sud-est de la Turquie", "golfe de Botnie".</summary>
    private static void Around(Tokens tokens, int place, Marks marks)
    {
        var at = place - 1;
        while (at > 0 && at > place - 4 && Between.Contains(tokens.Word(at)) && tokens.Gap(at).Length <= 2) at--;
        if (at < 0 || at == place - 1 || !Geography.Contains(tokens.Word(at)) || marks.Has(at)) return;
        var first = at;
        if (Compass.Contains(tokens.Word(at)) && at > 0 && Compass.Contains(tokens.Word(at - 1)) && tokens.Gap(at - 1).Contains('-')) first = at - 1;
        marks.Set(first, place - 1, FindingKind.Place);
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
