namespace AIDialogues.Events.Domain;

/// <summary>The word lists of <see cref="Gist"/>, without accents and in lower case.</summary>
internal static class GistWords
{
    public static readonly IReadOnlySet<string> EnglishStops = Set("""
        a an the and or of to in on at by for from with as is are was were be been being it its this that these those there their they them
        we our us you your he she his her i my me what which who whom when where how has have had do does did will would shall should can could
        may might must than then so if into about over under between each every any some such also very just but not no nor s t said says say
        """);

    public static readonly IReadOnlySet<string> FrenchStops = Set("""
        le la les l un une des d de du et ou a au aux en dans sur par pour avec que qu qui quoi dont est sont etait etaient etre ete ce cet cette
        ces c se s sa son ses leur leurs il elle ils elles on nous vous je j m me ma mon mes tu te ta ton tes y ne n pas plus si tout tous toute
        toutes comme mais donc car ni avoir ont avait doit doivent devrait devraient peut peuvent faut il meme aussi tres entre chaque quel quelle quels quelles
        """);

    /// <summary>Whether a sentence denies; one list, because a denial in the other language is as good.</summary>
    public static readonly IReadOnlySet<string> Denials = Set("""
        not no never none nobody nothing nor neither without cannot cant dont doesnt didnt wont isnt arent wasnt shouldnt
        ne n pas jamais aucun aucune rien personne ni sans
        """);

    /// <summary>Number words and opposites: with one of these exchanged a sentence says something else.</summary>
    public static readonly IReadOnlySet<string> Firm = Set("""
        one two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand million first second third half twice
        deux trois quatre cinq sept huit neuf dix onze douze vingt trente cent cents mille premier premiere deuxieme troisieme moitie double
        more less fewer most least rise rises rising fall falls falling increase increases increased decrease decreases decreased before after
        upstream downstream north south east west public private open closed early late always often rarely all every only support oppose
        supports opposes agree disagree accept refuse higher lower strong weak better worse
        plus moins hausse baisse augmenter diminuer augmente diminue avant apres amont aval nord sud ouest ouvert ferme tot tard toujours souvent
        rarement tous seulement seul seule favorable oppose accord desaccord accepter refuser meilleur pire fort faible
        """);

    public static readonly IReadOnlyList<string> EnglishEndings = ["ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ers", "ed", "er", "es", "ly", "s", "y", "e"];

    public static readonly IReadOnlyList<string> FrenchEndings =
        ["ements", "ations", "ement", "ation", "ments", "aient", "ment", "ees", "ent", "ant", "ait", "ons", "ez", "er", "ir", "ee", "es", "s", "x", "e"];

    private static HashSet<string> Set(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}
