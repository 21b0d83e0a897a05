using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Documents;

/// <summary>Bodies and places that are written with small letters: "ministère des Affaires étrangères", "prison de …".</summary>
internal static class FrenchBodies
{
    private static readonly HashSet<string> Heads = Set(
        "ministere universite hopital clinique prison prefecture mairie commissariat gendarmerie banque societe association institut ecole lycee college fondation syndicat barreau caisse "
        + "agence office direction departement faculte palais chemins compagnie entreprise hotel centre parti federation republique royaume comte province district tribunal cour chambre");
    private static readonly HashSet<string> Cautious = Set("tribunal cour chambre direction departement centre caisse district parti college agence office compagnie entreprise societe association");
    private static readonly HashSet<string> Links = Set("de du des d la le les l et en a au aux pour");

    public static void Find(Tokens tokens, Marks marks)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            // "Example A/S", and small letters that only foreign bodies are written with.
            if (marks.Has(i) && tokens.Word(i + 1) == "a" && tokens.Word(i + 2) == "s" && tokens.Gap(i + 1) is " / " or "/") marks.Set(i + 1, i + 2, FindingKind.Organisation);
            if (Heads.Contains(tokens.Word(i))) Body(tokens, i, marks);
        }
    }

    private static void Body(Tokens tokens, int head, Marks marks)
    {
        var at = head + 1;
        var names = 0;
        var last = head;
        while (at < tokens.Count && at < head + 12 && tokens.Gap(at - 1).Length <= 3 && !tokens.Gap(at - 1).ContainsAny(".,;:()\""))
        {
            var word = tokens.Word(at);
            if (tokens[at].HasDigit) break;
            if (tokens[at].Capital || marks.Has(at))
            {
                names++;
                last = at;
                // An adjective may close the name: "des Affaires étrangères".
                if (at + 1 < tokens.Count && tokens[at].Capital && !tokens[at + 1].Capital && IsAdjective(tokens.Word(at + 1)) && tokens.Gap(at) is " ") last = at + 1;
                at = last + 1;
                continue;
            }
            if (!Links.Contains(word)) break;
            at++;
        }
        if (names == 0 && Known(tokens, head) is { } end) marks.Set(head, end, FindingKind.Organisation);
        if (names == 0 || Cautious.Contains(tokens.Word(head)) && !tokens[head].Capital && !NameRightBehind(tokens, head)) return;
        if (tokens.Word(head) is "cour" or "chambre" && NamesOnlyInstitutions(tokens, head + 1, last, marks)) return;
        marks.Set(head, last, FindingKind.Organisation);
    }

    private static bool NameRightBehind(Tokens tokens, int head) => head + 1 < tokens.Count && (tokens[head + 1].Capital || head + 2 < tokens.Count && Links.Contains(tokens.Word(head + 1)) && tokens[head + 2].Capital
        && !Words.Countries.Contains(tokens.Word(head + 2)) && tokens.Word(head) is not ("cour" or "tribunal" or "district"));

    private static bool NamesOnlyInstitutions(Tokens tokens, int first, int last, Marks marks)
    {
        for (var i = first; i <= last; i++)
        {
            if (tokens[i].Capital && (marks.Has(i) || tokens.Word(i) is "lords")) return false;
        }
        return true;
    }

    private static int? Known(Tokens tokens, int i) => (tokens.Word(i), tokens.Word(i + 1), tokens.Word(i + 2)) switch
    {
        ("tribunal", "de", "la") when tokens.Word(i + 3) == "loi" => i + 4,
        ("cour", "d", "assises") => i + 2,
        ("chemins", "de", "fer") or ("chambre", "des", "lords") => i + 2,
        _ => null,
    };

    internal static bool IsHead(string word) => Heads.Contains(word);

    internal static bool IsAdjective(string word) => word.Length > 5 && (word.EndsWith("eres", StringComparison.Ordinal) || word.EndsWith("iques", StringComparison.Ordinal) || word.EndsWith("ique", StringComparison.Ordinal)
        || word.EndsWith("ales", StringComparison.Ordinal) || word.EndsWith("ale", StringComparison.Ordinal) || word.EndsWith("iere", StringComparison.Ordinal) || word.EndsWith("aux", StringComparison.Ordinal) || word.EndsWith("aires", StringComparison.Ordinal));

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
