using System.Text;

namespace AIDialogues.Events.Domain;

public enum Change
{
    Kept,
    Removed,
    Added,
}

/// <summary>A stretch of words that stayed, went or came.</summary>
public sealed record ChangedWords(Change Change, string Words);

/// <summary>What changed between two wordings, word by word (the longest common sequence).</summary>
public static class WordDifference
{
    public static IReadOnlyList<ChangedWords> Between(string before, string after)
    {
        var (old, young) = (Split(before), Split(after));
        int[,] common = Common(old, young);
        var changes = new List<ChangedWords>();
        for (int i = 0, j = 0; i < old.Count || j < young.Count;)
        {
            if (i < old.Count && j < young.Count && old[i] == young[j]) (i, j) = (i + 1, Add(changes, Change.Kept, young[j], j));
            else if (i < old.Count && (j == young.Count || common[i + 1, j] >= common[i, j + 1])) i = Add(changes, Change.Removed, old[i], i);
            else j = Add(changes, Change.Added, young[j], j);
        }

        return changes;
    }

    private static int[,] Common(List<string> old, List<string> young)
    {
        int[,] common = new int[old.Count + 1, young.Count + 1];
        for (int i = old.Count - 1; i >= 0; i--)
            for (int j = young.Count - 1; j >= 0; j--)
                common[i, j] = old[i] == young[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        return common;
    }

    private static int Add(List<ChangedWords> changes, Change change, string word, int at)
    {
        if (changes.Count > 0 && changes[^1].Change == change) changes[^1] = changes[^1] with { Words = changes[^1].Words + word };
        else changes.Add(new(change, word));
        return at + 1;
    }

    /// <summary>Words with the space that follows them, so that joined again they are the text.</summary>
    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            _ = word.Append(text[at]);
            if (!char.IsWhiteSpace(text[at]) || (at + 1 < text.Length && char.IsWhiteSpace(text[at + 1]))) continue;
            words.Add(word.ToString());
            _ = word.Clear();
        }

        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }
}
