using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Letters;

/// <summary>How a dialogue's letters are rewritten, for the page and the API alike. A default becomes a row with its first change.</summary>
internal static class TemplateWriting
{
    /// <summary>The letter as written, or the default, which is not in the database.</summary>
    public static async Task<LetterTemplate> TemplateAsync(this EventsDb db, Id<Dialogue> dialogue, LetterKind kind, Language language, CancellationToken ct) =>
        await db.LetterTemplates.SingleOrDefaultAsync(t => t.DialogueId == dialogue && t.Kind == kind && t.Language == language, ct)
            ?? DefaultLetters.Of(dialogue, kind, language);

    /// <summary>The version of the row; 0 for a default.</summary>
    public static uint TemplateVersion(this EventsDb db, LetterTemplate template) =>
        db.Entry(template).State == EntityState.Detached ? 0 : db.VersionOf(template);

    /// <param name="version">The version that the writer saw; null for whatever stands there now.</param>
    public static async Task<Refusal?> WriteAsync(this EventsDb db, LetterTemplate template, string subject, string body, uint? version, CancellationToken ct)
    {
        if (template.Write(subject, body) is { } refusal) return refusal;
        if (db.Entry(template).State == EntityState.Detached)
        {
            if (version is > 0) return Violations.ChangedMeanwhile;
            _ = db.Add(template);
        }
        else if (version is { } seen)
        {
            db.ExpectVersion(template, seen);
        }

        try
        {
            return await db.TrySaveAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return Violations.ChangedMeanwhile;
        }
    }
}
