using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AIDialogues.Events.Data;

internal sealed class DeliveryMapping : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.HasOwnId("deliveries");
        _ = builder.Property(d => d.Status).HasMaxLength(16);
        _ = builder.HasIndex(d => d.LetterId);
        _ = builder.HasIndex(d => d.At);
        _ = builder.HasOne<Letter>().WithMany().HasForeignKey(d => d.LetterId);
    }
}

internal sealed class BounceMapping : IEntityTypeConfiguration<Bounce>
{
    public void Configure(EntityTypeBuilder<Bounce> builder)
    {
        builder.HasOwnId("bounces");
        _ = builder.Property(b => b.Status).HasMaxLength(12);
        _ = builder.HasIndex(b => b.ReturnId).IsUnique();
        _ = builder.HasIndex(b => b.LetterId);
        _ = builder.HasOne<Letter>().WithMany().HasForeignKey(b => b.LetterId);
    }
}

internal sealed class OptOutMapping : IEntityTypeConfiguration<OptOut>
{
    public void Configure(EntityTypeBuilder<OptOut> builder)
    {
        builder.HasOwnId("opt_outs");
        _ = builder.HasIndex(o => o.PersonId).IsUnique();
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(o => o.PersonId);
    }
}

internal sealed class OptOutLinkMapping : IEntityTypeConfiguration<OptOutLink>
{
    public void Configure(EntityTypeBuilder<OptOutLink> builder)
    {
        builder.HasOwnId("opt_out_links");
        _ = builder.HasIndex(l => l.TokenSha256).IsUnique();
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(l => l.PersonId);
        _ = builder.ToTable(t => t.HasCheckConstraint("ck_opt_out_links_hash_is_sha256", "octet_length(token_sha256) = 32"));
    }
}

internal sealed class MailLineMapping : IEntityTypeConfiguration<MailLine>
{
    public void Configure(EntityTypeBuilder<MailLine> builder)
    {
        _ = builder.ToTable("mail_line", t => t.HasCheckConstraint("ck_mail_line_is_one", "id = 1"));
        _ = builder.HasKey(l => l.Id);
        _ = builder.Property(l => l.Id).ValueGeneratedNever();
        _ = builder.Property(l => l.Problem).HasMaxLength(300);
    }
}

internal sealed class TestLetterMapping : IEntityTypeConfiguration<TestLetter>
{
    public void Configure(EntityTypeBuilder<TestLetter> builder)
    {
        builder.HasOwnId("test_letters");
        _ = builder.Property(l => l.Organisation).HasMaxLength(200);
        _ = builder.Property(l => l.ServerReply).HasMaxLength(300);
        _ = builder.HasOne<Person>().WithMany().HasForeignKey(l => l.PersonId);
        _ = builder.HasIndex(l => l.CreatedAt).HasFilter("state = 'Queued'");
    }
}
