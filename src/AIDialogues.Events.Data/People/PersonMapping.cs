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
        _ = builder.Ignore(p => p.Name);
        _ = builder.Property(p => p.GivenName).HasMaxLength(100);
        _ = builder.Property(p => p.FamilyName).HasMaxLength(100);
        _ = builder.Property(p => p.Email).HasMaxLength(254);
        _ = builder.Property(p => p.Affiliation).HasMaxLength(200);
        _ = builder.Property(p => p.Country).HasMaxLength(2);
        _ = builder.Property(p => p.Zone).HasMaxLength(60);
        _ = builder.HasIndex(p => p.Email).IsUnique();
        _ = builder.HasIndex(p => new { p.FamilyName, p.GivenName });
    }
}
