using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Staff;

/// <summary>Somebody who works for the series: organiser or rapporteur. Experts have no account.</summary>
public sealed class StaffAccount : IdentityUser<Guid>
{
    public StaffAccount() => Id = Guid.NewGuid();

    public string DisplayName { get; set; } = "";
    public Language Language { get; set; }
}

public static class StaffRoles
{
    public const string Organiser = "Organiser";
    public const string Rapporteur = "Rapporteur";
}

internal static class StaffMapping
{
    public static void Apply(ModelBuilder builder)
    {
        _ = builder.Entity<StaffAccount>().ToTable("accounts", "staff").Property(a => a.DisplayName).HasMaxLength(100);
        _ = builder.Entity<IdentityRole<Guid>>().ToTable("roles", "staff");
        _ = builder.Entity<IdentityUserRole<Guid>>().ToTable("account_roles", "staff");
        _ = builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims", "staff");
        _ = builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins", "staff");
        _ = builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens", "staff");
        _ = builder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims", "staff");
        foreach (var type in (Type[])[typeof(StaffAccount), typeof(IdentityRole<Guid>)])
            _ = builder.Entity(type).Property("Id").ValueGeneratedNever();
    }
}
