using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.HasOwnId("people");
        builder.HasRowVersion();
        _ = builder.Ignore(p => p.Name).Ignore(p => p.Region).Ignore(p => p.Details);
        _ = builder.Property(p => p.GivenName).HasMaxLength(100);
        _ = builder.Property(p => p.FamilyName).HasMaxLength(100);
        _ = builder.Property(p => p.Email).HasMaxLength(254);
        _ = builder.Property(p => p.Affiliation).HasMaxLength(200);
        _ = builder.Property(p => p.Country).HasMaxLength(2);
        _ = builder.Property(p => p.Zone).HasMaxLength(60);
        _ = builder.Property(p => p.Gender).HasDefaultValue(Gender.NotSaid);
        // A merged record gives its address back.
        _ = builder.HasIndex(p => p.Email).IsUnique().HasFilter("merged_into_id IS NULL");
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(p => p.MergedIntoId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasIndex(p => new { p.FamilyName, p.GivenName });
        // An erased person is a row without a name, a merged one gave its own away: no list, page or letter may meet either.
        _ = builder.HasQueryFilter(p => p.MergedIntoId == null && p.ErasedAt == null);
    }
}
