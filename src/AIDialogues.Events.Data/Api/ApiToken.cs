using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data.Api;

/// <summary>A bearer token of the REST API with one scope. Only its SHA-256 is stored; the day of last use is coarse on purpose.</summary>
public sealed class ApiToken
{
    /// <summary>What the chain calls it when one is made, and when one is ended.</summary>
    public const string Made = "api-token:made";
    public const string Revoked = "api-token:revoked";

    private ApiToken() { }

    public Guid Id { get; private set; } = Guid.NewGuid();
    public string Name { get; private set; } = "";

    /// <summary>The account of whoever acts by it; null for nobody in particular: such a token counts as a hand of its own.</summary>
    public Guid? OwnerId { get; private set; }
    public string Scope { get; private set; } = "";
    public byte[] TokenSha256 { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    public static (ApiToken Token, string Secret) New(string name, string scope, DateTimeOffset now, Guid? owner = null)
    {
        string secret = "aide_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (new() { Name = name, OwnerId = owner, Scope = scope, TokenSha256 = HashOf(secret), CreatedAt = now }, secret);
    }

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <summary>The answer that was given to a write with an Idempotency-Key, so that the same write again gets the same answer and no second effect.</summary>
public sealed class AnsweredRequest
{
    public required Guid TokenId { get; init; }
    public required string Key { get; init; }
    public required byte[] RequestSha256 { get; init; }
    public required int Status { get; init; }
    public required string ContentType { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.HasOwnId("api_tokens");
        _ = builder.HasIndex(t => t.TokenSha256).IsUnique();
        _ = builder.Property(t => t.Name).HasMaxLength(100);
        _ = builder.Property(t => t.Scope).HasMaxLength(40);
    }
}

internal sealed class AnsweredRequestMapping : IEntityTypeConfiguration<AnsweredRequest>
{
    public void Configure(EntityTypeBuilder<AnsweredRequest> builder)
    {
        _ = builder.ToTable("answered_requests").HasKey(r => new { r.TokenId, r.Key });
        _ = builder.Property(r => r.Key).HasMaxLength(100);
        _ = builder.HasOne<ApiToken>().WithMany().HasForeignKey(r => r.TokenId);
    }
}
