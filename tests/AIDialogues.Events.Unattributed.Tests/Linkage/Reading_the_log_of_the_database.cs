using System.Security.Cryptography;
using AIDialogues.Events.Testing.Linkage;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Linkage;

/// <summary>The attacker of the tests must miss nothing in the write-ahead log: one id that is not found puts all after it at a wrong place.</summary>
public sealed class Reading_the_log_of_the_database
{
    private const int Page = 8192;

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(15)]
    public void Finds_an_id_that_the_head_of_a_page_cuts(int before)
    {
        byte[] id = RandomNumberGenerator.GetBytes(16), segment = new byte[2 * Page];
        // The head of a segment's first page is longer, and says so; of the second one 24 bytes long.
        segment[2] = 2;
        id.AsSpan(0, before).CopyTo(segment.AsSpan(Page - before));
        id.AsSpan(before).CopyTo(segment.AsSpan(Page + 24));

        byte[] records = WalPages.Records(segment);

        Assert.Equal(-1, segment.AsSpan().IndexOf(id));
        Assert.Equal(Page - 40 - before, records.AsSpan().IndexOf(id));
        Assert.Equal((2 * Page) - 40 - 24, records.Length);
    }
}
