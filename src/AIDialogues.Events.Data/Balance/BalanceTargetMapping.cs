using System.Text.Json;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class BalanceTargetMapping : IEntityTypeConfiguration<BalanceTarget>
{
    public void Configure(EntityTypeBuilder<BalanceTarget> builder)
    {
        builder.HasOwnId("balance_targets");
        builder.HasRowVersion();
        _ = builder.Property(t => t.Corridors).HasColumnType("jsonb").HasConversion(
            corridors => JsonSerializer.Serialize(corridors, JsonColumns.ByName), text => JsonSerializer.Deserialize<Corridor[]>(text, JsonColumns.ByName)!,
            new ValueComparer<IReadOnlyList<Corridor>>((a, b) => a!.SequenceEqual(b!), c => c.Count, c => c.ToArray()));
        _ = builder.HasIndex(t => new { t.SeriesId, t.DialogueId }).IsUnique().AreNullsDistinct(false);
        _ = builder.HasOne<Series>().WithMany().HasForeignKey(t => t.SeriesId);
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(t => t.DialogueId);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_balance_targets_seats", "seats BETWEEN 1 AND 5000"));
    }
}
