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
        _ = builder.HasOne<Invitation>().WithMany().HasForeignKey(l => l.InvitationId);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_personal_links_hash_is_sha256", "octet_length(token_sha256) = 32"));
    }
}
