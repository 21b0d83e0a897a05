using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Api;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>api-token --scope organise</c>: a token of the REST API, printed this once; the database holds its hash.</summary>
internal static class ApiTokenCommand
{
    private static readonly string[] Scopes = ["organise"];

    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        var arguments = new Arguments(words, "api-token --scope organise [--name NAME]", optionNames: ["--scope", "--name"]);
        arguments.None();
        string scope = arguments["--scope"] ?? throw arguments.Wrong("--scope is missing.");
        if (!Scopes.Contains(scope)) throw arguments.Wrong($"There is no scope “{scope}”.");
        string name = arguments["--name"] ?? "admin";
        if (name.Length > 100) throw arguments.Wrong("The name is longer than 100 characters.");
        await using var owner = Owner.Open(settings);
        await using var db = DataSetup.Open(owner);
        var (token, secret) = ApiToken.New(name, scope, TimeProvider.System.GetUtcNow());
        _ = db.Add(token);
        _ = await db.SaveChangesAsync(ct);
        Console.WriteLine(secret);
        return 0;
    }
}
