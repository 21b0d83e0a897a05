using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class SeriesMapping : IEntityTypeConfiguration<Series>
{
    public void Configure(EntityTypeBuilder<Series> builder)
    {
        builder.HasOwnId("series");
        builder.HasRowVersion();
        _ = builder.Property(s => s.Slug).HasMaxLength(60);
        _ = builder.HasIndex(s => s.Slug).IsUnique();
        builder.Bilingual(s => s.Title);
        builder.Bilingual(s => s.Purpose, 2000);
        _ = builder.Property(s => s.Organisation).HasMaxLength(200);
    }
}
