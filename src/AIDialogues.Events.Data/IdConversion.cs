using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AIDialogues.Events.Data;

internal sealed class IdConverter<T>() : ValueConverter<Id<T>, Guid>(id => id.Value, value => new Id<T>(value));

internal static class Mapping
{
    public static ModelConfigurationBuilder IdsOf<T>(this ModelConfigurationBuilder builder)
    {
        _ = builder.Properties<Id<T>>().HaveConversion<IdConverter<T>>();
        return builder;
    }

    /// <summary>Ids are made by the domain (version 4), never by the provider, whose default carries the time.</summary>
    public static void HasOwnId<T>(this EntityTypeBuilder<T> builder, string table, string schema = EventsDb.Schema) where T : class
    {
        _ = builder.ToTable(table, schema);
        _ = builder.HasKey("Id");
        _ = builder.Property("Id").ValueGeneratedNever();
    }

    /// <summary>Two organisers' edits collide instead of overwriting each other: PostgreSQL's xmin is the version.</summary>
    public static void HasRowVersion<T>(this EntityTypeBuilder<T> builder) where T : class => _ = builder.Property<uint>("Version").IsRowVersion();

    public static void Bilingual<T>(this EntityTypeBuilder<T> builder, System.Linq.Expressions.Expression<Func<T, BilingualText?>> text, int most = 300) where T : class =>
        _ = builder.ComplexProperty(text, part =>
        {
            _ = part.IsRequired();
            _ = part.Property(t => t.En).HasMaxLength(most);
            _ = part.Property(t => t.Fr).HasMaxLength(most);
        });
}
