using System.Numerics;
using System.Text;

namespace AIDialogues.Events.Room.Api;

/// <summary>Few sizes instead of many: a length on the wire, which encryption does not hide, then tells almost nothing.</summary>
internal static class Padding
{
    /// <summary>All pages have one length, so that it does not tell the board from the front page.</summary>
    public const int SmallestPage = 64 * 1024;

    /// <summary>The smallest power of two that holds <paramref name="used"/> bytes, and at least <paramref name="smallest"/>.</summary>
    public static int SizeFor(int used, int smallest) => (int)Math.Max((uint)smallest, BitOperations.RoundUpToPowerOf2((uint)used));

    /// <summary>A page filled up behind its end, where a browser sees nothing.</summary>
    public static byte[] Page(string html)
    {
        var used = Encoding.UTF8.GetByteCount(html) + "<!---->".Length;
        return Encoding.UTF8.GetBytes($"{html}<!--{new string(' ', SizeFor(used, SmallestPage) - used)}-->");
    }
}
