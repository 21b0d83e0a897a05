using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace AIDialogues.Events.Architecture.Tests.Names;

/// <summary>The attacks and faults that invitations, consents, rights and the report must withstand, by their numbers: each is the name of a test.</summary>
public sealed partial class Every_case_and_fault_has_a_test
{
    private static readonly string[] Promised =
    [
        .. Enumerable.Range(1, 36).Concat(Enumerable.Range(46, 8)).Concat(Enumerable.Range(64, 4)).Append(75).Select(n => Named("Case", n)),
        .. Enumerable.Range(1, 11).Concat([20, 23, 24, 26, 27]).Select(n => Named("Fault", n)),
    ];

    [Fact]
    public void None_is_without_one()
    {
        var found = Repository.Files(Path.Combine(Repository.Root, "tests"), ".cs").SelectMany(f => In(File.ReadAllText(f))).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Promised.Where(p => !found.Contains(p)));
        Assert.Equal(["Case_07", "Case_08", "Case_11", "Fault_03"], In("Task Case_07_08_and_11_are_one() void Fault_03_stops(); // Case_12").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> In(string source) => Name().Matches(source)
        .SelectMany(m => m.Groups["number"].Captures.Select(c => Named(m.Groups["kind"].Value, int.Parse(c.Value, CultureInfo.InvariantCulture))));

    private static string Named(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{number:00}");

    [GeneratedRegex(@"(Task|Task<\w+>|void|class) (?<kind>Case|Fault)_(?<number>\d\d)(_(and_)?(?<number>\d\d))*_", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Name();
}
