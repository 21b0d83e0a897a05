using System.Text.Json;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class DialogueMapping : IEntityTypeConfiguration<Dialogue>
{
    public void Configure(EntityTypeBuilder<Dialogue> builder)
    {
        builder.HasOwnId("dialogues");
        builder.HasRowVersion();
        builder.Bilingual(d => d.Title);
        _ = builder.Property(d => d.Venue).HasMaxLength(300);
        _ = builder.Property(d => d.Zone).HasMaxLength(60);
        _ = builder.Property(d => d.RemindDaysBefore).HasConversion(
            days => days.ToArray(), days => days,
            new Microsoft.EntityFrameworkCore.ChangeTracking.ValueComparer<IReadOnlyList<int>>((a, b) => a!.SequenceEqual(b!), d => d.Count, d => d.ToArray()));
        _ = builder.Property(d => d.ChangedFrom).HasColumnType("jsonb").HasConversion(
            facts => JsonSerializer.Serialize(facts, JsonColumns.ByName), text => JsonSerializer.Deserialize<DayFacts>(text, JsonColumns.ByName)!);
        _ = builder.Property(d => d.Past).HasColumnType("jsonb").HasDefaultValueSql("'[]'").HasConversion(
            past => JsonSerializer.Serialize(past, JsonColumns.ByName), text => JsonSerializer.Deserialize<PastDay[]>(text, JsonColumns.ByName)!,
            new Microsoft.EntityFrameworkCore.ChangeTracking.ValueComparer<IReadOnlyList<PastDay>>((a, b) => a!.SequenceEqual(b!), p => p.Count, p => p));
        _ = builder.HasOne<Series>().WithMany().HasForeignKey(d => d.SeriesId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasMany(d => d.Rooms).WithOne().HasForeignKey(r => r.DialogueId);
        _ = builder.HasMany(d => d.Sessions).WithOne().HasForeignKey(s => s.DialogueId);
        _ = builder.ToTable(t =>
        {
            _ = t.HasCheckConstraint("ck_dialogues_ends_after_it_begins", "ends > begins");
            _ = t.HasCheckConstraint("ck_dialogues_answers_before_the_day", "answer_by <= day");
        });
    }
}

internal sealed class RoomMapping : IEntityTypeConfiguration<Room>
{
    public void Configure(EntityTypeBuilder<Room> builder)
    {
        builder.HasOwnId("rooms");
        _ = builder.Property(r => r.Name).HasMaxLength(80);
        _ = builder.HasIndex(r => new { r.DialogueId, r.Name }).IsUnique();
    }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.HasOwnId("sessions");
        builder.HasRowVersion();
        builder.Bilingual(s => s.Title);
        builder.Bilingual(s => s.Questions, 4000);
        _ = builder.HasOne<Room>().WithMany().HasForeignKey(s => s.RoomId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasMany(s => s.Themes).WithOne().HasForeignKey(t => t.SessionId);
        // The EXCLUDE constraint that keeps a room from being used twice at once is in the migration: EF cannot say it.
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_sessions_ends_after_it_begins", "ends > begins"));
    }
}

internal sealed class ThemeMapping : IEntityTypeConfiguration<Theme>
{
    public void Configure(EntityTypeBuilder<Theme> builder)
    {
        builder.HasOwnId("themes");
        builder.Bilingual(t => t.Name);
    }
}
