using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Objections;
using AIDialogues.Events.Web.Hosting;
using Npgsql;

namespace AIDialogues.Events.Web.Tokens;

internal static class TokensSetup
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        _ = services.AddSingleton(new IssuingKeys(Path.Combine(configuration.DataDirectory(), "keys", "issuing")));
        _ = services.AddSingleton<IssuingTurn>();
        _ = services.AddScoped<Issuing>();
        _ = services.AddHostedService<IssuingEnds>();
        _ = services.AddSingleton(sp => new ObjectionReader(sp.GetRequiredKeyedService<NpgsqlDataSource>("read")));
    }

    public static void Map(WebApplication app) => _ = app.MapGet("/keys/{dialogue:guid}.json", async (Guid dialogue, EventsDb db, CancellationToken ct) =>
        await db.KeyListAsync(new Id<Dialogue>(dialogue), ct) is { } list ? Results.Bytes(list.Json, "application/json") : Results.NotFound()).AllowAnonymous();
}
