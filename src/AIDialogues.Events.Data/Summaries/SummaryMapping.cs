using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class SummaryMapping : IEntityTypeConfiguration<Summary>
{
    public void Configure(EntityTypeBuilder<Summary> builder)
    {
        builder.HasOwnId("summaries");
        builder.HasRowVersion();
        _ = builder.Ignore(s => s.OpenFindings);
        _ = builder.HasIndex(s => s.SessionId).IsUnique();
        _ = builder.HasOne<Session>().WithMany().HasForeignKey(s => s.SessionId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasMany(s => s.Items).WithOne().HasForeignKey(i => i.SummaryId);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_summaries_published_has_a_time", "(state = 'Published') = (published_at IS NOT NULL)"));
    }
}

internal sealed class SummaryItemMapping : IEntityTypeConfiguration<SummaryItem>
{
    public void Configure(EntityTypeBuilder<SummaryItem> builder)
    {
        builder.HasOwnId("summary_items");
        _ = builder.Property(i => i.Words).HasMaxLength(4000);
    }
}
