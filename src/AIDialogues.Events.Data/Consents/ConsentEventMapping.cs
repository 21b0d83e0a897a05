using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class ConsentEventMapping : IEntityTypeConfiguration<ConsentEvent>
{
    public void Configure(EntityTypeBuilder<ConsentEvent> builder)
    {
        builder.HasOwnId("consent_events");
        _ = builder.HasIndex(c => new { c.DialogueId, c.PersonId, c.Purpose, c.At });
        // No line has two followers: who writes at the same time as somebody else is refused by the database.
        _ = builder.HasIndex(c => c.PreviousId).IsUnique();
        _ = builder.HasOne<ConsentEvent>().WithMany().HasForeignKey(c => c.PreviousId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId);
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(c => c.DialogueId);
        _ = builder.HasOne<Quotation>().WithMany().HasForeignKey(c => c.QuotationId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.Property(c => c.Method).HasDefaultValue(ConsentMethod.LinkForm).HasSentinel((ConsentMethod)(-1));
        _ = builder.Property(c => c.Data).HasColumnName("data_categories");
        foreach (string name in (string[])[nameof(ConsentEvent.Controller), nameof(ConsentEvent.StorageLocation), nameof(ConsentEvent.Jurisdiction), nameof(ConsentEvent.LawfulBasis), nameof(ConsentEvent.Retention)])
            _ = builder.Property(name).HasMaxLength(300).HasDefaultValue("");
        foreach (string name in (string[])[nameof(ConsentEvent.Witness), nameof(ConsentEvent.Evidence), nameof(ConsentEvent.OwnNotice)]) _ = builder.Property(name).HasDefaultValue("");
        _ = builder.Property(c => c.NoticeVersion).HasDefaultValue(1).HasSentinel(-1);
        _ = builder.Property(c => c.RecordId).HasDefaultValueSql("gen_random_uuid()").ValueGeneratedNever();
        _ = builder.Property(c => c.ReceiptId).HasDefaultValueSql("gen_random_uuid()").ValueGeneratedNever();
        _ = builder.ToTable(t =>
        {
            t.HasCheckConstraint("ck_consent_events_expired_is_never_written", "state <> 'Expired'");
            t.HasCheckConstraint("ck_consent_events_telephone_has_a_witness", "method <> 'Telephone' OR witness <> ''");
            t.HasCheckConstraint("ck_consent_events_on_behalf_is_by_no_link", "source <> 'Organiser' OR method <> 'LinkForm' OR evidence = ''");
        });
    }
}

/// <summary>The words of a notice, stored once under their hash; the ledger's lines name the hash. One that holds a quotation is not among them: it stands sealed in its line.</summary>
public sealed class KeptNotice
{
    public required byte[] Sha256 { get; init; }
    public required string Words { get; init; }
    public required Language Language { get; init; }
    public required ConsentPurpose Purpose { get; init; }
    public required int Version { get; init; }
    public required DateTimeOffset FirstUsedAt { get; init; }
}

internal sealed class KeptNoticeMapping : IEntityTypeConfiguration<KeptNotice>
{
    public void Configure(EntityTypeBuilder<KeptNotice> builder)
    {
        _ = builder.ToTable("notices", t => t.HasCheckConstraint("ck_notices_hash_is_of_the_words", "sha256 = pg_catalog.sha256(convert_to(words, 'UTF8'))"));
        _ = builder.HasKey(n => n.Sha256);
    }
}

internal sealed class QuotationMapping : IEntityTypeConfiguration<Quotation>
{
    public void Configure(EntityTypeBuilder<Quotation> builder)
    {
        builder.HasOwnId("quotations");
        _ = builder.HasIndex(q => new { q.DialogueId, q.PersonId });
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(q => q.PersonId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(q => q.DialogueId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NeedsMapping : IEntityTypeConfiguration<Needs>
{
    public void Configure(EntityTypeBuilder<Needs> builder)
    {
        _ = builder.ToTable("needs").HasKey(n => new { n.PersonId, n.DialogueId });
        _ = builder.Property(n => n.Diet).HasMaxLength(300);
        _ = builder.Property(n => n.Access).HasMaxLength(300);
        _ = builder.Property(n => n.Other).HasMaxLength(300);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(n => n.PersonId);
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(n => n.DialogueId);
    }
}

internal sealed class AskedPurposeMapping : IEntityTypeConfiguration<AskedPurpose>
{
    public void Configure(EntityTypeBuilder<AskedPurpose> builder)
    {
        _ = builder.ToTable("asked_purposes", t => t.HasCheckConstraint("ck_asked_purposes_months", "valid_months BETWEEN 1 AND 120")).HasKey(p => new { p.DialogueId, p.Purpose });
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(p => p.DialogueId);
    }
}
