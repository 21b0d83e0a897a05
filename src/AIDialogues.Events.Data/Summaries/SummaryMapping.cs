using System.Text.Json;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AIDialogues.Events.Data;

internal sealed class SummaryMapping : IEntityTypeConfiguration<Summary>
{
    public void Configure(EntityTypeBuilder<Summary> builder)
    {
        builder.HasOwnId("summaries");
        builder.HasRowVersion();
        _ = builder.Ignore(s => s.OpenFindings).Ignore(s => s.OpenRisks).Ignore(s => s.IsLocked);
        _ = builder.PrimitiveCollection(s => s.Contested);
        _ = builder.PrimitiveCollection(s => s.Sessions);
        _ = builder.Property(s => s.Breakdown).HasColumnType("jsonb").HasConversion((ValueConverter)new JsonColumn<Breakdown>(JsonSerializerOptions.Web));
        _ = builder.Property(s => s.Room).HasColumnType("jsonb").HasConversion((ValueConverter)new JsonColumn<RoomComposition>(JsonColumns.ByName));
        _ = builder.HasIndex(s => s.SessionId).IsUnique();
        _ = builder.HasIndex(s => s.DialogueId).IsUnique();
        _ = builder.HasIndex(s => s.SeriesId).IsUnique();
        _ = builder.HasOne<Session>().WithMany().HasForeignKey(s => s.SessionId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(s => s.DialogueId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasOne<Series>().WithMany().HasForeignKey(s => s.SeriesId).OnDelete(DeleteBehavior.Restrict);
        _ = builder.HasMany(s => s.Items).WithOne().HasForeignKey(i => i.SummaryId);
        _ = builder.HasMany(s => s.Sources).WithOne().HasForeignKey(s => s.SummaryId);
        _ = builder.ToTable(t =>
        {
            _ = t.HasCheckConstraint("ck_summaries_published_has_a_time", "(state = 'Published') = (published_at IS NOT NULL)");
            _ = t.HasCheckConstraint("ck_summaries_released_by_a_second_person", "released_by IS NULL OR released_by <> submitted_by");
            _ = t.HasCheckConstraint("ck_summaries_have_one_scope", "num_nonnulls(session_id, dialogue_id, series_id) = 1");
        });
    }
}

internal sealed class SummaryItemMapping : IEntityTypeConfiguration<SummaryItem>
{
    public void Configure(EntityTypeBuilder<SummaryItem> builder)
    {
        builder.HasOwnId("summary_items");
        _ = builder.Property(i => i.Words).HasMaxLength(SummaryItem.LongestWords);
        _ = builder.Property(i => i.Contested).HasMaxLength(SummaryItem.LongestWords);
        _ = builder.Property(i => i.RiskReason).HasMaxLength(SummaryItem.LongestReason);
        _ = builder.PrimitiveCollection(i => i.RiskFindings);
        _ = builder.Ignore(i => i.Shown).Ignore(i => i.IsContested).Ignore(i => i.MustChange).Ignore(i => i.MayLeave).Ignore(i => i.Strand);
        // Sources live and die with the summary, as items do: no key between the two.
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_summary_items_two_people_for_a_risk",
            "risk_accepted_by IS NULL OR (risk_proposed_by IS NOT NULL AND risk_accepted_by <> risk_proposed_by AND risk_reason IS NOT NULL)"));
    }
}

internal sealed class SummarySourceMapping : IEntityTypeConfiguration<SummarySource>
{
    public void Configure(EntityTypeBuilder<SummarySource> builder)
    {
        builder.HasOwnId("summary_sources");
        _ = builder.PrimitiveCollection(s => s.Statements);
    }
}

internal sealed class SummaryVersionMapping : IEntityTypeConfiguration<SummaryVersion>
{
    public void Configure(EntityTypeBuilder<SummaryVersion> builder)
    {
        builder.HasOwnId("summary_versions");
        _ = builder.Property(v => v.Lines).HasColumnType("jsonb").HasConversion(
            new JsonColumn<IReadOnlyList<VersionLine>>(JsonSerializerOptions.Web),
            new ValueComparer<IReadOnlyList<VersionLine>>((one, other) => one!.SequenceEqual(other!), lines => lines.Aggregate(0, HashCode.Combine), lines => lines));
        _ = builder.HasIndex(v => new { v.SummaryId, v.Number }).IsUnique();
        _ = builder.HasOne<Summary>().WithMany().HasForeignKey(v => v.SummaryId);
    }
}

internal sealed class ObjectionRoundMapping : IEntityTypeConfiguration<ObjectionRound>
{
    public void Configure(EntityTypeBuilder<ObjectionRound> builder)
    {
        builder.HasOwnId("objection_rounds");
        builder.HasRowVersion();
        _ = builder.Ignore(r => r.DecidableAt);
        _ = builder.Property(r => r.Asked).HasColumnType("jsonb").HasConversion(
            new JsonColumn<IReadOnlyList<AskedSentence>>(JsonSerializerOptions.Web),
            new ValueComparer<IReadOnlyList<AskedSentence>>((one, other) => one!.SequenceEqual(other!), asked => asked.Aggregate(0, HashCode.Combine), asked => asked));
        // One at a time: the next begins when this one is handled.
        _ = builder.HasIndex(r => r.SummaryId).IsUnique().HasFilter("handled_at IS NULL");
        _ = builder.HasOne<Summary>().WithMany().HasForeignKey(r => r.SummaryId);
        _ = builder.HasMany(r => r.Outcomes).WithOne().HasForeignKey(o => o.RoundId);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_objection_rounds_close_after_they_open", "closes_at > opens_at"));
    }
}

internal sealed class ObjectionOutcomeMapping : IEntityTypeConfiguration<ObjectionOutcome>
{
    public void Configure(EntityTypeBuilder<ObjectionOutcome> builder) => builder.HasOwnId("objection_outcomes");
}
