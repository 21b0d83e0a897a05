using System.Text.Json;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

/// <summary>One import that was made: by whom, how its columns were read, and for a day what stood there before.</summary>
public sealed class ImportBatch
{
    public static readonly TimeSpan UndoFor = TimeSpan.FromHours(24);

    public Id<ImportBatch> Id { get; init; } = Id<ImportBatch>.New();
    public DateTimeOffset At { get; init; }
    public string By { get; init; } = "";

    /// <summary>What a list like this one looks like: its headings, or the number of its columns.</summary>
    public string Shape { get; init; } = "";
    public string Columns { get; init; } = "";
    public int Added { get; init; }
    public int Updated { get; init; }
    public int LeftOut { get; init; }
    public DateTimeOffset? UndoneAt { get; set; }

    public bool CanBeUndone(DateTimeOffset now) => UndoneAt is null && Added + Updated > 0 && now < At + UndoFor;

    public IReadOnlyList<PersonField?> ReadColumns() =>
        [.. Columns.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(c => Enum.TryParse<PersonField>(c, out var field) ? field : (PersonField?)null)];
}

/// <summary>One person of an import; without a before it was added.</summary>
public sealed class ImportedPerson
{
    public Id<ImportBatch> BatchId { get; init; }
    public Id<Person> PersonId { get; init; }
    public string? Before { get; init; }
    public string After { get; init; } = "";
}

/// <summary>A person's details as they were, kept to go back to.</summary>
internal static class PersonImage
{
    public static string Of(PersonDetails details) => JsonSerializer.Serialize(details, JsonColumns.ByName);

    public static PersonDetails Read(string image) => JsonSerializer.Deserialize<PersonDetails>(image, JsonColumns.ByName)!;
}

internal sealed class ImportBatchMapping : IEntityTypeConfiguration<ImportBatch>
{
    public void Configure(EntityTypeBuilder<ImportBatch> builder)
    {
        builder.HasOwnId("import_batches");
        _ = builder.Property(b => b.By).HasMaxLength(200);
        _ = builder.Property(b => b.Shape).HasMaxLength(64);
        _ = builder.Property(b => b.Columns).HasMaxLength(1000);
        _ = builder.HasIndex(b => new { b.Shape, b.At });
        _ = builder.HasIndex(b => b.At);
    }
}

internal sealed class ImportedPersonMapping : IEntityTypeConfiguration<ImportedPerson>
{
    public void Configure(EntityTypeBuilder<ImportedPerson> builder)
    {
        _ = builder.ToTable("imported_people", EventsDb.Schema);
        _ = builder.HasKey(p => new { p.BatchId, p.PersonId });
        _ = builder.Property(p => p.Before).HasColumnType("jsonb");
        _ = builder.Property(p => p.After).HasColumnType("jsonb");
        _ = builder.HasOne<ImportBatch>().WithMany().HasForeignKey(p => p.BatchId).OnDelete(DeleteBehavior.Cascade);
        // No key to people: the images outlive nobody, they are erased after a day, and a person may be removed meanwhile.
        _ = builder.HasIndex(p => p.PersonId);
    }
}
