using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class WaveMapping : IEntityTypeConfiguration<Wave>
{
    public void Configure(EntityTypeBuilder<Wave> builder)
    {
        builder.HasOwnId("waves");
        // No row version: every change is made with the row locked.
        _ = builder.HasIndex(w => new { w.DialogueId, w.Number }).IsUnique();
        _ = builder.Property(w => w.Role).HasDefaultValue(InvitationRole.Participant).HasSentinel(InvitationRole.Participant);
        _ = builder.Property(w => w.Seal).HasMaxLength(64).HasDefaultValue("");
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(w => w.DialogueId);
        _ = builder.HasMany(w => w.Readers).WithOne().HasForeignKey(r => r.WaveId);
        _ = builder.HasMany(w => w.Texts).WithOne().HasForeignKey(t => t.WaveId);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_waves_sent_has_a_time", "(state = 'Draft') = (sent_at IS NULL) AND (sent_at IS NULL) = (undo_until IS NULL)"));
    }
}

internal sealed class WaveReaderMapping : IEntityTypeConfiguration<WaveReader>
{
    public void Configure(EntityTypeBuilder<WaveReader> builder)
    {
        _ = builder.ToTable("wave_readers");
        _ = builder.HasKey(r => new { r.WaveId, r.PersonId });
        _ = builder.Property(r => r.Subject).HasMaxLength(200);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(r => r.PersonId);
    }
}

internal sealed class WaveTextMapping : IEntityTypeConfiguration<WaveText>
{
    public void Configure(EntityTypeBuilder<WaveText> builder)
    {
        _ = builder.ToTable("wave_texts");
        _ = builder.HasKey(t => new { t.WaveId, t.Version, t.Language });
        _ = builder.Property(t => t.Subject).HasMaxLength(200);
    }
}
