using AIDialogues.Events.Unattributed.Statements;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Statements;

public sealed class Normalising_words
{
    [Theory]
    [InlineData("  water \t ", "water")]
    [InlineData("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour")]
    [InlineData("trailing   \nblanks  ", "trailing\nblanks")]
    [InlineData("e\u0301tat", "\u00e9tat")]
    [InlineData("a\0b\u0007c\u001bd", "abcd")]
    [InlineData("col\tumn", "col umn")]
    public void Takes_away_what_differs_by_device(string typed, string kept)
    {
        Assert.Equal(WordsProblem.None, Words.TryNormalise(typed, out var words));
        Assert.Equal(kept, words!.Reveal());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    [InlineData("\0\u0001")]
    public void Refuses_nothing(string? typed) => Assert.Equal(WordsProblem.Empty, Words.TryNormalise(typed, out _));

    [Theory]
    [InlineData('a', 1900, WordsProblem.None)]
    [InlineData('a', 1901, WordsProblem.TooLong)]
    [InlineData('é', 950, WordsProblem.None)]
    [InlineData('é', 951, WordsProblem.TooLong)]
    [InlineData('水', 634, WordsProblem.TooLong)]
    [InlineData('a', 1_000_000, WordsProblem.TooLong)]
    public void Counts_bytes(char letter, int times, WordsProblem problem) =>
        Assert.Equal(problem, Words.TryNormalise(new string(letter, times), out _));

    /// <summary>Made here: half a character does not survive the way into a test's parameters.</summary>
    [Fact]
    public void Refuses_half_a_character()
    {
        var (high, low) = ('\ud83d', '\udeb0');

        foreach (var typed in new[] { $"{high}", $"a{low}b", $"{low}{high}", $"a{high}" })
            Assert.Equal(WordsProblem.NotText, Words.TryNormalise(typed, out _));
        Assert.Equal(WordsProblem.None, Words.TryNormalise($"{high}{low}", out _));
    }
}
