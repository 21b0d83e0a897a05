using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class CalendarEntryMapping : IEntityTypeConfiguration<CalendarEntry>
{
    public void Configure(EntityTypeBuilder<CalendarEntry> builder)
    {
        _ = builder.ToTable("calendar_entries");
        _ = builder.HasKey(e => e.InvitationId);
        _ = builder.Property(e => e.InvitationId).ValueGeneratedNever();
        builder.HasRowVersion();
        _ = builder.HasOne<Invitation>().WithOne().HasForeignKey<CalendarEntry>(e => e.InvitationId);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(e => e.PersonId);
    }
}
