using Xunit;

namespace AIDialogues.Events.Screening.Tests;

public sealed class Typing_in_haste
{
    private static readonly Vectors Notes = Vectors.Read("seeded-notes.json");
    private static readonly Screener Screener = new(ParticipantDirectory.Of(Notes.People));

    [Fact]
    public void Case_67_Fifty_seeded_notes_are_all_found() => Assert.Multiple([.. Notes.Texts.Select(note => (Action)(() =>
        Assert.Equal(note.Find, The_browser_and_the_server_agree.Said(note.Text, Screener.Phrases(note.Text)))))]);

    [Fact]
    public void The_seeded_notes_are_fifty_and_each_points_at_somebody()
    {
        Assert.Equal(50, Notes.Texts.Count);
        Assert.All(Notes.Texts, note => Assert.NotEmpty(note.Find));
    }

    /// <summary>Every letter of every family name left out, doubled, exchanged or swapped with the next, one at a time.</summary>
    [Fact]
    public void At_least_97_of_100_slips_are_found()
    {
        string[] families = ["Lavoisine", "Kestergaard", "Hallwyler", "Voronetsky", "Petitjean", "Fontvieille", "Tutuola", "Hermite"];
        var slips = families.SelectMany(Slips).Distinct(StringComparer.Ordinal).ToArray();
        var found = slips.Count(slip => Screener.Phrases($"Then {slip} disagreed with the others.").Any(finding => finding.Start == 5 && finding.Length == slip.Length));
        Assert.True(slips.Length > 200);
        Assert.InRange((double)found / slips.Length, 0.97, 1);
    }

    private static IEnumerable<string> Slips(string name)
    {
        for (var at = 1; at < name.Length; at++)
        {
            yield return name.Remove(at, 1);
            yield return name.Insert(at, name[at].ToString());
            yield return name[..at] + 'x' + name[(at + 1)..];
            if (at + 1 < name.Length) yield return name[..at] + name[at + 1] + name[at] + name[(at + 2)..];
        }
    }
}
