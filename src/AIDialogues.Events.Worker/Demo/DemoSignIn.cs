using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Worker.Admin;
using AIDialogues.Events.Worker.Hosting;

namespace AIDialogues.Events.Worker.Demo;

/// <summary>The two demo accounts; their random secrets lie in the data directory, readable by its owner alone.</summary>
internal static class DemoSignIn
{
    private const string Organiser = "organiser@demo.test";
    private const string Rapporteur = "rapporteur@demo.test";

    public static string FileIn(string dataDirectory) => Path.Combine(dataDirectory, "demo-sign-in.txt");

    public static async Task EnsureAsync(StaffAccounts accounts, IConfiguration settings)
    {
        string file = FileIn(settings.DataDirectory());
        if (File.Exists(file) && await accounts.ExistsAsync(Organiser) && await accounts.ExistsAsync(Rapporteur)) return;
        await accounts.RemoveAsync(Organiser);
        await accounts.RemoveAsync(Rapporteur);
        SignInSecrets[] secrets =
        [
            await accounts.CreateAsync(Organiser, "Noor Haddad", StaffRoles.Organiser),
            await accounts.CreateAsync(Rapporteur, "Léa Fontenelle", StaffRoles.Rapporteur),
        ];
        var address = new Uri(settings.SiteUrl(), "/account/signin");
        var lines = secrets.SelectMany(s => new[]
        {
            $"Sign in  {address}  {s.Email}  password {s.Password}  authenticator secret {s.AuthenticatorKey}",
            $"Code now: ./dev admin code {s.Email}",
        });
        _ = Directory.CreateDirectory(settings.DataDirectory());
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(file, options);
        await writer.WriteAsync(string.Join('\n', lines) + "\n");
    }
}
