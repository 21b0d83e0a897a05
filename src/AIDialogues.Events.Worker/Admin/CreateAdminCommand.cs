using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Worker.Hosting;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>create-admin EMAIL</c>: an account with both steps set up; its secrets are printed this once.</summary>
internal static class CreateAdminCommand
{
    private const string Usage = "create-admin EMAIL [--name NAME] [--role Organiser|Rapporteur]";

    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        var arguments = new Arguments(words, Usage, optionNames: ["--name", "--role"]);
        string email = arguments.One("The e-mail address");
        string role = arguments["--role"] ?? StaffRoles.Organiser;
        if (role is not (StaffRoles.Organiser or StaffRoles.Rapporteur)) throw arguments.Wrong($"There is no role “{role}”.");
        await using var owner = Owner.Open(settings);
        var keys = new KeyStore(settings.DataDirectory());
        await using var db = DataSetup.Open(owner, keys);
        await using var accounts = new StaffAccounts(db);
        // One transaction for both: no account without its entry, whose secrets nobody would have seen, and no entry without an account.
        await using var entry = await db.Database.BeginTransactionAsync(ct);
        await db.EnterAsync(keys, OperatorActions.AccountMade, email, $"{email} ({role})", ct);
        var secrets = await accounts.CreateAsync(email, arguments["--name"] ?? email.Split('@')[0], role);
        await entry.CommitAsync(CancellationToken.None);
        string issuer = settings["Site:Name"] is { Length: > 0 } name ? name : "AIDialogues.Events";
        Console.WriteLine($"Account   {secrets.Email} ({role})");
        Console.WriteLine($"Password  {secrets.Password}");
        Console.WriteLine($"Secret    {secrets.AuthenticatorKey}");
        Console.WriteLine($"For an authenticator  {secrets.OtpAuth(issuer)}");
        Console.WriteLine("These are shown only now; write them down. The code of this minute: ./dev admin code " + secrets.Email);
        return 0;
    }
}
