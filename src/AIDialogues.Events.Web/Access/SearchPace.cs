using System.Collections.Concurrent;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Access;

/// <summary>How often one account may look for names: more than a door ever needs, too little to copy a list by its letters.</summary>
public sealed class SearchPace(TimeProvider clock)
{
    /// <summary>Searches of one account in <see cref="Span"/>.</summary>
    public const int Most = 60;
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(5);
    public static readonly Refusal TooOften = new("search-too-often");

    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts one search; a refusal when there were too many.</summary>
    public Refusal? Take(string account)
    {
        var now = clock.GetUtcNow();
        // Accounts are few; those that have been quiet are forgotten on the way.
        foreach (var (old, window) in _windows)
        {
            if (now - window.Since >= Span || now < window.Since) _ = _windows.TryRemove(new(old, window));
        }

        return _windows.AddOrUpdate(account, _ => new(now, 1), (_, window) => window with { Count = window.Count + 1 }).Count > Most ? TooOften : null;
    }

    private sealed record Window(DateTimeOffset Since, int Count);
}
