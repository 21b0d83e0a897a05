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
        var templates = await db.TemplatesAsync(dialogue.Id, LetterKind.Reminder, ct);
        return templates[person.Language].Render(LetterValues.For(person, dialogue, series, person.Language));
    }
}
