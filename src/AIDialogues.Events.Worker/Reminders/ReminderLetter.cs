using System.Globalization;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Reminders;

/// <summary>The words of a reminder: the dialogue's own template in the person's language, else the product's.</summary>
internal static class ReminderLetter
{
    public static async Task<Result<RenderedLetter>> RenderAsync(EventsDb db, Person person, Dialogue dialogue, CancellationToken ct)
    {
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == dialogue.SeriesId, ct);
        var template = await db.LetterTemplates.AsNoTracking()
            .SingleOrDefaultAsync(t => t.DialogueId == dialogue.Id && t.Kind == LetterKind.Reminder && t.Language == person.Language, ct);
        if (template is null && Default(dialogue.Id, person.Language).Refused(out var refusal, out template)) return refusal;
        return template.Render(Values(person, dialogue, series, person.Language));
    }

    private static Result<LetterTemplate> Default(Id<Dialogue> dialogue, Language language) => LetterTemplate.New(dialogue, LetterKind.Reminder, language, "{series}", "{dialogue}, {day}\n\n{link}");

    internal static Dictionary<string, string> Values(Person person, Dialogue dialogue, Series series, Language language) => new(StringComparer.Ordinal)
    {
        ["given_name"] = person.GivenName, ["family_name"] = person.FamilyName, ["affiliation"] = person.Affiliation, ["series"] = series.Title.In(language),
        ["dialogue"] = dialogue.Title.In(language), ["day"] = dialogue.Day.ToString("D", CultureInfo.GetCultureInfo(language.Tag())),
    };
}
