using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Worker.Admin;

/// <summary>
/// <c>api-token --scope organise</c>: a token of the REST API, printed this once; the database holds its hash. <c>--for EMAIL</c> says whose it is:
/// where two people are needed it counts as that person, one of nobody as a hand of its own. <c>--revoke NAME</c> ends those of a name.
/// Either is an entry in the chain: a token reads the whole directory, and nobody else was asked.
/// </summary>
internal static class ApiTokenCommand
{
    /// <summary>In the chain, instead of somebody of the staff: whoever has the server.</summary>
    public const string Operator = "command line";

    private static readonly string[] Scopes = ["organise"];

    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        var arguments = new Arguments(words, "api-token --scope organise [--name NAME] [--for EMAIL], or api-token --revoke NAME", optionNames: ["--scope", "--name", "--for", "--revoke"]);
        arguments.None();
        await using var owner = Owner.Open(settings);
        var keys = new KeyStore(settings.DataDirectory());
        await using var db = DataSetup.Open(owner, keys);
        var log = new AuditLog(db, keys, TimeProvider.System);
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        string said = arguments["--revoke"] is { } name ? await RevokeAsync(db, log, name, ct) : await MakeAsync(db, log, arguments, await WhoseAsync(owner, arguments), ct);
        await transaction.CommitAsync(ct);
        Console.WriteLine(said);
        return 0;
    }

    private static async Task<Guid?> WhoseAsync(NpgsqlDataSource owner, Arguments arguments)
    {
        if (arguments["--for"] is not { } email) return null;
        await using var accounts = new StaffAccounts(owner);
        return await accounts.IdOfAsync(email) ?? throw arguments.Wrong($"There is no account “{email}”.");
    }

    private static async Task<string> MakeAsync(EventsDb db, AuditLog log, Arguments arguments, Guid? whose, CancellationToken ct)
    {
        string scope = arguments["--scope"] ?? throw arguments.Wrong("--scope is missing.");
        if (!Scopes.Contains(scope)) throw arguments.Wrong($"There is no scope “{scope}”.");
        string name = arguments["--name"] ?? "admin";
        if (name.Length > 100) throw arguments.Wrong("The name is longer than 100 characters.");
        var (token, secret) = ApiToken.New(name, scope, TimeProvider.System.GetUtcNow(), whose);
        _ = db.Add(token);
        _ = await db.SaveChangesAsync(ct);
        await log.RecordAsync(new(Operator, ApiToken.Made, nameof(ApiToken), token.Id.ToString(), name), ct);
        return secret;
    }

    private static async Task<string> RevokeAsync(EventsDb db, AuditLog log, string name, CancellationToken ct)
    {
        var tokens = await db.ApiTokens.Where(t => t.Name == name && t.RevokedAt == null).ToListAsync(ct);
        foreach (var token in tokens)
        {
            token.Revoke(TimeProvider.System.GetUtcNow());
            await log.RecordAsync(new(Operator, ApiToken.Revoked, nameof(ApiToken), token.Id.ToString(), name), ct);
        }

        _ = await db.SaveChangesAsync(ct);
        return tokens.Count == 0 ? $"No token of the name “{name}” is valid." : $"{tokens.Count} of the name “{name}” open nothing any more.";
    }
}
