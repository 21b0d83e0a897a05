using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>People by what makes them alike, so that one is compared with few and a long directory not with itself.</summary>
internal sealed class ResemblanceIndex<T>
{
    // Hundreds of people under one key are a name that says nothing ("J. Smi…"): the first are compared.
    private const int MostUnderOneKey = 200;

    private readonly Dictionary<string, List<int>> _under = new(StringComparer.Ordinal);
    private readonly List<(T Item, Resemblance Resemblance)> _items = [];

    public ResemblanceIndex(IEnumerable<T> items, Func<T, Resemblance> resemblance)
    {
        foreach (var item in items) Add(item, resemblance(item));
    }

    public void Add(T item, Resemblance resemblance)
    {
        foreach (string key in resemblance.Keys().Distinct())
        {
            if (!_under.TryGetValue(key, out var there)) _under[key] = there = [];
            if (there.Count < MostUnderOneKey) there.Add(_items.Count);
        }

        _items.Add((item, resemblance));
    }

    /// <summary>Whoever is most like this, the earliest of equals; null when nobody is.</summary>
    public (T Item, Likeness Likeness)? Nearest(Resemblance resemblance)
    {
        (T Item, Likeness Likeness)? nearest = null;
        foreach (int i in Near(resemblance))
            if (resemblance.To(_items[i].Resemblance) is { } likeness && (nearest is null || likeness < nearest.Value.Likeness)) nearest = (_items[i].Item, likeness);
        return nearest;
    }

    public IEnumerable<(T First, T Second, Likeness Likeness)> Pairs()
    {
        for (int i = 0; i < _items.Count; i++)
            foreach (int other in Near(_items[i].Resemblance).Where(o => o > i))
                if (_items[i].Resemblance.To(_items[other].Resemblance) is { } likeness) yield return (_items[i].Item, _items[other].Item, likeness);
    }

    private IEnumerable<int> Near(Resemblance resemblance) => resemblance.Keys().SelectMany(k => _under.GetValueOrDefault(k) ?? []).Distinct().Order();
}
