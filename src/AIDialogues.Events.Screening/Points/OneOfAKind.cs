using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Points;

/// <summary>"The only physicist", "la seule assureuse", "the youngest participant", "le plus âgé ici": one of a kind is somebody.</summary>
internal static class OneOfAKind
{
    private const int MostBetween = 2;

    private static readonly HashSet<string> Most = Set("youngest oldest eldest tallest newest");
    private static readonly HashSet<string> Ages = Set("senior junior experienced jeune age agee ancien ancienne experimente experimentee");
    private static readonly HashSet<string> Room = Set("room hall table group meeting salle groupe reunion");
    private static readonly HashSet<string> Things = Set("way option solution problem question issue point thing reason chance answer choice rule moyen probleme raison chance reponse regle chose facon maniere");

    /// <returns>The last word of what begins at this one.</returns>
    public static int? At(Tokens tokens, int i)
    {
        if (PersonWords.Is(tokens.Word(i)) && Attributions.Near(tokens, i) && tokens.Word(i + 1) is "le" or "la" && Superlative(tokens, i + 2) is { } behind) return behind - 1;
        if (tokens.Word(i) is not ("the" or "le" or "la")) return null;
        var at = tokens.Word(i + 1) is "only" or "sole" or "lone" or "seul" or "seule" or "unique" || Most.Contains(tokens.Word(i + 1)) ? i + 2 : Superlative(tokens, i + 1);
        if (at is not { } next) return null;
        if (InTheRoom(tokens, next)) return next - 1;
        for (var k = next; k < tokens.Count && k < next + MostBetween && Attributions.Near(tokens, k - 1); k++)
        {
            if (PersonWords.Is(tokens.Word(k))) return k;
        }
        return next < tokens.Count && Attributions.Near(tokens, next - 1) && !Things.Contains(tokens.Word(next)) && InTheRoom(tokens, next + 1) ? next : null;
    }

    /// <summary>"most senior", "longest-serving", "plus jeune"; the word behind it.</summary>
    private static int? Superlative(Tokens tokens, int i) =>
        tokens.Word(i) is "most" or "plus" or "moins" && Ages.Contains(tokens.Word(i + 1)) || tokens.Word(i) == "longest" && tokens.Word(i + 1) == "serving" ? i + 2 : null;

    /// <summary>"here", "in the room", "at this table", "among us", "ici", "dans la salle", "d’entre nous".</summary>
    private static bool InTheRoom(Tokens tokens, int i)
    {
        if (i >= tokens.Count || !Attributions.Near(tokens, i - 1)) return false;
        return tokens.Word(i) switch
        {
            "here" or "present" or "ici" or "presente" => true,
            "in" or "at" => tokens.Word(i + 1) is "the" or "this" or "our" && Room.Contains(tokens.Word(i + 2)),
            "of" or "among" => tokens.Word(i + 1) == "us",
            "d" => tokens.Word(i + 1) == "entre" && tokens.Word(i + 2) == "nous",
            "parmi" or "entre" => tokens.Word(i + 1) == "nous",
            "dans" or "de" => tokens.Word(i + 1) is "la" or "le" or "cette" or "ce" or "notre" && Room.Contains(tokens.Word(i + 2)),
            "autour" => tokens.Word(i + 1) == "de" && tokens.Word(i + 3) == "table",
            "a" => tokens.Word(i + 1) is "la" or "cette" && tokens.Word(i + 2) == "table",
            _ => false,
        };
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
