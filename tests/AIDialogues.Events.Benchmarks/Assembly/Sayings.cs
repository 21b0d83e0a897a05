using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Benchmarks.Assembly;

/// <summary>Invented statements in both languages, always the same: one in five says again what another said, one in fifty names somebody who was invited.</summary>
internal static class Sayings
{
    private static readonly string[] English =
        "river gauge village council farmer herder season market pump price repair dam release calendar record meeting road school bridge trust law custom quota measure figure morning flood drought border loan insurance fund radio notebook reader bank corridor tree well rope market-day mediator complaint silence warning rumour wedding bus midwife ticket account wall".Split(' ');

    private static readonly string[] French =
        "fleuve échelle village conseil paysan éleveur saison marché pompe prix réparation barrage lâcher calendrier registre réunion route école pont confiance loi coutume quota mesure chiffre matin crue sécheresse frontière prêt assurance fonds radio cahier lecteur rive couloir arbre puits corde médiateur plainte silence alerte rumeur mariage autobus sage-femme billet compte mur".Split(' ');

    public static IEnumerable<(Guid Theme, string Kind, string Words)> Of(IReadOnlyList<Id<Theme>> themes, int count)
    {
        var kinds = Enum.GetValues<StatementKind>();
        uint state = 727;
        for (int at = 0; at < count; at++)
        {
            // Every fifth one is worded like one of forty others of its theme and kind.
            bool again = at % 5 == 0;
            uint seed = again ? (uint)(at % 40) * 2_654_435_761 : Next(ref state);
            var kind = kinds[again ? at / 40 % kinds.Length : at % kinds.Length];
            yield return (themes[again ? at % 40 % themes.Count : at % themes.Count].Value, kind.Stored(), Words(seed, again ? at / 40 % 3 : 0, at % 50 == 7 ? at % 300 : null));
        }
    }

    private static string Words(uint seed, int wording, int? names)
    {
        uint state = seed;
        bool french = Next(ref state) % 2 == 0;
        string[] words = french ? French : English;
        string Pick() => words[Next(ref state) % (uint)words.Length];
        string sentence = french
            ? $"Le {Pick()} du {Pick()} tient quand chaque {Pick()} connaît le {Pick()}, le {Pick()} et la {Pick()} de sa {Pick()}"
            : $"The {Pick()} of the {Pick()} holds when each {Pick()} knows the {Pick()}, the {Pick()} and the {Pick()} of its {Pick()}";
        string more = wording switch { 1 => french ? ", vraiment" : ", truly", 2 => french ? ", dit-on" : ", they say", _ => "" };
        return names is { } one ? $"{(french ? "Selon" : "According to")} {Given(one)} {Family(one)}, {char.ToLowerInvariant(sentence[0])}{sentence[1..]}." : sentence + more + ".";
    }

    public static string Given(int person) => "Orla" + Letters(person % 17);

    public static string Family(int person) => "Quen" + Letters(person);

    private static string Letters(int number) => $"{(char)('a' + (number % 26))}{(char)('a' + (number / 26 % 26))}d";

    // The numbers need be neither good nor secret, only the same each time (Numerical Recipes).
    private static uint Next(ref uint state)
    {
        state = unchecked((state * 1_664_525) + 1_013_904_223);
        return state >> 8;
    }
}
