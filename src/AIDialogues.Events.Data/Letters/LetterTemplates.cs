using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

public static class LetterTemplates
{
    /// <summary>Whether letters of this day say nothing of it where a lock screen could show it.</summary>
    internal static Task<bool> BeginsNeutrallyAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct) => db.Places.AnyAsync(p => p.DialogueId == dialogue && p.NeutralLetters, ct);

    /// <summary>A written letter outside a wave, as its reader gets it.</summary>
    internal static async Task<Result<RenderedLetter>> LetterTextAsync(this EventsDb db, LetterKind kind, Person person, Dialogue dialogue, CancellationToken ct)
    {
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == dialogue.SeriesId, ct);
        var template = (await db.TemplatesAsync(dialogue.Id, kind, ct))[person.Language];
        if (await db.BeginsNeutrallyAsync(dialogue.Id, ct)) template = template.WithNeutralBeginning(series.Organisation);
        return template.Render(LetterValues.For(person, dialogue, series, person.Language));
    }

    /// <summary>The dialogue's letters of a kind in every language; where none was written, the default.</summary>
    public static async Task<IReadOnlyDictionary<Language, LetterTemplate>> TemplatesAsync(this EventsDb db, Id<Dialogue> dialogue, LetterKind kind, CancellationToken ct)
    {
        var written = await db.LetterTemplates.AsNoTracking().Where(t => t.DialogueId == dialogue && t.Kind == kind).ToListAsync(ct);
        return Enum.GetValues<Language>().ToDictionary(
            language => language, language => written.Find(t => t.Language == language) ?? DefaultLetters.Of(dialogue, kind, language));
    }
}
