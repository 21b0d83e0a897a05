using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data.Rights;

/// <summary>The letter with a code. It says what the code is for, that nobody will ask for it, and opens nothing by itself.</summary>
internal static class CodeLetter
{
    public static RenderedLetter For(Person person, string code) => person.Language == Language.French
        ? new(Language.French, "Votre code pour accéder à vos données", $"""
            Bonjour {Inert(person.Name)},

            Votre code : {code}

            Il ouvre la demande que vous venez de faire sur votre page personnelle, pendant dix minutes et une seule fois. Saisissez-le uniquement sur cette page ; personne de notre équipe ne vous le demandera.

            Si vous n’avez rien demandé, quelqu’un d’autre détient peut-être votre lien : dites-le-nous en répondant à la lettre d’invitation. Sans ce code, rien n’est montré ni modifié.
            """)
        : new(Language.English, "Your code to reach your data", $"""
            Dear {Inert(person.Name)},

            Your code: {code}

            It opens the request you have just made on your personal page, for ten minutes and only once. Type it on that page alone; nobody of ours will ever ask you for it.

            If you asked for nothing, somebody else may hold your link: tell us by replying to the letter of invitation. Without this code nothing is shown and nothing is changed.
            """);

    // A name must not look like an address to a mail program.
    private static string Inert(string name) => name.Replace(".", ".\u2060", StringComparison.Ordinal).Replace(":", ":\u2060", StringComparison.Ordinal).Replace("{", "(", StringComparison.Ordinal).Replace("}", ")", StringComparison.Ordinal);
}
