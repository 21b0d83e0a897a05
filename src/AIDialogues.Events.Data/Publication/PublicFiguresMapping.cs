using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data.Publication;

internal sealed class PublicFiguresMapping : IEntityTypeConfiguration<PublicFigures>
{
    public void Configure(EntityTypeBuilder<PublicFigures> builder)
    {
        // Beside the series and not in it: its row would change under whoever is editing it.
        _ = builder.ToTable("public_figures").HasKey(f => f.SeriesId);
        _ = builder.Property(f => f.SeriesId).ValueGeneratedNever();
        _ = builder.HasOne<Series>().WithOne().HasForeignKey<PublicFigures>(f => f.SeriesId);
        _ = builder.Property(f => f.Room).HasColumnType("jsonb").HasConversion(
            new JsonColumn<IReadOnlyList<GroupCount>>(JsonColumns.ByName),
            new ValueComparer<IReadOnlyList<GroupCount>>((one, other) => one!.SequenceEqual(other!), room => room.Aggregate(0, HashCode.Combine), room => room));
        _ = builder.Ignore(f => f.AboutExperts).Ignore(f => f.Shares);
    }
}
