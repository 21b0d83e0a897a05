using AIDialogues.Events.Data.People;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Worker.Summaries;
using Npgsql;
using NpgsqlTypes;
using System.Security.Cryptography;

namespace AIDialogues.Events.Worker.Demo;

/// <summary>
/// What was said on the invented first day, written as Room writes: as its role, in one shuffled INSERT. Only the owner can put on that
/// role, only these built-in words pass here, and no host holds the owner's password.
/// </summary>
internal static class DemoStatements
{
    public static async Task WriteAsync(NpgsqlDataSource owner, IReadOnlyList<Statement> said, CancellationToken ct)
    {
        Statement[] statements = [.. said];
        RandomNumberGenerator.Shuffle(statements.AsSpan());
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var role = new NpgsqlCommand("SET LOCAL ROLE aide_room", connection)) _ = await role.ExecuteNonQueryAsync(ct);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO vault.statements (id, session_id, theme_id, kind, words) SELECT * FROM unnest($1, $2, $3, $4, $5)", connection);
        Add(insert, NpgsqlDbType.Uuid, Array.ConvertAll(statements, s => s.Id));
        Add(insert, NpgsqlDbType.Uuid, Array.ConvertAll(statements, s => s.SessionId));
        Add(insert, NpgsqlDbType.Uuid, Array.ConvertAll(statements, s => s.ThemeId!.Value));
        Add(insert, NpgsqlDbType.Text, Array.ConvertAll(statements, s => s.Kind.Stored()));
        Add(insert, NpgsqlDbType.Text, Array.ConvertAll(statements, s => s.Words));
        _ = await insert.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// The first session's summary, submitted by one person, released by another and published: what the screening marks is left out, as
    /// careful reviewers would.
    /// </summary>
    public static Summary Published(Dialogue first, IReadOnlyList<Statement> said, IReadOnlyList<Person> people, IReadOnlyList<Present> present, DateTimeOffset now)
    {
        var session = Sessions(first)[0];
        var (screener, sets) = (PeopleScreening.Of(people), PeopleScreening.SetsOf(present));
        var summary = Summary.Request(session.Id, Language.French, now.AddDays(-2));
        var (outline, heard) = (SummaryOutline.Of([session]), said.Where(s => s.SessionId == session.Id.Value).ToList());
        var drafted = Assembly.Of(heard, outline, Language.French, words => screener.PointsAtSomebody(sets, words, Language.French));
        summary.Assemble(drafted, Assembly.BreakdownOf(Assembly.Divided(heard, outline).Chapters, drafted));
        foreach (var item in summary.Items.Where(i => i.IsFlagged).ToList())
            Agreed(summary.Reword(item.Id, item.Words, ["found"], riskBy: null, setAside: true));
        Agreed(summary.Submit(Guid.NewGuid(), now.AddDays(-1)));
        Agreed(summary.Release(Guid.NewGuid(), Rule.ChathamHouse, now.AddDays(-1)));
        Agreed(summary.Publish(Rule.ChathamHouse, now.AddDays(-1)));
        return summary;
    }

    public static IReadOnlyList<Session> Sessions(Dialogue dialogue) => [.. dialogue.Sessions.OrderBy(s => s.Begins)];

    /// <summary>All that was said on the day; each with the id that it is traced by.</summary>
    public static IReadOnlyList<Statement> Of(Dialogue first)
    {
        var sessions = Sessions(first);
        return [.. DemoTexts.Statements.Select(s => new Statement(
            Guid.NewGuid(), sessions[s.Session].Id.Value, sessions[s.Session].Themes.Single(t => t.Place == s.Theme).Id.Value, s.Kind, s.Words))];
    }

    internal static void Agreed(Refusal? refusal)
    {
        if (refusal is not null) throw new InvalidOperationException($"The demo breaks a rule: {refusal.Code}.");
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
