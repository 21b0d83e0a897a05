using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Web.Tests.Hosting;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.PersonalData;

/// <summary>What the database holds about people is written down in one place; what is not there must not be in the database.</summary>
public sealed class Declaring_every_column(EventsHost host) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_column_of_the_database_is_declared_and_every_declared_one_is_there()
    {
        var stored = await ColumnsAsync();
        var declared = Registry.Tables.SelectMany(t => t.Columns.Select(c => $"{t.Name}.{c}")).ToList();
        Assert.True(stored.Count > 150, "the question finds the columns");

        // To mend it: add the columns in Data/PersonalData/Registry.cs, saying what each is to a person.
        Assert.Empty(stored.Except(declared, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Empty(declared.Except(stored, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(declared.Count, declared.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_column_that_nobody_declared_is_found()
    {
        await ExecuteAsync("ALTER TABLE events.people ADD COLUMN planted_shoe_size int");
        try
        {
            Assert.Contains("events.people.planted_shoe_size", (await ColumnsAsync()).Except(Registry.Tables.SelectMany(t => t.Columns.Select(c => $"{t.Name}.{c}")), StringComparer.Ordinal));
        }
        finally
        {
            await ExecuteAsync("ALTER TABLE events.people DROP COLUMN planted_shoe_size");
        }
    }

    [Theory]
    [InlineData("aide_web")]
    [InlineData("aide_worker")]
    public async Task Every_statement_made_from_it_may_be_run_by_whoever_erases(string role)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.As(role));
        foreach (string sql in Data.Erasure.PersonErasure.Statements())
        {
            await using var command = source.CreateCommand(sql);
            _ = command.Parameters.AddWithValue(Guid.NewGuid());
            Assert.Equal(0, await command.ExecuteNonQueryAsync());
        }
    }

    [Theory]
    [InlineData("en", "Inviting experts", "Directory: two years after the last contact")]
    [InlineData("fr", "Inviter des experts", "Annuaire : deux ans après le dernier contact")]
    public async Task The_record_of_processing_is_made_from_it_in_both_languages(string language, string purpose, string kept)
    {
        using var staff = await new Given(host).SignedInAsync(language: language);
        var page = await staff.GetAsync("/organise/rights/processing?lang=" + language);
        Assert.Contains(purpose, page.All("tbody tr")[0], StringComparison.Ordinal);
        Assert.Contains(kept, page.All("tbody tr")[0], StringComparison.Ordinal);
        string csv = await staff.Http.GetStringAsync("/organise/rights/processing?handler=Download&lang=" + language);
        Assert.Contains(purpose, csv, StringComparison.Ordinal);
        Assert.Contains("events.people", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void Everything_that_leaves_in_an_export_has_a_name_that_people_read(string language)
    {
        var words = new System.Resources.ResourceManager(typeof(Texts.T).FullName!, typeof(Texts.T).Assembly).GetResourceSet(new(language == "en" ? "" : language), createIfNotExists: true, tryParents: false)!;
        var exported = Registry.Tables.Where(t => t.Subject is not null && t.Personal.Any(c => c.Exported)).ToList();
        Assert.True(exported.Count > 15, "the registry is read");

        Assert.Empty(exported.Select(t => "table:" + t.Name).Concat(exported.SelectMany(t => t.Personal.Where(c => c.Exported).Select(c => "column:" + c.Name))).Distinct().Where(key => words.GetString(key) is null));
        Assert.Null(words.GetString("column:planted_shoe_size"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void Every_one_of_a_few_words_that_leaves_in_an_export_is_said_in_words(string language)
    {
        var words = new System.Resources.ResourceManager(typeof(Texts.T).FullName!, typeof(Texts.T).Assembly).GetResourceSet(new(language == "en" ? "" : language), createIfNotExists: true, tryParents: false)!;
        using var db = host.OpenDb();
        var kinds = Registry.Tables.Where(t => t.Subject is not null)
            .SelectMany(t => PersonExport.EnumsOf(db, t).Where(e => t.Personal.Any(c => c.Exported && c.Name == e.Key)).Select(e => e.Value)).Distinct().ToList();
        Assert.True(kinds.Count > 15, "the model is read");

        Assert.Empty(kinds.SelectMany(kind => Enum.GetNames(kind).Select(value => $"{kind.Name}.{value}")).Where(key => words.GetString(key) is null));
    }

    private async Task<List<string>> ColumnsAsync()
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        // The schedule's schema is not ours to shape; what lies in it is looked at by the canaries.
        await using var command = source.CreateCommand("""
            SELECT table_schema || '.' || table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'hangfire')
            """);
        await using var rows = await command.ExecuteReaderAsync();
        var columns = new List<string>();
        while (await rows.ReadAsync()) columns.Add(rows.GetString(0));
        return columns;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var command = source.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync();
    }
}
