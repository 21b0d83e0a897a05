using System.Security.Cryptography;

namespace AIDialogues.Events.Unattributed.Statements;

internal static class Shuffle
{
    /// <summary>
    /// Fisher-Yates over the system's random generator: every order is equally likely and none can be guessed,
    /// which neither PostgreSQL's random() nor a seeded generator promises.
    /// </summary>
    public static T[] Shuffled<T>(this IEnumerable<T> items)
    {
        var shuffled = items.ToArray();
        for (var last = shuffled.Length - 1; last > 0; last--)
        {
            var other = RandomNumberGenerator.GetInt32(last + 1);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }
        return shuffled;
    }
}
