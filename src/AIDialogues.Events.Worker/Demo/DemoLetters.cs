using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Reminders;

namespace AIDialogues.Events.Worker.Demo;

internal static class DemoLetters
{
    public static LetterTemplate Invitation(Dialogue dialogue, Language language) =>
        DemoBuilder.Value(LetterTemplate.New(dialogue.Id, LetterKind.Invitation, language, "{series}", "{dialogue}, {day}\n\n{link}"));

    public static IReadOnlyDictionary<string, string> Values(Person person, Dialogue dialogue, Series series) =>
        ReminderLetter.Values(person, dialogue, series, person.Language);
}
