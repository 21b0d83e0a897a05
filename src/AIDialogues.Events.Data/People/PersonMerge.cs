using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

/// <summary>Two records that became one: what the kept one was before, and which rows changed hands, so that it can be taken back for a day.</summary>
public sealed class PersonMerge
{
    public static readonly TimeSpan UndoFor = TimeSpan.FromHours(24);

    public Id<PersonMerge> Id { get; init; } = Id<PersonMerge>.New();
    public DateTimeOffset At { get; init; }
    public string By { get; init; } = "";
    public Id<Person> KeptId { get; init; }
    public Id<Person> GoneId { get; init; }
    public string KeptBefore { get; init; } = "";
    public string KeptAfter { get; init; } = "";
    public string Moved { get; set; } = "{}";
    public DateTimeOffset? UndoneAt { get; set; }

    public bool CanBeUndone(DateTimeOffset now) => UndoneAt is null && now < At + UndoFor;
}

/// <summary>Two records that somebody looked at and found to be two people: they are not proposed again.</summary>
public sealed class ToldApart
{
    public Id<Person> FirstId { get; init; }
    public Id<Person> SecondId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The order of the two says nothing, so it is always the same.</summary>
    public static ToldApart Of(Id<Person> one, Id<Person> other, DateTimeOffset now) =>
        one < other ? new() { FirstId = one, SecondId = other, At = now } : new() { FirstId = other, SecondId = one, At = now };
}

/// <param name="Strong">The invitation whose answer counts.</param>
/// <param name="Weak">The other one: withdrawn, its links and letters now those of the strong one.</param>
internal sealed record InvitationClash(Guid Strong, Guid Weak, string WeakState, bool Swapped, IReadOnlyList<Guid> Links, IReadOnlyList<Guid> Letters)
{
    /// <summary>Letters of the weak one that were kept back, because its person gets the same under the other.</summary>
    public IReadOnlyList<Guid> Dropped { get; init; } = [];
}

/// <summary>What a merge moved, by table; lines of the ledger are copied, never moved.</summary>
internal sealed record MovedRows(
    IReadOnlyDictionary<string, IReadOnlyList<Guid>> Rows, IReadOnlyList<Guid> Invitations, IReadOnlyList<InvitationClash> Clashes, IReadOnlyList<Guid> CopiedConsents)
{
    /// <summary>The days for which the two records exchanged what was needed.</summary>
    public IReadOnlyList<Guid> Needs { get; init; } = [];

    /// <summary>Who had which tokens, day by day.</summary>
    public IReadOnlyList<MergedIssue> Tokens { get; init; } = [];

    /// <summary>The waves that the kept record became a reader of.</summary>
    public IReadOnlyList<Guid> Waves { get; init; } = [];

    /// <summary>What the kept record had asked for by itself; null in merges of before this was kept.</summary>
    public AskedFor? Asked { get; init; }
}

internal sealed class PersonMergeMapping : IEntityTypeConfiguration<PersonMerge>
{
    public void Configure(EntityTypeBuilder<PersonMerge> builder)
    {
        builder.HasOwnId("person_merges");
        _ = builder.Property(m => m.By).HasMaxLength(200);
        _ = builder.Property(m => m.KeptBefore).HasColumnType("jsonb");
        _ = builder.Property(m => m.KeptAfter).HasColumnType("jsonb");
        _ = builder.Property(m => m.Moved).HasColumnType("jsonb");
        _ = builder.HasIndex(m => m.At);
    }
}

internal sealed class ToldApartMapping : IEntityTypeConfiguration<ToldApart>
{
    public void Configure(EntityTypeBuilder<ToldApart> builder)
    {
        _ = builder.ToTable("people_told_apart", EventsDb.Schema);
        _ = builder.HasKey(t => new { t.FirstId, t.SecondId });
    }
}
