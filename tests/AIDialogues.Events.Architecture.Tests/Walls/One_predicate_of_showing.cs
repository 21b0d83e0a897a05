using System.Text.RegularExpressions;
using Xunit;

namespace AIDialogues.Events.Architecture.Tests.Walls;

/// <summary>Whether somebody may be shown is decided in one place: nothing outside Data/Consents reads the ledger's table, so nothing can decide otherwise.</summary>
public sealed partial class One_predicate_of_showing
{
    // The context names the table, migrations and grants make it, the doctor tries to break in, the timeline tells a person's history to staff,
    // retention takes old ones away, the registry describes them, the demo looks whether it was written; none of them decides.
    private static readonly string[] NotDeciding =
    [
        Path.Combine("AIDialogues.Events.Data", "EventsDb.cs"), Path.Combine("AIDialogues.Events.Data", "Migrations"), Path.Combine("AIDialogues.Events.Data", "Roles"),
        Path.Combine("AIDialogues.Events.Worker", "Doctor"), Path.Combine("AIDialogues.Events.Data", "Invitations", "PersonTimeline"),
        Path.Combine("AIDialogues.Events.Data", "Retention"), Path.Combine("AIDialogues.Events.Data", "PersonalData"), Path.Combine("AIDialogues.Events.Worker", "Demo"),
    ];

    [Fact]
    public void Nothing_outside_the_ledgers_own_folder_reads_its_table()
    {
        var readers = Repository.Files(Path.Combine(Repository.Root, "src"), ".cs", ".cshtml", ".sql").Where(f => ReadsTheLedger().IsMatch(File.ReadAllText(f)))
            .Select(f => Path.GetRelativePath(Path.Combine(Repository.Root, "src"), f)).Where(f => !Array.Exists(NotDeciding, n => f.StartsWith(n, StringComparison.Ordinal))).ToList();

        Assert.NotEmpty(readers);
        Assert.All(readers, file => Assert.StartsWith(Path.Combine("AIDialogues.Events.Data", "Consents"), file, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("await db.ConsentEvents.Where(e => e.State == ConsentState.Given).ToListAsync(ct)")]
    [InlineData("db.Set<ConsentEvent>().AsNoTracking()")]
    [InlineData("SELECT person_id FROM events.consent_events WHERE state = 'Given'")]
    public void A_planted_reader_is_found(string planted) => Assert.Matches(ReadsTheLedger(), planted);

    [GeneratedRegex(@"\.ConsentEvents\b|Set<ConsentEvent>\(|events\.consent_events", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex ReadsTheLedger();
}
