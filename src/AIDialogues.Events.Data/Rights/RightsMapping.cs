using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data.Rights;

internal sealed class DataRequestMapping : IEntityTypeConfiguration<DataRequest>
{
    public void Configure(EntityTypeBuilder<DataRequest> builder)
    {
        builder.HasOwnId("data_requests");
        _ = builder.HasIndex(r => new { r.PersonId, r.AskedAt });
        _ = builder.HasIndex(r => r.AskedAt);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(r => r.PersonId);
        _ = builder.HasOne<Invitation>().WithMany().HasForeignKey(r => r.InvitationId);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_data_requests_tries", $"tries BETWEEN 0 AND {DataRequest.MostTries}"));
    }
}

internal sealed class ErasureMapping : IEntityTypeConfiguration<PlannedErasure>
{
    public void Configure(EntityTypeBuilder<PlannedErasure> builder)
    {
        builder.HasOwnId("erasures");
        _ = builder.HasIndex(e => e.ReceiptSha256).IsUnique();
        _ = builder.HasIndex(e => e.PersonId).IsUnique().HasFilter("cancelled_at IS NULL AND done_at IS NULL");
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(e => e.PersonId);
    }
}
