using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data.Publications;

// Else the name would mean the namespace beside this one.
using Publication = AIDialogues.Events.Domain.Publication;

internal sealed class PublicationMapping : IEntityTypeConfiguration<Publication>
{
    public void Configure(EntityTypeBuilder<Publication> builder)
    {
        builder.HasOwnId("publications");
        builder.HasRowVersion();
        builder.Bilingual(p => p.Title);
        builder.Bilingual(p => p.Abstract, 4000);
        builder.Bilingual(p => p.Body, 200_000);
        _ = builder.Property(p => p.Authors).HasMaxLength(500);
        _ = builder.Property(p => p.Identifier).HasMaxLength(200);
        _ = builder.Property(p => p.RiskProposal).HasMaxLength(Publication.LongestReason);
        _ = builder.Property(p => p.RiskReason).HasMaxLength(Publication.LongestReason);
        _ = builder.PrimitiveCollection(p => p.RiskFindings);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_publications_two_people_for_a_risk",
            "risk_accepted_by IS NULL OR (risk_proposed_by IS NOT NULL AND risk_accepted_by <> risk_proposed_by AND risk_reason <> '')"));
        _ = builder.Ignore(p => p.AuthorNames).Ignore(p => p.IsPublished);
        _ = builder.HasIndex(p => p.SeriesId);
        _ = builder.HasOne<Series>().WithMany().HasForeignKey(p => p.SeriesId);
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(p => p.DialogueId).OnDelete(DeleteBehavior.SetNull);
        _ = builder.HasMany(p => p.Files).WithOne().HasForeignKey("PublicationId").OnDelete(DeleteBehavior.Cascade);
        _ = builder.Navigation(p => p.Files).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class PublicationFileMapping : IEntityTypeConfiguration<PublicationFile>
{
    public void Configure(EntityTypeBuilder<PublicationFile> builder)
    {
        builder.HasOwnId("publication_files");
        builder.Bilingual(f => f.Description);
        _ = builder.Property<Id<Publication>>("PublicationId");
        _ = builder.HasIndex("PublicationId", nameof(PublicationFile.Kind), nameof(PublicationFile.Language)).IsUnique();
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_publication_files_size", $"octet_length(content) BETWEEN 1 AND {2 * PublicationFile.LargestUpload}"));
    }
}

internal sealed class PartnerMapping : IEntityTypeConfiguration<Partner>
{
    public void Configure(EntityTypeBuilder<Partner> builder)
    {
        builder.HasOwnId("partners");
        builder.HasRowVersion();
        _ = builder.Property(p => p.Name).HasMaxLength(200);
        _ = builder.Property(p => p.Website).HasMaxLength(300);
        _ = builder.Ignore(p => p.IsShown);
        _ = builder.HasIndex(p => p.SeriesId);
        _ = builder.HasOne<Series>().WithMany().HasForeignKey(p => p.SeriesId);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_partners_logo_size", "octet_length(logo) <= 1048576"));
    }
}
