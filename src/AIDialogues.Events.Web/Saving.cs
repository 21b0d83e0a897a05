using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web;

/// <summary>Saving where others save too: who was slower is told so, and nobody's text is overwritten.</summary>
internal static class Saving
{
    /// <summary>Saves; a race that was lost is a refusal, anything else the database refuses is a defect and is thrown.</summary>
    public static async Task<Refusal?> TrySaveAsync(this DbContext db, CancellationToken ct)
    {
        try
        {
            _ = await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException exception) when (exception.Refusal() is { } refusal)
        {
            // What could not be saved must not be tried again with the next save of this request.
            db.ChangeTracker.Clear();
            return refusal;
        }
    }

    /// <summary>The version of the row as it is now, to be shown with a form and given back with it.</summary>
    public static uint VersionOf(this DbContext db, object entity) => (uint)db.Entry(entity).Property("Version").CurrentValue!;

    /// <summary>Lets the next save fail when the row is not in this version any more, also if only rows beneath it change.</summary>
    public static void ExpectVersion(this DbContext db, object entity, uint version)
    {
        var entry = db.Entry(entity);
        entry.Property("Version").OriginalValue = version;
        entry.Property(entry.Metadata.GetProperties().First(p => !p.IsPrimaryKey() && !p.IsForeignKey() && !p.IsConcurrencyToken).Name).IsModified = true;
    }
}
