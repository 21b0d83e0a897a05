using System.Text.Json;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data.Tokens;

/// <summary>The public half of a key; Web writes it, Room and everybody reads it. The private half is a file of Web's and never here.</summary>
public sealed class PublishedKey
{
    public required string KeyId { get; init; }
    public required Id<Dialogue> DialogueId { get; init; }
    public Id<Session>? SessionId { get; init; }

    /// <summary>"point" or "objection".</summary>
    public required string Purpose { get; init; }
    public required byte[] PublicKey { get; init; }
    public required DateTimeOffset ClosesAt { get; set; }

    /// <summary>How many people were given tokens of this key: a session's that was added late has fewer than the day.</summary>
    public int Holders { get; set; }

    /// <summary>Set once enough people hold tokens of it; before, Room takes none: among too few, a token is a name.</summary>
    public bool EnoughHolders { get; set; }

    /// <summary>How many people of the dialogue hold a second set, which Room must count with; shown to everybody.</summary>
    public int Replaced { get; set; }
}

/// <summary>A time in which the sentences of a draft may be objected to with the tokens of one of its days. Room takes objections to these items only, and writes them at its end.</summary>
public sealed class OpenRound
{
    public required Id<Summary> SummaryId { get; init; }
    public required Id<Dialogue> DialogueId { get; init; }
    public required DateTimeOffset ClosesAt { get; set; }

    /// <summary>The ids of the sentences shown.</summary>
    public required Guid[] Items { get; set; }
}

internal sealed class TokenIssueMapping : IEntityTypeConfiguration<TokenIssue>
{
    public void Configure(EntityTypeBuilder<TokenIssue> builder)
    {
        _ = builder.ToTable("token_issues", t => t.HasCheckConstraint("ck_token_issues_once", "replaced >= 0 AND NOT (may_ask_again AND replaced > 0)")).HasKey(i => new { i.DialogueId, i.PersonId });
        _ = builder.Property(i => i.Keys).HasColumnType("jsonb").HasConversion(
            new JsonColumn<IReadOnlyList<IssuedKey>>(JsonSerializerOptions.Web),
            new ValueComparer<IReadOnlyList<IssuedKey>>((one, other) => one!.SequenceEqual(other!), keys => keys.Aggregate(0, HashCode.Combine), keys => keys));
        _ = builder.HasOne<Dialogue>().WithMany().HasForeignKey(i => i.DialogueId);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(i => i.PersonId);
    }
}

internal sealed class PublishedKeyMapping : IEntityTypeConfiguration<PublishedKey>
{
    public void Configure(EntityTypeBuilder<PublishedKey> builder)
    {
        _ = builder.ToTable("token_keys", "board").HasKey(k => k.KeyId);
        _ = builder.Property(k => k.KeyId).HasMaxLength(64);
        _ = builder.Property(k => k.Purpose).HasMaxLength(20);
        _ = builder.HasIndex(k => new { k.DialogueId, k.SessionId, k.Purpose }).IsUnique().AreNullsDistinct(false);
    }
}

internal sealed class ObjectionRoundMapping : IEntityTypeConfiguration<OpenRound>
{
    public void Configure(EntityTypeBuilder<OpenRound> builder)
    {
        _ = builder.ToTable("objection_rounds", "board").HasKey(r => new { r.SummaryId, r.DialogueId });
    }
}
