namespace AIDialogues.Events.Unattributed.Tokens;

/// <summary>
/// The one place that turns tokens into people. Tokens cannot be linked, so how many people used them is only bounded: one person may
/// have used as many as one was given. Every rule about k that counts tokens asks here. Whoever lost the tokens may get a second set at the desk,
/// and nobody can know that the first one is not used: so each set given out again counts for one person less.
/// </summary>
public static class HolderBound
{
    /// <summary>m: the tokens one person gets for one key.</summary>
    public const int TokensEach = 5;

    /// <summary>How many people there are at the least behind so many tokens of one key: ⌈tokens / each⌉, and less where some hold two sets.</summary>
    /// <param name="tokens">How many were used.</param>
    /// <param name="replaced">How many people were given a second set; their tokens are the first that few people would use.</param>
    public static int AtLeast(int tokens, int replaced, int each = TokensEach)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfNegative(replaced);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(each);
        long ofTwoSets = 2L * each * replaced;
        return (int)(tokens <= ofTwoSets ? Shared(tokens, 2L * each) : replaced + Shared(tokens - ofTwoSets, each));
    }

    private static long Shared(long tokens, long each) => (tokens + each - 1) / each;
}
