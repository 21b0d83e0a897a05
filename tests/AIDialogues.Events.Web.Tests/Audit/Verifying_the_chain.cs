using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Web.Tests.Hosting;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Audit;

public sealed class Verifying_the_chain(EventsHost host)
{
    [Fact]
    public async Task Finds_a_changed_bit_in_any_column()
    {
        foreach (string change in (string[])[
            "at = at + interval '1 microsecond'", "actor = 'x' || substr(actor, 2)", "action = action || '.'", "object = ''",
            "commitment = set_bit(commitment, 7, 1 - get_bit(commitment, 7))", "prev_hash = set_bit(prev_hash, 0, 1 - get_bit(prev_hash, 0))", "hash = set_bit(hash, 255, 1 - get_bit(hash, 255))"])
        {
            await using var chain = await Chain.OfAsync(host, 5);
            Assert.True((await chain.VerifyAsync()).Holds);
            await chain.TamperAsync($"UPDATE audit.entries SET {change} WHERE seq = 3");
            Assert.NotNull((await chain.VerifyAsync()).Problem);
        }
    }

    [Fact]
    public async Task Finds_a_cut_end_by_the_checkpoint_alone()
    {
        await using var chain = await Chain.OfAsync(host, 5);
        _ = await chain.SignAsync();
        await chain.TamperAsync("DELETE FROM audit.details WHERE seq > 3; DELETE FROM audit.entries WHERE seq > 3");
        Assert.Equal("The chain ends at entry 3, but a checkpoint was signed over 5: the end was cut off.", (await chain.VerifyAsync()).Problem);
        // Without the checkpoint it looks whole: that is what checkpoints are for.
        Assert.True((await AuditVerification.VerifyAsync(chain.Owner, [], CancellationToken.None)).Holds);
    }

    [Fact]
    public async Task Finds_an_entry_left_out_of_the_middle()
    {
        await using var chain = await Chain.OfAsync(host, 5);
        await chain.TamperAsync("DELETE FROM audit.details WHERE seq = 2; DELETE FROM audit.entries WHERE seq = 2");
        Assert.Equal("Entry 2 is missing: the next one is 3.", (await chain.VerifyAsync()).Problem);
    }

    [Fact]
    public async Task Finds_two_that_changed_places()
    {
        await using var chain = await Chain.OfAsync(host, 5);
        await chain.TamperAsync("""
            DELETE FROM audit.details;
            UPDATE audit.entries SET seq = 99 WHERE seq = 2; UPDATE audit.entries SET seq = 2 WHERE seq = 3; UPDATE audit.entries SET seq = 3 WHERE seq = 99
            """);
        Assert.Equal("Entry 2 does not follow the one before it: an entry was moved, replaced or put in.", (await chain.VerifyAsync()).Problem);
    }

    [Fact]
    public async Task Finds_a_fork_that_is_whole_in_itself()
    {
        await using var chain = await Chain.OfAsync(host, 3);
        string mailed = await chain.SignAsync();
        await chain.AddAsync("what happened after");
        _ = await chain.SignAsync();
        // An older backup, from which another history was written.
        await chain.TamperAsync("DELETE FROM audit.details WHERE seq > 2; DELETE FROM audit.entries WHERE seq > 2");
        await chain.AddAsync("another history");
        await chain.AddAsync("and more of it");
        Assert.True((await AuditVerification.VerifyAsync(chain.Owner, [], CancellationToken.None)).Holds);
        Assert.Equal("Entry 3 is another one than the checkpoint was signed over: the chain was written anew, or belongs to an older backup.", (await chain.VerifyAsync()).Problem);

        // With the file beside the database removed too, the mailed copy still tells.
        File.Delete(chain.Checkpoints.File);
        Assert.True((await chain.VerifyAsync()).Holds);
        Assert.False((await AuditVerification.VerifyAsync(chain.Owner, chain.Checkpoints.Read($"Keep this letter.\r\n\r\n{mailed}", "letter"), CancellationToken.None)).Holds);
    }

    [Fact]
    public async Task A_checkpoint_whose_number_was_changed_is_not_believed()
    {
        await using var chain = await Chain.OfAsync(host, 3);
        string note = await chain.SignAsync();
        _ = Assert.Throws<InvalidDataException>(() => chain.Checkpoints.Read(note.Replace("\n3\n", "\n2\n", StringComparison.Ordinal), "letter"));
        Assert.Equal(3, Assert.Single(chain.Checkpoints.Read(note, "letter")).Size);
        Assert.StartsWith($"{Chain.Origin}\n3\n", note, StringComparison.Ordinal);
        Assert.Contains($"\n\n\u2014 {Chain.Origin} ", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE audit.entries SET actor = ''")]
    [InlineData("DELETE FROM audit.entries")]
    [InlineData("TRUNCATE audit.entries CASCADE")]
    [InlineData("ALTER TABLE audit.entries DISABLE TRIGGER USER")]
    [InlineData("DROP TABLE audit.entries CASCADE")]
    public async Task Nobody_but_the_owner_can_do_more_than_add(string sql)
    {
        await using var chain = await Chain.OfAsync(host, 2);
        foreach (string role in (string[])[chain.Database.Web, chain.Database.Worker])
        {
            await using var source = NpgsqlDataSource.Create(role);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(source, sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        // Even the owner, unless the triggers are taken away first.
        if (sql[0] is 'U' or 'T' || sql.StartsWith("DEL", StringComparison.Ordinal)) _ = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(chain.Owner, sql));
        Assert.Equal(2, (await chain.VerifyAsync()).Entries);
    }

    [Fact]
    public async Task Many_writers_at_once_make_one_chain()
    {
        await using var chain = await Chain.OfAsync(host, 0);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => chain.AddAsync($"writer {i}")));
        var verdict = await chain.VerifyAsync();
        Assert.Equal((40, null), (verdict.Entries, verdict.Problem));
    }

    [Fact]
    public async Task Names_nobody_and_forgets_a_detail_with_its_persons_key()
    {
        await using var chain = await Chain.OfAsync(host, 0);
        var person = Guid.NewGuid();
        await chain.AddAsync("Canary detail", person);
        await chain.AddAsync("about nobody");
        await using var db = DataSetup.Open(chain.Web, chain.Keys);
        Assert.Equal(["about nobody", "Canary detail"], (await db.AuditAsync(1, 10, CancellationToken.None)).Lines.Select(l => l.Detail));
        await using var search = chain.Owner.CreateCommand("SELECT count(*) FROM audit.entries e WHERE e::text LIKE '%Canary%' OR e::text LIKE '%' || $1 || '%'");
        _ = search.Parameters.AddWithValue(person.ToString());
        Assert.Equal(0L, await search.ExecuteScalarAsync());

        chain.Keys.Destroy(person);
        Assert.Equal(["about nobody", null], (await db.AuditAsync(1, 10, CancellationToken.None)).Lines.Select(l => l.Detail));
        Assert.True((await chain.VerifyAsync()).Holds);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync();
    }
}
