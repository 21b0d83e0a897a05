namespace AIDialogues.Events.Worker.Admin;

/// <summary>The words after a command's name: positions, <c>--name value</c> and <c>--flag</c>. A word nobody asked for is a mistake.</summary>
internal sealed class Arguments
{
    private readonly List<string> positions = [];
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private readonly HashSet<string> flags = new(StringComparer.Ordinal);
    private readonly string usage;

    public Arguments(string[] words, string usage, string[]? optionNames = null, string[]? flagNames = null)
    {
        this.usage = usage;
        for (int at = 0; at < words.Length; at++)
        {
            string word = words[at];
            if (!word.StartsWith("--", StringComparison.Ordinal)) positions.Add(word);
            else if (flagNames?.Contains(word) == true) _ = flags.Add(word);
            else if (optionNames?.Contains(word) != true) throw Wrong($"There is no option {word}.");
            else if (at + 1 == words.Length) throw Wrong($"{word} needs a value.");
            else options[word] = words[++at];
        }
    }

    public string? this[string option] => options.GetValueOrDefault(option);

    public bool Has(string flag) => flags.Contains(flag);

    public string One(string what) => positions is [var only] ? only : throw Wrong(positions.Count == 0 ? $"{what} is missing." : $"Only one {what.ToLowerInvariant()} can be given.");

    public void None()
    {
        if (positions.Count > 0) throw Wrong($"“{positions[0]}” is not expected here.");
    }

    public UsageException Wrong(string sentence) => new(sentence, usage);
}
