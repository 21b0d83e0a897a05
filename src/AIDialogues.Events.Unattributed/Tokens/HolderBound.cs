namespace AIDialogues.Events.Unattributed.Tokens;

/// <summary>
/// The one place that turns tokens into people. Tokens cannot be linked, so how many people used them is only bounded: one person may
/// have used as many as one was given. Every rule about k that counts tokens asks here.
/// </summary>
public static class HolderBound
{
    /// <summary>m: the tokens one person gets for one key.</summary>
    public const int TokensEach = 5;

    /// <summary>How many people there are at the least behind so many tokens of one key: ⌈tokens / each⌉.</summary>
    public static int AtLeast(int tokens, int each = TokensEach)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(each);
        return (tokens / each) + (tokens % each == 0 ? 0 : 1);
    }
}
