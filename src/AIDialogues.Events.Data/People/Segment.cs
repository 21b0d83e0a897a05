using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

/// <summary>A filter of the directory under a name. It holds no people: who is in it is asked anew each time.</summary>
public sealed class Segment
{
    public const int Most = 200;
    public static readonly Refusal NameMissing = new("segment-name-missing");
    public static readonly Refusal NameTaken = new("segment-name-taken");
    public static readonly Refusal WithoutFilter = new("segment-without-filter");
    public static readonly Refusal TooMany = new("segment-too-many");

    private Segment() { }

    public Id<Segment> Id { get; private set; } = Id<Segment>.New();
    public string Name { get; private set; } = "";
    public PeopleFilter Filter { get; private set; } = new();
    public DateTimeOffset CreatedAt { get; private set; }

    public static Result<Segment> New(string name, PeopleFilter filter, DateTimeOffset now)
    {
        name = PlainText.Fold(name);
        if (name.Length is 0 or > 100 || !PlainText.IsOneLine(name)) return NameMissing;
        return filter.IsEmpty ? WithoutFilter : new Segment { Name = name, Filter = filter, CreatedAt = now };
    }
}

internal sealed class SegmentMapping : IEntityTypeConfiguration<Segment>
{
    public void Configure(EntityTypeBuilder<Segment> builder)
    {
        builder.HasOwnId("segments");
        _ = builder.Property(s => s.Name).HasMaxLength(100);
        _ = builder.Property(s => s.Filter).HasColumnType("jsonb").HasConversion(new JsonColumn<PeopleFilter>(JsonColumns.ByName));
        _ = builder.HasIndex(s => s.Name).IsUnique();
    }
}
