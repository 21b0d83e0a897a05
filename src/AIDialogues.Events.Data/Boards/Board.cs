using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data.Boards;

/// <summary>What Room may know of a session: titles, themes, questions and a lexicon of salted hashes; never a name.</summary>
public sealed class BoardSession
{
    public required Id<Session> SessionId { get; init; }

    /// <summary>JSON; its shape is documented with the board.</summary>
    public required string Board { get; set; }

    /// <summary>Room takes no new points of a closed session, and writes what it had taken before.</summary>
    public bool Closed { get; set; }

    /// <summary>It was closed and opened again, once or more; for good. Closes after the first one store no few own points of participants.</summary>
    public bool OpenedAgain { get; set; }
}

/// <summary>A key that opens one session's board, or its facilitator's view. Only its SHA-256 is stored, and not who asked for it.</summary>
public sealed class BoardKey
{
    public required byte[] KeySha256 { get; init; }
    public required Id<Session> SessionId { get; init; }

    /// <summary>What it opens, by the name Room knows: Report or Facilitate.</summary>
    public required string Purpose { get; init; }

    public bool Revoked { get; set; }
}

internal sealed class BoardSessionMapping : IEntityTypeConfiguration<BoardSession>
{
    public void Configure(EntityTypeBuilder<BoardSession> builder)
    {
        _ = builder.ToTable("sessions", "board").HasKey(b => b.SessionId);
        _ = builder.Property(b => b.SessionId).ValueGeneratedNever();
        _ = builder.Property(b => b.Board).HasColumnType("jsonb");
        _ = builder.Property(b => b.Closed).HasDefaultValue(false);
        _ = builder.Property(b => b.OpenedAgain).HasDefaultValue(false);
    }
}

internal sealed class BoardKeyMapping : IEntityTypeConfiguration<BoardKey>
{
    public void Configure(EntityTypeBuilder<BoardKey> builder)
    {
        _ = builder.ToTable("keys", "board", t => t.HasCheckConstraint("ck_keys_purpose", "purpose IN ('Report', 'Facilitate')")).HasKey(k => k.KeySha256);
        _ = builder.HasOne<BoardSession>().WithMany().HasForeignKey(k => k.SessionId);
        _ = builder.Property(k => k.Purpose).HasDefaultValue("Report");
        _ = builder.Property(k => k.Revoked).HasDefaultValue(false);
    }
}
