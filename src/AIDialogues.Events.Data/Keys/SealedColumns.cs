using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data.Keys;

/// <summary>
/// Seals the marked columns with their person's key on the way to the database and opens them on the way back; the code between sees plain
/// text. The text of somebody whose key is destroyed reads as empty.
/// </summary>
internal sealed class SealedColumns : SaveChangesInterceptor, IMaterializationInterceptor
{
    public static readonly SealedColumns Instance = new();

    /// <summary>What stands for a text that was moved or changed behind the application's back, where that is no reason to stop.</summary>
    public const string Broken = "\uFFFD";

    private const string Annotation = "aide:sealed-for";
    private const string ReadsOn = "aide:broken-seals-read-on";

    private readonly ConditionalWeakTable<DbContext, List<(PropertyEntry Property, string Plain)>> leaving = [];

    private SealedColumns() { }

    /// <summary>Marks a text column: sealed with the key of the person whom <paramref name="owner"/> names.</summary>
    public static void Mark(EntityTypeBuilder entity, string owner, params string[] properties)
    {
        foreach (string name in properties)
        {
            var property = entity.Property<string>(name);
            // Sealed text is longer than what it holds.
            property.Metadata.SetMaxLength(null);
            _ = property.HasColumnType("text").HasAnnotation(Annotation, owner);
        }
    }

    /// <summary>
    /// Lets a row of this kind be read although one of its texts does not open, which reads as <see cref="Broken"/>: for rows that are
    /// known by a fingerprint of their own, where one that was tampered with must not keep all others from being read.
    /// </summary>
    public static void ReadOn(EntityTypeBuilder entity) => entity.HasAnnotation(ReadsOn, true);

    public static bool IsSealed(IReadOnlyProperty property) => property.FindAnnotation(Annotation) is not null;

    /// <summary>Whose key seals it.</summary>
    public static IProperty OwnerOf(IProperty property) => property.DeclaringType.FindProperty((string)property.FindAnnotation(Annotation)!.Value!)!;

    public object InitializedInstance(MaterializationInterceptionData materializationData, object instance)
    {
        if (KeysOf(materializationData.Context) is not { } keys) return instance;
        foreach (var property in materializationData.EntityType.GetProperties().Where(IsSealed))
        {
            if (materializationData.GetPropertyValue(property) is not string text || !text.StartsWith(Sealing.Mark, StringComparison.Ordinal)) continue;
            var owner = OwnerOf(property);
            property.PropertyInfo!.SetValue(instance, Open(
                keys, GuidOf(owner, materializationData.GetPropertyValue(owner)), text, PlaceOf(property, key => materializationData.GetPropertyValue(key)),
                materializationData.EntityType.FindAnnotation(ReadsOn) is not null));
        }

        return instance;
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Seal(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Seal(eventData.Context!);
        return new(result);
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Restore(eventData.Context!, saved: true);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Restore(eventData.Context!, saved: true);
        return new(result);
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Restore(eventData.Context!, saved: false);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Restore(eventData.Context!, saved: false);
        return Task.CompletedTask;
    }

    private void Seal(DbContext context)
    {
        if (KeysOf(context) is not { } keys) return;
        var plain = leaving.GetOrCreateValue(context);
        foreach (var entry in context.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified))
        {
            foreach (var property in entry.Metadata.GetProperties().Where(IsSealed))
            {
                var column = entry.Property(property.Name);
                if (column.CurrentValue is not string { Length: > 0 } text || (entry.State == EntityState.Modified && !column.IsModified)) continue;
                var owner = entry.Property(OwnerOf(property).Name);
                byte[]? key = keys.Of(GuidOf(owner.Metadata, owner.CurrentValue));
                plain.Add((column, text));
                column.CurrentValue = key is null ? "" : Sealing.SealText(key, text, PlaceOf(property, part => entry.Property(part.Name).CurrentValue));
            }
        }
    }

    private void Restore(DbContext context, bool saved)
    {
        if (!leaving.TryGetValue(context, out var plain)) return;
        foreach (var (property, text) in plain)
        {
            if (property.EntityEntry.State == EntityState.Detached) continue;
            property.CurrentValue = text;
            if (!saved) continue;
            property.OriginalValue = text;
            property.IsModified = false;
        }

        plain.Clear();
    }

    private static string Open(KeyStore keys, Guid person, string text, string place, bool readsOn)
    {
        if (keys.Find(person) is not { } key) return "";
        try
        {
            return Sealing.OpenText(key, text, place);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            if (readsOn) return Broken;
            throw new InvalidOperationException($"{place} does not open: it was moved or changed behind the application's back.", exception);
        }
    }

    private static KeyStore? KeysOf(DbContext? context) => (context as EventsDb)?.Keys;

    private static string PlaceOf(IProperty property, Func<IProperty, object?> valueOf)
    {
        var entity = property.DeclaringType.ContainingEntityType;
        return Sealing.PlaceOf(
            $"{entity.GetSchema() ?? EventsDb.Schema}.{entity.GetTableName()}", property.GetColumnName(), entity.FindPrimaryKey()!.Properties.Select(part => GuidOf(part, valueOf(part))));
    }

    private static Guid GuidOf(IProperty property, object? value) => value switch
    {
        Guid guid => guid,
        null => Guid.Empty,
        _ => (Guid)property.GetValueConverter()!.ConvertToProvider(value)!,
    };
}
