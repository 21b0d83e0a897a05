using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Points;

/// <summary>Where the speaker works or lives, said by "we" and "our": "chez nous au ministère", "we at the bank", "our company", "in my village of 340 people".</summary>
internal static class Ours
{
    private static readonly HashSet<string> Own = Set("my our mon ma mes notre nos");
    private static readonly HashSet<string> Within = Set("at in from within chez dans a au");
    private static readonly HashSet<string> Lands = Set("country pays government gouvernement hometown");
    private static readonly HashSet<string> Homes = Set("village town city province county municipality commune island neighbourhood neighborhood ville departement canton ile quartier hameau");

    // What "our" alone may mean of everybody ("our society", "our institution", "notre société") is not among them.
    private static readonly HashSet<string> Bodies = Set(
        "ministry company employer university institute laboratory lab agency embassy firm foundation startup bank ngo organisation organization "
        + "ministere entreprise employeur universite institut laboratoire agence ambassade fondation banque ong rectorat prefecture organisation");
    private static readonly HashSet<string> Places = Set(
        "institution delegation department office school hospital clinic court party association factory farm plant shop societe cabinet ecole hopital clinique usine ferme syndicat parti magasin");

    /// <returns>The last word of what begins at this one, and the code of the reason.</returns>
    public static (int Last, string Reason)? At(Tokens tokens, int i)
    {
        var word = tokens.Word(i);
        if (word == "chez" && tokens.Word(i + 1) == "nous")
        {
            var at = i + 2;
            while (at < tokens.Count && at < i + 5 && tokens.Word(at) is "a" or "au" or "dans" or "en" or "la" or "le" or "l") at++;
            return Found(tokens, at < tokens.Count && at > i + 2 && Attributions.Near(tokens, at - 1) ? at : i + 1);
        }
        if (word is "we" or "us" or "nous" && WeAt(tokens, i) is { } place) return Found(tokens, place);
        var own = Own.Contains(word) ? i : Within.Contains(word) && Own.Contains(tokens.Word(i + 1)) ? i + 1 : -1;
        if (own < 0) return null;
        var mine = tokens.Word(own) is "my" or "mon" or "ma" || own > i;
        var what = tokens.Word(own + 1);
        if (mine && Homes.Contains(what)) return (WithItsTraits(tokens, own + 1), "attribution-home");
        if (Bodies.Contains(what) && tokens.Word(own) is not ("mes" or "nos") || mine && Places.Contains(what)) return Found(tokens, own + 1);
        return tokens.Word(own) is "my" or "mon" && Lands.Contains(what) ? Found(tokens, own + 1) : null;
    }

    private static (int, string) Found(Tokens tokens, int last) => (last, Lands.Contains(tokens.Word(last)) ? "attribution-country" : "attribution-ours");

    /// <summary>"we at Example", "us in the ministry", "nous, au ministère".</summary>
    private static int? WeAt(Tokens tokens, int i)
    {
        if (tokens.Word(i + 1) is not ("at" or "in" or "a" or "au" or "dans") || i + 2 >= tokens.Count) return null;
        if (tokens.Word(i) != "nous" && tokens[i + 2].Capital && !Words.IsOrdinary(tokens.Word(i + 2))) return i + 2;
        var at = i + 2;
        while (at < tokens.Count && at < i + 4 && tokens.Word(at) is "the" or "our" or "la" or "le" or "l" or "notre") at++;
        return at < tokens.Count && Attributions.Near(tokens, at - 1) && (Bodies.Contains(tokens.Word(at)) || Places.Contains(tokens.Word(at))) ? at : null;
    }

    /// <summary>How many live there and in which country: "of 340 people in Burkina Faso".</summary>
    private static int WithItsTraits(Tokens tokens, int at)
    {
        if (tokens.Word(at + 1) is "of" or "de" or "d" && at + 2 < tokens.Count && tokens[at + 2].HasDigit)
        {
            at += 2;
            while (at + 1 < tokens.Count && tokens[at + 1].HasDigit) at++;
            if (Attributions.Near(tokens, at)) at++;
        }
        var inside = tokens.Word(at + 1) is "in" or "en" or "au" or "aux" && Attributions.Near(tokens, at) && Attributions.Near(tokens, at + 1);
        return inside && Attributions.CountryAt(tokens, Attributions.PastArticles(tokens, at + 2)) is { } country ? country : at;
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
