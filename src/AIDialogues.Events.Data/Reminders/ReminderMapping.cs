using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class ReminderMapping : IEntityTypeConfiguration<Reminder>
{
    public void Configure(EntityTypeBuilder<Reminder> builder)
    {
        builder.HasOwnId("reminders");
        _ = builder.HasIndex(r => new { r.InvitationId, r.DaysBefore, r.AnswerBy }).IsUnique();
        _ = builder.HasIndex(r => r.DueAt).HasFilter("state = 'Scheduled'");
        _ = builder.Ignore(r => r.IsByHand);
        _ = builder.HasOne<Wave>().WithMany().HasForeignKey(r => r.WaveId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasOne<Invitation>().WithMany().HasForeignKey(r => r.InvitationId);
    }
}
