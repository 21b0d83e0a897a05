using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

/// <summary>
/// One wish to take the directory, or a part of it, out of the product. Another organiser than the one who asked allows or refuses it; once
/// allowed, who asked may fetch it one single time and within a quarter of an hour.
/// </summary>
public sealed class RosterExport
{
    public const int MostPeople = 20_000;
    public const int ReasonLength = 500;

    /// <summary>How long it waits for somebody else.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromHours(24);

    /// <summary>How long it can be fetched once it is allowed.</summary>
    public static readonly TimeSpan StaysOpen = TimeSpan.FromMinutes(15);

    /// <summary>Between two wishes of one organiser.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    public static readonly Refusal ReasonMissing = new("roster-reason-missing");
    public static readonly Refusal TooOften = new("roster-too-often");
    public static readonly Refusal OwnWish = new("roster-own-wish");
    public static readonly Refusal NotWaiting = new("roster-not-waiting");
    public static readonly Refusal NotOpen = new("roster-not-open");

    private RosterExport() { }

    public Id<RosterExport> Id { get; private set; } = Id<RosterExport>.New();
    public Guid AskedBy { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }
    public string Reason { get; private set; } = "";
    public PeopleFilter Filter { get; private set; } = new();
    public Guid? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public bool IsAllowed { get; private set; }
    public DateTimeOffset? TakenAt { get; private set; }

    /// <summary>How many people went out; null before.</summary>
    public int? People { get; private set; }

    public static Result<RosterExport> Ask(Guid account, string reason, PeopleFilter filter, DateTimeOffset now)
    {
        reason = PlainText.Fold(reason);
        if (reason.Length is < 10 or > ReasonLength || !PlainText.IsOneLine(reason)) return ReasonMissing;
        return new RosterExport { AskedBy = account, AskedAt = now, Reason = reason, Filter = filter };
    }

    public RosterState StateAt(DateTimeOffset now) => this switch
    {
        { TakenAt: not null } => RosterState.Taken,
        { DecidedAt: { } decided, IsAllowed: true } => now < decided + StaysOpen ? RosterState.Open : RosterState.Lapsed,
        { DecidedAt: not null } => RosterState.Refused,
        _ => now < AskedAt + Waits ? RosterState.Waiting : RosterState.Lapsed,
    };

    public Refusal? Decide(Guid account, bool allow, DateTimeOffset now)
    {
        if (account == AskedBy) return OwnWish;
        if (StateAt(now) != RosterState.Waiting) return NotWaiting;
        (DecidedBy, DecidedAt, IsAllowed) = (account, now, allow);
        return null;
    }
}

public enum RosterState
{
    Waiting,
    Open,
    Taken,
    Refused,

    /// <summary>Nobody decided, or nobody fetched it, in time.</summary>
    Lapsed,
}

internal sealed class RosterExportMapping : IEntityTypeConfiguration<RosterExport>
{
    public void Configure(EntityTypeBuilder<RosterExport> builder)
    {
        builder.HasOwnId("roster_exports");
        _ = builder.Property(e => e.Reason).HasMaxLength(RosterExport.ReasonLength);
        _ = builder.Property(e => e.Filter).HasColumnType("jsonb").HasConversion(new JsonColumn<PeopleFilter>(JsonColumns.ByName));
        _ = builder.HasIndex(e => new { e.AskedBy, e.AskedAt });
        _ = builder.HasIndex(e => e.AskedAt);
        _ = builder.ToTable(t =>
        {
            // What the pages say, said once more where a defect in them does not reach.
            _ = t.HasCheckConstraint("ck_roster_exports_by_two", "decided_by <> asked_by AND (decided_by IS NULL) = (decided_at IS NULL)");
            _ = t.HasCheckConstraint("ck_roster_exports_taken", "taken_at IS NULL OR (is_allowed AND decided_at IS NOT NULL AND taken_at <= decided_at + interval '15 minutes')");
            _ = t.HasCheckConstraint("ck_roster_exports_allowed", "NOT is_allowed OR decided_at IS NOT NULL");
        });
    }
}
