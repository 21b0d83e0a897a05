using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.HasOwnId("invitations");
        builder.HasRowVersion();
        _ = builder.HasIndex(i => new { i.DialogueId, i.PersonId }).IsUnique();
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(i => i.DialogueId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(i => i.PersonId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.Ignore(i => i.IsOpen);
        _ = builder.Property(i => i.Reason).HasDefaultValue("");
        _ = builder.Property(i => i.Role).HasDefaultValue(InvitationRole.Participant).HasSentinel(InvitationRole.Participant);
        _ = builder.Property(i => i.CalendarUid).HasDefaultValueSql("gen_random_uuid()");
        _ = builder.HasIndex(i => i.CalendarUid).IsUnique();
        // Seats are counted by this: one look at the index for a role.
        _ = builder.HasIndex(i => new { i.DialogueId, i.Role, i.State });
        _ = builder.HasIndex(i => i.PersonId);
        _ = builder.HasOne<Invitation>().WithMany().HasForeignKey(i => i.SubstituteFor).OnDelete(DeleteBehavior.SetNull);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_invitations_offer_has_an_end", "state <> 'Offered' OR offered_until IS NOT NULL"));
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_invitations_who_waits_since", "state <> 'Waitlisted' OR waiting_since IS NOT NULL"));
        _ = builder.ToTable(t => t.HasCheckConstraint(
            "ck_invitations_answer_has_a_time", "state NOT IN ('Accepted', 'Declined') OR answered_at IS NOT NULL"));
    }
}

internal sealed class PersonalLinkMapping : IEntityTypeConfiguration<PersonalLink>
{
    public void Configure(EntityTypeBuilder<PersonalLink> builder)
    {
        builder.HasOwnId("personal_links");
        _ = builder.HasIndex(l => l.TokenSha256).IsUnique();
        _ = builder.Property(l => l.Purpose).HasDefaultValue(LinkPurpose.Answer).HasSentinel(LinkPurpose.Answer);
        _ = builder.HasOne<Invitation>().WithMany().HasForeignKey(l => l.InvitationId);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_personal_links_hash_is_sha256", "octet_length(token_sha256) = 32"));
    }
}

internal sealed class PlacesMapping : IEntityTypeConfiguration<Places>
{
    public void Configure(EntityTypeBuilder<Places> builder)
    {
        _ = builder.ToTable("places");
        _ = builder.HasKey(p => p.DialogueId);
        _ = builder.Property(p => p.DialogueId).ValueGeneratedNever();
        builder.HasRowVersion();
        _ = builder.Property(p => p.LotSeed).HasMaxLength(64);
        _ = builder.HasOne<Dialogue>().WithOne().HasForeignKey<Places>(p => p.DialogueId);
    }
}

internal sealed class SubstituteProposalMapping : IEntityTypeConfiguration<SubstituteProposal>
{
    public void Configure(EntityTypeBuilder<SubstituteProposal> builder)
    {
        builder.HasOwnId("substitute_proposals");
        // One question at a time: an organiser decides before the next is asked.
        _ = builder.HasIndex(s => s.InvitationId).IsUnique().HasFilter("state = 'Proposed'").HasDatabaseName("ix_substitute_proposals_one_open");
        _ = builder.HasOne<Invitation>().WithMany().HasForeignKey(s => s.InvitationId);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId);
    }
}

internal sealed class TimelineEntryMapping : IEntityTypeConfiguration<TimelineEntry>
{
    public void Configure(EntityTypeBuilder<TimelineEntry> builder)
    {
        builder.HasOwnId("timeline");
        _ = builder.HasIndex(e => new { e.PersonId, e.At });
        _ = builder.HasIndex(e => e.InvitationId);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(e => e.PersonId);
        _ = builder.HasOne<Invitation>().WithMany().HasForeignKey(e => e.InvitationId).OnDelete(DeleteBehavior.Cascade);
    }
}
