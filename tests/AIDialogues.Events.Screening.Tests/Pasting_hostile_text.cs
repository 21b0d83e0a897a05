using System.Diagnostics;
using Xunit;

namespace AIDialogues.Events.Screening.Tests;

public sealed class Pasting_hostile_text
{
    private const int Millions = 10_000_000;

    private static readonly Screener Screener = new(ParticipantDirectory.Of([new("Aminata", "Diallo", "OECD")]));

    public static TheoryData<string, string, int> Hostile => new()
    {
        { "letters without end", "a", Millions },
        { "capitals without end", "A", Millions / 10 },
        { "blanks", " ", Millions / 10 },
        { "nulls", "\0", Millions },
        { "at signs", "@", Millions / 10 },
        { "mail that never ends", "a@", Millions / 20 },
        { "digits", "12 ", Millions / 20 },
        { "lone high surrogates", "\uD835", Millions / 10 },
        { "lone low surrogates", "\uDC00", Millions / 10 },
        { "combining marks", "\u0301", Millions / 10 },
        { "right to left", "\u202Eاسم \u202C", Millions / 100 },
        { "hyphens", "a-", Millions / 20 },
        { "initials", "A. ", Millions / 20 },
        { "titles", "Mr. ", Millions / 20 },
        { "the corner of", "the corner of ", Millions / 100 },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Ends_in_time_with_findings_inside_the_text(string what, string piece, int times)
    {
        Assert.NotEmpty(what);
        var text = string.Concat(Enumerable.Repeat(piece, times));
        var before = Stopwatch.GetTimestamp();
        foreach (var findings in new[] { Screener.Screen(text, TextLanguage.English), Screener.ScreenDocument(text, TextLanguage.French), Screener.ScreenDocument(text, TextLanguage.English) })
        {
            Assert.All(findings, finding => Assert.InRange(finding.Start + finding.Length, 1, text.Length));
        }
        // A bound against what grows with the square: linear work takes a few seconds on a slow machine.
        Assert.InRange(Stopwatch.GetElapsedTime(before).TotalSeconds, 0, 60);
    }

    [Fact]
    public void Finds_a_name_at_the_end_of_a_very_long_text()
    {
        var text = string.Concat(Enumerable.Repeat("the group agreed on little. ", 50_000)) + "Diallo disagreed.";
        var finding = Assert.Single(Screener.Screen(text, TextLanguage.English));
        Assert.Equal("Diallo", text.Substring(finding.Start, finding.Length));
    }

    [Fact]
    public void Finds_every_name_wherever_the_text_is_cut()
    {
        var text = string.Concat(Enumerable.Repeat("then Aminata Diallo spoke and ", 5_000));
        Assert.Equal(5_000, Screener.Screen(text, TextLanguage.English).Count(finding => text.Substring(finding.Start, finding.Length) == "Aminata Diallo"));
    }

    [Theory]
    [InlineData("Dia\u200Dllo")]
    [InlineData("Dia\u00ADllo")]
    [InlineData("\u202EDiallo\u202C")]
    [InlineData("D\u0301iallo")]
    public void Finds_a_name_behind_invisible_characters(string text) =>
        Assert.Single(Screener.Screen(text, TextLanguage.English), finding => finding.Kind == FindingKind.ParticipantName);
}
