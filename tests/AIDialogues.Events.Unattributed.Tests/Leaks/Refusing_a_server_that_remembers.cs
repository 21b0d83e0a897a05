using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Unattributed.Leaks;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Leaks;

/// <summary>Settings are made for one database, so that tests do not see each other's.</summary>
public sealed class Refusing_a_server_that_remembers(PostgresFixture postgres)
{
    [Fact]
    public async Task Finds_nothing_on_a_server_as_the_product_sets_it_up()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);

        Assert.Empty(await FindAsync(vault));
    }

    [Theory]
    [InlineData("log_statement = 'all'", "log_statement = all", "Set log_statement = none.")]
    [InlineData("log_statement = 'mod'", "log_statement = mod", "Set log_statement = none.")]
    [InlineData("log_min_duration_statement = 0", "log_min_duration_statement = 0", "Set log_min_duration_statement = -1.")]
    [InlineData("log_min_duration_sample = 100", "log_min_duration_sample = 100", "Set log_min_duration_sample = -1.")]
    [InlineData("log_transaction_sample_rate = 0.5", "log_transaction_sample_rate = 0.5", "Set log_transaction_sample_rate = 0.")]
    [InlineData("log_parameter_max_length = -1", "log_parameter_max_length = -1", "Set log_parameter_max_length = 0.")]
    [InlineData("log_parameter_max_length_on_error = 64", "log_parameter_max_length_on_error = 64", "Set log_parameter_max_length_on_error = 0.")]
    [InlineData("log_error_verbosity = 'verbose'", "log_error_verbosity = verbose", "Set log_error_verbosity = terse.")]
    [InlineData("log_duration = on", "log_duration = on", "Set log_duration = off.")]
    [InlineData("log_statement_stats = on", "log_statement_stats = on", "Set log_statement_stats = off.")]
    [InlineData("log_parser_stats = on", "log_parser_stats = on", "Set log_parser_stats = off.")]
    [InlineData("log_planner_stats = on", "log_planner_stats = on", "Set log_planner_stats = off.")]
    [InlineData("log_executor_stats = on", "log_executor_stats = on", "Set log_executor_stats = off.")]
    [InlineData("debug_print_parse = on", "debug_print_parse = on", "Set debug_print_parse = off.")]
    [InlineData("debug_print_rewritten = on", "debug_print_rewritten = on", "Set debug_print_rewritten = off.")]
    [InlineData("debug_print_plan = on", "debug_print_plan = on", "Set debug_print_plan = off.")]
    [InlineData("session_preload_libraries = 'auto_explain'", "auto_explain", "Remove auto_explain from shared_preload_libraries and session_preload_libraries.")]
    public async Task Names_the_setting_and_the_value_wanted(string setting, string found, string remedy)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await vault.ExecuteAsync($"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET {setting.Replace("'", "''", StringComparison.Ordinal)}', current_database()); END $$");

        var leak = Assert.Single(await FindAsync(vault));

        Assert.Contains(found, leak, StringComparison.Ordinal);
        Assert.EndsWith(remedy, leak, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', leak);
    }

    [Theory]
    [InlineData("ALTER TABLE vault.statements ALTER words SET STATISTICS 100", "Set STATISTICS 0 on words")]
    [InlineData("ALTER TABLE vault.statements ALTER id SET STATISTICS -1", "Set STATISTICS 0 on id")]
    [InlineData("ALTER TABLE vault.statements ALTER words SET STORAGE EXTENDED", "Set STORAGE PLAIN on words")]
    [InlineData("ALTER TABLE vault.statements ADD created_at timestamptz DEFAULT now()", "remove the column created_at")]
    [InlineData("CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER copying AFTER INSERT ON vault.statements FOR EACH ROW EXECUTE FUNCTION public.note()", "remove the trigger copying")]
    [InlineData("CREATE TABLE public.log (id uuid); CREATE RULE copying AS ON INSERT TO vault.statements DO ALSO INSERT INTO public.log VALUES (NEW.id)", "remove the rule copying")]
    [InlineData("ALTER TABLE vault.spent_tokens ALTER key_id SET STATISTICS 100", "vault.spent_tokens.key_id has a statistics target")]
    [InlineData("ALTER TABLE vault.objections ALTER words SET STORAGE EXTENDED", "vault.objections.words is not stored in its row")]
    [InlineData("ALTER TABLE vault.objections ADD person_id uuid", "vault.objections has a column person_id that this version does not know")]
    [InlineData("ALTER TABLE vault.spent_tokens ADD spent_at timestamptz DEFAULT now()", "remove the column spent_at")]
    [InlineData("CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER copying AFTER INSERT ON vault.spent_tokens FOR EACH ROW EXECUTE FUNCTION public.note()", "vault.spent_tokens has a trigger copying")]
    [InlineData("CREATE TABLE public.log (item uuid); CREATE RULE copying AS ON INSERT TO vault.objections DO ALSO INSERT INTO public.log VALUES (NEW.item_id)", "vault.objections has a rule copying")]
    [InlineData("CREATE TABLE vault.copies (words text)", "remove the table vault.copies")]
    [InlineData("CREATE MATERIALIZED VIEW vault.copies AS SELECT words FROM vault.statements", "remove the table vault.copies")]
    [InlineData("DROP TABLE vault.spent_tokens", "PostgreSQL has no table vault.spent_tokens: apply the migrations first")]
    [InlineData("DROP TABLE vault.statements", "apply the migrations first")]
    public async Task Looks_at_the_table_itself(string change, string remedy)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await vault.ExecuteAsync(change);

        Assert.Contains(remedy, Assert.Single(await FindAsync(vault)), StringComparison.Ordinal);
    }

    /// <summary>Room reads boards and holds its leases as another role than the one that writes; the doctor asks as a third.</summary>
    [Theory]
    [InlineData("aide_board", "log_min_duration_statement = 0", "aide_room")]
    [InlineData("aide_board", "log_statement = 'all'", "aide_room")]
    [InlineData("aide_board", "log_duration = on", "aide_owner")]
    [InlineData("aide_room", "log_duration = on", "aide_owner")]
    public async Task Sees_what_is_set_for_another_role_than_the_one_that_asks(string role, string setting, string asks)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await vault.ExecuteAsync($"DO $$ BEGIN EXECUTE format('ALTER ROLE {role} IN DATABASE %I SET {setting.Replace("'", "''", StringComparison.Ordinal)}', current_database()); END $$");
        await using var source = NpgsqlDataSource.Create(vault.As("aide_room"));

        var leak = Assert.Single(await LeakCheck.FindAsync(asks == "aide_room" ? source : vault.Owner, CancellationToken.None));

        Assert.StartsWith($"For the role {role}: PostgreSQL has {setting.Split(' ')[0]}", leak, StringComparison.Ordinal);
    }

    /// <summary>What only a restarted server can have, asked of the rule alone.</summary>
    [Theory]
    [InlineData("track_commit_timestamp", "on", "Set track_commit_timestamp = off.")]
    [InlineData("log_disconnections", "on", "Set log_disconnections = off.")]
    [InlineData("log_connections", "receipt,authorization", "Set log_connections = off.")]
    [InlineData("log_line_prefix", "%t %r ", "Remove %r and %h from log_line_prefix.")]
    [InlineData("log_line_prefix", "%h [%p] ", "Remove %r and %h from log_line_prefix.")]
    [InlineData("log_line_prefix", "%m %-10h ", "Remove %r and %h from log_line_prefix.")]
    [InlineData("log_line_prefix", "%%%15r ", "Remove %r and %h from log_line_prefix.")]
    [InlineData("shared_preload_libraries", "pg_stat_monitor", "Remove pg_stat_monitor from shared_preload_libraries.")]
    [InlineData("shared_preload_libraries", "pg_stat_statements, other", "Remove pg_stat_statements from shared_preload_libraries.")]
    [InlineData("pg_stat_statements.max", "5000", "Remove pg_stat_statements from shared_preload_libraries and session_preload_libraries.")]
    public void Knows_the_settings_of_a_whole_server(string name, string value, string remedy)
    {
        List<KeyValuePair<string, string>> settings = [new(name, value)];

        var complaints = WantedSetting.All.Select(w => w.Complaint(settings)).Concat(ForbiddenLibrary.All.Select(l => l.Complaint(settings))).Append(LinePrefix.Complaint(settings)).OfType<string>();

        Assert.EndsWith(remedy, Assert.Single(complaints), StringComparison.Ordinal);
    }

    /// <summary>As version 18 comes, as 17 comes, and as this product sets it.</summary>
    [Theory]
    [InlineData("log_connections", "")]
    [InlineData("log_connections", "off")]
    [InlineData("log_line_prefix", "%m [%p] ")]
    [InlineData("log_line_prefix", "%m 100%%h ")]
    public void Lets_pass_what_tells_nothing(string name, string value)
    {
        List<KeyValuePair<string, string>> settings = [new(name, value)];

        Assert.Empty(WantedSetting.All.Select(w => w.Complaint(settings)).Append(LinePrefix.Complaint(settings)).OfType<string>());
    }

    private static async Task<IReadOnlyList<string>> FindAsync(VaultDatabase vault)
    {
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        return await LeakCheck.FindAsync(room, CancellationToken.None);
    }
}
