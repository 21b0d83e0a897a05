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
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId);
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(c => c.DialogueId);
    }
}
