using System.Collections.Frozen;
using System.Reflection;

namespace AIDialogues.Events.Screening.Texts;

/// <summary>The word lists that ship with the library, folded. Read once, never changed.</summary>
internal static class Words
{
    public static readonly FrozenSet<string> OrdinaryEnglish = Read("ordinary-en.txt");
    public static readonly FrozenSet<string> OrdinaryFrench = Read("ordinary-fr.txt");
    public static readonly FrozenSet<string> GivenNames = Read("given-names.txt");
    public static readonly FrozenSet<string> Countries = Read("countries.txt");
    public static readonly FrozenSet<string> Nationalities = Read("nationalities.txt");
    public static readonly FrozenSet<string> Cities = Read("cities.txt");
    public static readonly FrozenSet<string> Titles = Read("titles.txt");
    public static readonly FrozenSet<string> Followers = Read("followers.txt");
    public static readonly FrozenSet<string> OrganisationWords = Read("organisations.txt");
    public static readonly FrozenSet<string> Roles = Read("roles.txt");
    public static readonly FrozenSet<string> Professions = Read("professions.txt");

    /// <summary>Words so frequent that even a capital inside a sentence is no evidence: "So", "Le", "May".</summary>
    public static readonly FrozenSet<string> Function = Split(
        """
        a about after again all also am an and any are as at be been before being but by can could did do does done down each even ever every few for from
        had has have he her here him his how i if in into is it its just like may me might more most much must my no nor not now of off oh ok on once one
        only or other our out over own per said same say says see she should since so some such sum than that the their them then there these they this
        those though to too under until up us very was we well were what when where which while who whom why will with would yes yet you your
        ainsi alors au aucun aussi autre aux avec avoir bien bon ca car ce ceci cela celle celui ces cet cette ceux chaque chez ci comme d dans de des deux
        donc du elle elles en encore entre est et etait ete etre eu fait faut ici il ils j je l la le les leur leurs lui ma mais me meme mes moi mon n ne ni
        nos notre nous on ont ou oui par pas peu plus pour puis qu quand que quel quelle qui quoi sa sans se selon ses si soi son sont sous sur ta te tes toi
        ton tous tout toute toutes tres tu un une va vers voici voila vos votre vous vu y
        """);

    public static bool IsOrdinary(string folded) => OrdinaryEnglish.Contains(folded) || OrdinaryFrench.Contains(folded);

    /// <summary>Known words that a misspelt name must not be taken for: "Eastern" is not a slip for "Easter".</summary>
    public static IEnumerable<string> Known => OrdinaryEnglish.Concat(OrdinaryFrench).Concat(GivenNames).Concat(Countries)
        .Concat(Nationalities).Concat(Cities).Concat(OrganisationWords).Concat(Roles).Concat(Professions);

    public static IEnumerable<string> Lines(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The word list {resource} is not in the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line;
        }
    }

    private static FrozenSet<string> Read(string resource) => Split(string.Join(' ', Lines(resource)));

    private static FrozenSet<string> Split(string words) =>
        words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
