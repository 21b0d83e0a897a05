using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class LetterMapping : IEntityTypeConfiguration<Letter>
{
    public void Configure(EntityTypeBuilder<Letter> builder)
    {
        builder.HasOwnId("outbox");
        _ = builder.Property(l => l.ToName).HasMaxLength(201);
        _ = builder.Property(l => l.ToAddress).HasMaxLength(254);
        // Longer than a template's subject may be, since fields grow when they are filled.
        _ = builder.Property(l => l.Subject).HasMaxLength(1000);
        _ = builder.Property(l => l.ServerReply).HasMaxLength(300);
        // The newest letter of each row of the board, and the few that did not arrive, each by one look.
        _ = builder.HasIndex(l => new { l.InvitationId, l.CreatedAt }).IsDescending(false, true);
        _ = builder.HasIndex(l => l.State).HasFilter("state IN ('Failed', 'Unknown')").HasDatabaseName("ix_outbox_not_delivered");
        _ = builder.HasIndex(l => l.NotBefore).HasFilter("state IN ('Queued', 'Retry', 'InFlight')");
        _ = builder.HasIndex(l => new { l.Urgent, l.NotBefore }).IsDescending(true, false).HasFilter("state IN ('Queued', 'Retry')");
        _ = builder.HasIndex(l => new { l.WaveId, l.State });
        _ = builder.HasIndex(l => l.ReturnId).IsUnique();
        _ = builder.HasOne<ObjectionRound>().WithMany().HasForeignKey(l => l.RoundId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasOne<Wave>().WithMany().HasForeignKey(l => l.WaveId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(l => l.PersonId);
        _ = builder.HasOne<Invitation>().WithMany().HasForeignKey(l => l.InvitationId);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_outbox_in_flight_has_a_lease", "(state = 'InFlight') = (lease_until IS NOT NULL)"));
    }
}

internal sealed class LetterTemplateMapping : IEntityTypeConfiguration<LetterTemplate>
{
    public void Configure(EntityTypeBuilder<LetterTemplate> builder)
    {
        builder.HasOwnId("letter_templates");
        builder.HasRowVersion();
        _ = builder.Property(t => t.Subject).HasMaxLength(200);
        _ = builder.HasIndex(t => new { t.DialogueId, t.Kind, t.Language }).IsUnique();
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(t => t.DialogueId);
    }
}
