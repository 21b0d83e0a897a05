using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Roles;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Invitations;

/// <summary>A thousand invitations from before letters had envelopes of their own, taken through the migrations that came since.</summary>
public sealed class Migrating_many_links(EventsHost host)
{
    private const int Many = 1000;
    private const string Before = "20261125055810_Answers";

    [Fact]
    public async Task Case_09_leaves_every_link_its_own_secret_and_the_database_takes_no_other()
    {
        string owner = await host.Postgres.CreateDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(owner))
        {
            await using (var db = DataSetup.Open(source)) await db.GetService<IMigrator>().MigrateAsync(Before);
            byte[][] hashes = await FillAsync(source);

            await DatabaseSetup.MigrateAsync(source, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);

            await using var look = DataSetup.Open(source);
            Assert.Equal(hashes.Select(Convert.ToHexString).Order(), (await look.PersonalLinks.Select(l => l.TokenSha256).ToListAsync()).Select(Convert.ToHexString).Order());
            Assert.Equal(Many, await look.PersonalLinks.Select(l => l.TokenSha256).Distinct().CountAsync());
            // What came new with the migration is a value of its own for each row, too.
            Assert.Equal((Many, Many, 0), (await look.Letters.CountAsync(), await look.Letters.Select(l => l.ReturnId).Distinct().CountAsync(), await look.Letters.CountAsync(l => l.ReturnId == Guid.Empty)));
            Assert.Equal(0, await look.Letters.CountAsync(l => l.QueuedAt != l.CreatedAt));
            await RefusedAsync(source, "personal_links", "token_sha256", "sha256('same')");
            await RefusedAsync(source, "outbox", "return_id", "'9b2e7b0e-6c0e-4a4e-9d51-0d1f3b8a7c11'");
            _ = await ExecuteAsync(source, "INSERT INTO events.opt_out_links (id, person_id, token_sha256, created_at) SELECT gen_random_uuid(), id, sha256(id::text::bytea), now() FROM events.people");
            await RefusedAsync(source, "opt_out_links", "token_sha256", "sha256('same')");
        }

        NpgsqlConnection.ClearAllPools();
        await host.Postgres.DropDatabaseAsync(owner);
    }

    /// <summary>Neither one secret for two rows nor none at all.</summary>
    private static async Task RefusedAsync(NpgsqlDataSource source, string table, string column, string same)
    {
        var twice = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(source, $"UPDATE events.{table} SET {column} = {same}"));
        var none = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(source, $"UPDATE events.{table} SET {column} = NULL"));
        Assert.Equal((PostgresErrorCodes.UniqueViolation, PostgresErrorCodes.NotNullViolation), (twice.SqlState, none.SqlState));
    }

    /// <summary>As the version before wrote them; the hashes of the links.</summary>
    private static async Task<byte[][]> FillAsync(NpgsqlDataSource source)
    {
        _ = await ExecuteAsync(source, "SET session_replication_role = replica; INSERT INTO events.people (id, given_name, family_name, email, affiliation, \"group\", country, language, gender, created_at) "
            + $"SELECT gen_random_uuid(), 'Awa', 'Diallo', 'awa' || n || '@bassin.test', '', 'Institutions', 'ML', 'French', 'NotSaid', now() FROM generate_series(1, {Many}) n");
        _ = await ExecuteAsync(source, """
            SET session_replication_role = replica;
            INSERT INTO events.invitations (id, dialogue_id, person_id, role, state, invited_at, reason, to_verify, no_reminders, calendar_uid)
            SELECT gen_random_uuid(), gen_random_uuid(), id, 'Participant', 'Invited', now(), '', false, false, gen_random_uuid() FROM events.people;
            INSERT INTO events.outbox (id, person_id, invitation_id, kind, language, to_name, to_address, subject, body, state, attempts, created_at, not_before, fence, server_reply)
            SELECT gen_random_uuid(), person_id, id, 'Invitation', 'French', 'Awa', 'awa@bassin.test', 'S', 'B', 'Sent', 1, now(), now(), 1, '' FROM events.invitations;
            """);
        byte[][] hashes = [.. Enumerable.Range(0, Many).Select(_ => PersonalLink.For(Id<Invitation>.New(), DateTimeOffset.UnixEpoch).Link.TokenSha256)];
        await using var links = source.CreateCommand("""
            INSERT INTO events.personal_links (id, invitation_id, purpose, token_sha256, created_at)
            SELECT gen_random_uuid(), i.id, 'Answer', h.hash, now() FROM (SELECT id, row_number() OVER () n FROM events.invitations) i JOIN unnest($1) WITH ORDINALITY h (hash, n) USING (n)
            """);
        _ = links.Parameters.AddWithValue(hashes);
        Assert.Equal(Many, await links.ExecuteNonQueryAsync());
        return hashes;
    }

    private static async Task<int> ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }
}
