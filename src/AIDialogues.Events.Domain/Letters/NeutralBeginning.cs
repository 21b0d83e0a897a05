namespace AIDialogues.Events.Domain;

/// <summary>
/// A letter whose outside betrays nothing: what a lock screen shows, the subject and the first lines, names neither the day nor its topic.
/// The words stand in the letter itself, for every reader and in both parts; nothing is hidden.
/// </summary>
public static class NeutralBeginning
{
    public static LetterTemplate WithNeutralBeginning(this LetterTemplate template, string organisation) =>
        template.Beginning(Subject(template.Language, organisation), Opening(template.Language));

    public static RenderedLetter WithNeutralBeginning(this RenderedLetter letter, string organisation) =>
        letter with { Subject = Subject(letter.Language, organisation), Body = Opening(letter.Language) + "\n\n" + letter.Body };

    private static string Subject(Language language, string organisation) => (language, organisation.Length > 0) switch
    {
        (Language.English, true) => $"{Plain(organisation)}: a letter for you",
        (Language.English, false) => "A letter for you",
        (_, true) => $"{Plain(organisation)}\u202f: une lettre pour vous",
        _ => "Une lettre pour vous",
    };

    // Longer than the two or three lines that phones show.
    private static string Opening(Language language) => language == Language.English
        ? "This letter is for you alone. It is about an appointment that you may prefer to keep to yourself, so neither the subject nor these first lines say more. Please read on where nobody looks over your shoulder."
        : "Cette lettre n’est que pour vous. Elle concerne un rendez-vous que vous préférez peut-être garder pour vous\u202f; ni l’objet ni ces premières lignes n’en disent donc davantage. Merci de poursuivre la lecture à l’abri des regards.";

    // A name is never a field.
    private static string Plain(string organisation) => organisation.Replace('{', '(').Replace('}', ')');
}
