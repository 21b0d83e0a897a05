using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

public static class LetterTemplates
{
    /// <summary>The dialogue's letters of a kind in every language; where none was written, the default.</summary>
    public static async Task<IReadOnlyDictionary<Language, LetterTemplate>> TemplatesAsync(this EventsDb db, Id<Dialogue> dialogue, LetterKind kind, CancellationToken ct)
    {
        var written = await db.LetterTemplates.AsNoTracking().Where(t => t.DialogueId == dialogue && t.Kind == kind).ToListAsync(ct);
        return Enum.GetValues<Language>().ToDictionary(
            language => language, language => written.Find(t => t.Language == language) ?? DefaultLetters.Of(dialogue, kind, language));
    }
}
