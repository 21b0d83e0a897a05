using AIDialogues.Events.Room.Boards;
using AIDialogues.Events.Room.Hosting;
using AIDialogues.Events.Room.Leases;
using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Unattributed.Objections;
using Npgsql;

namespace AIDialogues.Events.Room.Tokens;

internal static class TokenSetup
{
    public static IServiceCollection AddTokens(this IServiceCollection services, NpgsqlDataSource room, NpgsqlDataSource board, RoomSettings settings) => services
        .AddSingleton(provider => new TokenKeys(board, provider.GetRequiredService<ReadBoards>()))
        .AddSingleton<TokenGate>()
        .AddSingleton<TokensInUse>()
        .AddSingleton(provider => new WaitingObjections(new ObjectionWriter(room), provider.GetRequiredService<VaultRewriting>(), TimeProvider.System, provider.GetRequiredService<SessionLeases>()))
        .AddHostedService(provider => new ObjectionClock(provider.GetRequiredService<WaitingObjections>(), TimeProvider.System, settings.FlushEvery));
}
