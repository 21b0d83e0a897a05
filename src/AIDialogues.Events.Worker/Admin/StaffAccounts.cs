using System.Security.Cryptography;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace AIDialogues.Events.Worker.Admin;

/// <summary>What somebody needs to sign in for the first time; the password is nowhere else.</summary>
internal sealed record SignInSecrets(string Email, string Password, string AuthenticatorKey)
{
    public string OtpAuth(string issuer) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(Email)}?secret={AuthenticatorKey}&issuer={Uri.EscapeDataString(issuer)}";
}

/// <summary>Staff accounts through Identity's own doors, with the same rules as the web host.</summary>
internal sealed class StaffAccounts : IAsyncDisposable
{
    // Without characters that look alike.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly ServiceProvider services;
    private readonly AsyncServiceScope scope;

    public StaffAccounts(NpgsqlDataSource owner) : this(services => services.AddDbContext<EventsDb>(options => options.UseEvents(owner))) { }

    /// <summary>In the transaction that is open on <paramref name="db"/>, which stays the caller's.</summary>
    public StaffAccounts(EventsDb db) : this(services => services.AddSingleton(db)) { }

    private StaffAccounts(Action<IServiceCollection> addDb)
    {
        var collection = new ServiceCollection();
        _ = collection.AddLogging();
        addDb(collection);
        _ = collection.AddIdentityCore<StaffAccount>(o =>
            {
                o.Password.RequiredLength = 12;
                o.Password.RequireNonAlphanumeric = o.Password.RequireUppercase = o.Password.RequireDigit = o.Password.RequireLowercase = false;
                o.User.RequireUniqueEmail = true;
            })
            .AddRoles<IdentityRole<Guid>>().AddEntityFrameworkStores<EventsDb>();
        services = collection.BuildServiceProvider();
        scope = services.CreateAsyncScope();
    }

    private UserManager<StaffAccount> Users => scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();

    private RoleManager<IdentityRole<Guid>> Roles => scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole<Guid>>>();

    /// <exception cref="SettingException">There is such an account already, or the address is not one.</exception>
    public async Task<SignInSecrets> CreateAsync(string email, string name, string role)
    {
        if (!Domain.EmailAddress.IsValid(email)) throw new SettingException($"“{email}” is not an e-mail address.");
        if (await Users.FindByEmailAsync(email) is not null) throw new SettingException($"There is an account {email} already.");
        string password = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
        var account = new StaffAccount { UserName = email, Email = email, EmailConfirmed = true, DisplayName = name };
        if (!await Roles.RoleExistsAsync(role)) Check(await Roles.CreateAsync(new IdentityRole<Guid>(role) { Id = Guid.NewGuid() }));
        Check(await Users.CreateAsync(account, password));
        Check(await Users.AddToRoleAsync(account, role));
        Check(await Users.ResetAuthenticatorKeyAsync(account));
        Check(await Users.SetTwoFactorEnabledAsync(account, true));
        return new(email, password, (await Users.GetAuthenticatorKeyAsync(account))!);
    }

    public async Task<string?> AuthenticatorKeyAsync(string email) =>
        await Users.FindByEmailAsync(email) is { } account ? await Users.GetAuthenticatorKeyAsync(account) : null;

    public async Task<Guid?> IdOfAsync(string email) => (await Users.FindByEmailAsync(email))?.Id;

    public async Task<bool> ExistsAsync(string email) => await Users.FindByEmailAsync(email) is not null;

    public async Task RemoveAsync(string email)
    {
        if (await Users.FindByEmailAsync(email) is { } account) Check(await Users.DeleteAsync(account));
    }

    public async ValueTask DisposeAsync()
    {
        await scope.DisposeAsync();
        await services.DisposeAsync();
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded) throw new SettingException(string.Join(' ', result.Errors.Select(e => e.Description)));
    }
}
