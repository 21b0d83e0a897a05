namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>code EMAIL</c>: the second step's code of this half minute, for a first sign-in without an authenticator at hand.</summary>
internal static class CodeCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        string email = new Arguments(words, "code EMAIL").One("The e-mail address");
        await using var owner = Owner.Open(settings);
        await using var accounts = new StaffAccounts(owner);
        if (await accounts.AuthenticatorKeyAsync(email) is not { } key)
        {
            await Console.Error.WriteLineAsync($"There is no account {email} with a second step.");
            return 1;
        }

        Console.WriteLine(Totp.At(key, TimeProvider.System.GetUtcNow()));
        return 0;
    }
}
