namespace AIDialogues.Events.Domain;

/// <summary>A part of a dialogue day in one room, about one to twelve themes. Nothing said in it is held here.</summary>
public sealed class Session
{
    private readonly List<Theme> _themes = [];

    private Session() { }

    internal Session(Id<Dialogue> dialogue, SessionDetails details, Id<Session> id)
    {
        (Id, DialogueId) = (id, dialogue);
        Apply(details);
    }

    public Id<Session> Id { get; private set; } = Id<Session>.New();
    public Id<Dialogue> DialogueId { get; private set; }
    public Id<Room> RoomId { get; private set; }
    public BilingualText Title { get; private set; } = new("", "");
    public TimeOnly Begins { get; private set; }
    public TimeOnly Ends { get; private set; }

    /// <summary>The session's own rule; null means the day's.</summary>
    public Rule? OwnRule { get; private set; }

    /// <summary>Guiding questions, one a line.</summary>
    public BilingualText Questions { get; private set; } = new("", "");

    public IReadOnlyList<Theme> Themes => _themes;

    /// <summary>
    /// A theme whose name is still there is the same theme, wherever it moved; among the rest, one at the same place was renamed. So
    /// statements stay under what they were said about.
    /// </summary>
    internal void Apply(SessionDetails details)
    {
        (RoomId, Title, Begins, Ends, OwnRule, Questions) =
            (details.RoomId, details.Title, details.Begins, details.Ends, details.OwnRule, details.Questions);
        var left = _themes.ToList();
        var kept = new Theme?[details.Themes.Count];
        for (int place = 0; place < kept.Length; place++) kept[place] = Take(left, t => t.Name == details.Themes[place]);
        var renamed = left.ToDictionary(t => t.Place);
        for (int place = 0; place < kept.Length; place++)
        {
            var theme = kept[place] ?? (renamed.Remove(place, out var here) ? here : null);
            if (theme is null) _themes.Add(new Theme(Id, place, details.Themes[place]));
            else theme.Stand(place, details.Themes[place]);
        }

        _ = _themes.RemoveAll(renamed.ContainsValue);
    }

    private static Theme? Take(List<Theme> from, Predicate<Theme> which)
    {
        var found = from.Find(which);
        if (found is not null) _ = from.Remove(found);
        return found;
    }
}

public sealed record SessionDetails(
    BilingualText Title, Id<Room> RoomId, TimeOnly Begins, TimeOnly Ends, Rule? OwnRule, IReadOnlyList<BilingualText> Themes,
    BilingualText Questions);

/// <summary>What statements of a session are gathered under.</summary>
public sealed class Theme
{
    private Theme() { }

    internal Theme(Id<Session> session, int place, BilingualText name) => (SessionId, Place, Name) = (session, place, name);

    public Id<Theme> Id { get; private set; } = Id<Theme>.New();
    public Id<Session> SessionId { get; private set; }
    public int Place { get; private set; }
    public BilingualText Name { get; private set; } = new("", "");

    internal void Stand(int place, BilingualText name) => (Place, Name) = (place, name);
}
