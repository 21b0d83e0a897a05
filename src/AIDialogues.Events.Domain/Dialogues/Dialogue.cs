namespace AIDialogues.Events.Domain;

/// <summary>One dialogue day at one venue, in one time zone, under one rule unless a session says otherwise. Its sessions never overlap in a room.</summary>
public sealed class Dialogue
{
    private readonly List<Room> _rooms = [];
    private readonly List<Session> _sessions = [];

    private Dialogue() { }

    public Id<Dialogue> Id { get; private set; } = Id<Dialogue>.New();
    public Id<Series> SeriesId { get; private set; }
    public BilingualText Title { get; private set; } = new("", "");
    public DateOnly Day { get; private set; }
    public TimeOnly Begins { get; private set; }
    public TimeOnly Ends { get; private set; }
    public string Venue { get; private set; } = "";
    public string Zone { get; private set; } = "UTC";
    public Rule Rule { get; private set; }

    /// <summary>The last day on which an answer is asked for, in the dialogue's zone.</summary>
    public DateOnly AnswerBy { get; private set; }

    /// <summary>How many days before the day answers are asked for, so that the date slides with the day; null when a date was set by hand.</summary>
    public int? AnswerDaysBefore { get; private set; }

    /// <summary>When the day was called off. From then on its links say so and take no answer; what was said behind them can still be read and taken back.</summary>
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>What the day was before its last change; null where nothing was changed since it was made, or all of it was set back in time.</summary>
    public DayFacts? ChangedFrom { get; private set; }

    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>The last day to answer before the last change, with how it was asked for, so that setting back gives both back.</summary>
    public DateOnly? ChangedAnswerBy { get; private set; }

    public int? ChangedAnswerDays { get; private set; }

    /// <summary>Until when letters about the last change are held, so that it can be set back, or become one with the next.</summary>
    public DateTimeOffset? ChangeHeldUntil { get; private set; }

    /// <summary>What the day was before each change by which people would come to another place or at another time, oldest first; what was set back too, since letters may have said it.</summary>
    public IReadOnlyList<PastDay> Past { get; private set; } = [];

    /// <summary>On how many days before <see cref="AnswerBy"/> those who have not answered are reminded.</summary>
    public IReadOnlyList<int> RemindDaysBefore { get; private set; } = [7, 2];

    public IReadOnlyList<Room> Rooms => _rooms;
    public IReadOnlyList<Session> Sessions => _sessions;

    public DayFacts Facts => new(Title, Day, Begins, Ends, Venue, Zone);

    /// <summary>What somebody knows of the day who heard of it last at this moment.</summary>
    /// <param name="calendar">For somebody whose calendar is kept right: whether it shows neither title nor place. What it shows they were told since, and the rest with it.</param>
    public DayFacts KnownSince(DateTimeOffset heard, bool? calendar = null)
    {
        DayFacts[] known = [.. Past.SkipWhile(p => p.Until <= heard).Select(p => p.Facts), Facts];
        int told = calendar is { } neutral ? Array.FindLastIndex([.. known.Zip(known.Skip(1))], step => step.First.ShowsOtherwise(step.Second, neutral)) + 1 : 0;
        return known[told];
    }

    public DateTimeOffset BeginsAt => Zone.At(Day, Begins);
    public DateTimeOffset EndsAt => Zone.At(Day, Ends);

    /// <summary>
    /// From when on nothing of the day will be needed again: a date may have been mistyped, so an end that it had before counts too, but for no
    /// longer than this after it was changed.
    /// </summary>
    public DateTimeOffset SurelyOver(TimeSpan longest) => Past.Select(p => Earlier(p.Facts.EndsAt, p.Until + longest))
        .Concat(ChangeHeldUntil is { } held ? [held] : []).Append(EndsAt).Max();

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>When the last day to answer is over where the dialogue is: who was asked before and is silent is asked no more.</summary>
    public DateTimeOffset AnswersEnd => Zone.At(AnswerBy.AddDays(1), TimeOnly.MinValue);

    /// <param name="id">The id that a form was shown with, so that the form sent twice makes one dialogue.</param>
    public static Result<Dialogue> New(Series series, DialogueDetails details, Id<Dialogue>? id = null)
    {
        var dialogue = new Dialogue { Id = id ?? Id<Dialogue>.New(), SeriesId = series.Id };
        return dialogue.Change(details) is { } refusal ? refusal : dialogue;
    }

    /// <summary>Everything that keeps a day from being like this, so that a form is put right in one go.</summary>
    public IEnumerable<Refusal> ProblemsOf(DialogueDetails details) => details.Problems()
        .Concat(CancelledAt is not null && (details.Day, details.Begins, details.Ends, details.Zone) != (Day, Begins, Ends, Zone) ? [DialogueRefusals.DayIsOff] : [])
        .Concat(details.AnswerBy > details.Day && !(AnswerDaysBefore is not null && details.AnswerBy == AnswerBy) ? [DialogueRefusals.AnswerAfterTheDay] : [])
        .Concat(_sessions.Exists(s => s.Begins < details.Begins || s.Ends > details.Ends) ? [DialogueRefusals.SessionOutsideTheDay] : []);

    /// <summary>The same of a day that is not there yet.</summary>
    public static IEnumerable<Refusal> ProblemsOfNew(DialogueDetails details) => new Dialogue().ProblemsOf(details);

    /// <param name="now">When people may know the day as it was; null for one that is only being made.</param>
    /// <param name="hold">For how long those who know it are not told.</param>
    public Refusal? Change(DialogueDetails details, DateTimeOffset? now = null, TimeSpan hold = default)
    {
        if (ProblemsOf(details).FirstOrDefault() is { } refusal) return refusal;
        var (before, answers) = (Facts, (AnswerBy, AnswerDaysBefore));
        var answerBy = Slid(details);
        (Title, Day, Begins, Ends) = (details.Title, details.Day, details.Begins, details.Ends);
        (Venue, Zone, Rule, AnswerBy) = (PlainText.Fold(details.Venue), details.Zone, details.Rule, answerBy);
        RemindDaysBefore = [.. details.RemindDaysBefore.Where(d => d is >= 0 and <= 90).Distinct().OrderDescending().Take(5)];
        if (now is { } at && Facts != before) Note(before, answers, at, hold);
        // Set by hand after the day was changed: setting the day back leaves it.
        else if (ChangedAnswerBy is not null && answers != (AnswerBy, AnswerDaysBefore)) (ChangedAnswerBy, ChangedAnswerDays) = (AnswerBy, AnswerDaysBefore);
        return null;
    }

    /// <summary>The day is again what it was, while calendars were told nothing of the change, and so is the last day to answer.</summary>
    public Refusal? SetBack(DateTimeOffset now)
    {
        if (ChangedFrom is not { } was || ChangedAnswerBy is not { } answerBy || now >= ChangeHeldUntil) return DialogueRefusals.TooLateToSetBack;
        int? answerDays = ChangedAnswerDays;
        if (Change(new(was.Title, was.Day, was.Begins, was.Ends, was.Venue, was.Zone, Rule, answerBy, RemindDaysBefore), now) is { } refusal) return refusal;
        (AnswerBy, AnswerDaysBefore) = (answerBy, answerDays);
        return null;
    }

    // Several changes within the hold are one; a day that is again what it was has not changed.
    private void Note(DayFacts before, (DateOnly By, int? Days) answers, DateTimeOffset now, TimeSpan hold)
    {
        if (before.Misleads(Facts)) Past = [.. Past.TakeLast(PastDay.Most - 1), new(before, now)];
        bool joins = now < ChangeHeldUntil;
        var from = joins ? ChangedFrom! : before;
        if (joins && ChangedAnswerBy is { } answerBy) answers = (answerBy, ChangedAnswerDays);
        (ChangedFrom, ChangedAt, ChangeHeldUntil, ChangedAnswerBy, ChangedAnswerDays) = from == Facts
            ? default
            // Nobody hears of it only once the day has begun, be it at the old hour or at the new one.
            : (from, (DateTimeOffset?)now, (DateTimeOffset?)new[] { now + hold, before.BeginsAt, BeginsAt }.Min(), (DateOnly?)answers.By, answers.Days);
    }

    /// <summary>Asks for answers so many days before the day, whenever the day is.</summary>
    public Refusal? AskAnswers(int daysBefore)
    {
        if (CheckAnswerDays(daysBefore) is { } refusal) return refusal;
        if (AnswerDaysBefore == daysBefore) return null;
        (AnswerDaysBefore, AnswerBy) = (daysBefore, Day.AddDays(-daysBefore));
        if (ChangedFrom is { } was) (ChangedAnswerBy, ChangedAnswerDays) = (was.Day.AddDays(-daysBefore), daysBefore);
        return null;
    }

    public static Refusal? CheckAnswerDays(int daysBefore) => daysBefore is < 0 or > 365 ? DialogueRefusals.AnswerDays : null;

    /// <summary>The last day to answer stays where it is, whatever becomes of the day.</summary>
    public void KeepAnswerBy()
    {
        if (AnswerDaysBefore is null) return;
        AnswerDaysBefore = null;
        if (ChangedFrom is not null) (ChangedAnswerBy, ChangedAnswerDays) = (AnswerBy, null);
    }

    public void Cancel(DateTimeOffset now) => CancelledAt ??= now;

    /// <summary>The day takes place after all: whoever called it off took that back before anybody was told.</summary>
    public void Reinstate() => CancelledAt = null;

    // A date that the form was shown with and gives back slides with the day; another one is set by hand and stays.
    private DateOnly Slid(DialogueDetails details)
    {
        if (AnswerDaysBefore is not { } days) return details.AnswerBy;
        if (details.AnswerBy == AnswerBy) return details.Day.AddDays(-days);
        AnswerDaysBefore = null;
        return details.AnswerBy;
    }

    public Result<Room> AddRoom(string name, int seats)
    {
        name = PlainText.Fold(name);
        if (name.Length is 0 or > 80) return DialogueRefusals.RoomNameMissing;
        if (!PlainText.IsOneLine(name)) return TextRefusals.ControlCharacters;
        if (seats is < 1 or > 5000) return DialogueRefusals.RoomSeats;
        if (_rooms.Exists(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase))) return DialogueRefusals.RoomNameTaken(name);
        var room = new Room(Id, name, seats);
        _rooms.Add(room);
        return room;
    }

    /// <summary>Takes a room away that no session is in.</summary>
    public Refusal? RemoveRoom(Id<Room> room)
    {
        if (_sessions.Exists(s => s.RoomId == room)) return DialogueRefusals.RoomInUse;
        _ = _rooms.RemoveAll(r => r.Id == room);
        return null;
    }

    /// <param name="id">The id that a form was shown with, so that the form sent twice makes one session.</param>
    public Result<Session> AddSession(SessionDetails details, Id<Session>? id = null)
    {
        if (Check(details, except: null) is { } refusal) return refusal;
        var session = new Session(Id, details, id ?? Id<Session>.New());
        _sessions.Add(session);
        return session;
    }

    public Refusal? ChangeSession(Session session, SessionDetails details)
    {
        if (Check(details, except: session) is { } refusal) return refusal;
        session.Apply(details);
        return null;
    }

    /// <summary>The rule in a session: its own, else the day's.</summary>
    public Rule RuleIn(Session session) => session.OwnRule ?? Rule;

    private Refusal? Check(SessionDetails details, Session? except) => ProblemsOf(details, except).FirstOrDefault();

    /// <summary>Nobody can tell two themes of one name apart, on the board or in a summary; case, accents and spaces make no other name.</summary>
    private static Refusal? CheckThemes(IReadOnlyList<BilingualText> themes)
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            if (themes.Select(t => t.In(language)).FirstOrDefault(name => !seen.Add(NameOf(name))) is { } twice) return DialogueRefusals.ThemeTwice(twice);
        }

        return null;

        // A name of signs alone has nothing to be searched by.
        static string NameOf(string name) => PlainText.Searchable(name) is { Length: > 0 } letters ? letters : PlainText.Fold(name);
    }

    /// <summary>Everything that keeps a session from being like this, so that a form is put right in one go.</summary>
    public IEnumerable<Refusal> ProblemsOf(SessionDetails details, Session? except = null)
    {
        if (details.Title.IsEmpty) yield return SeriesRefusals.TitleMissing;
        if (details.Ends <= details.Begins) yield return DialogueRefusals.EndsBeforeItBegins;
        else if (details.Begins < Begins || details.Ends > Ends) yield return DialogueRefusals.SessionOutsideTheDay;
        bool isRoom = _rooms.Exists(r => r.Id == details.RoomId);
        if (!isRoom) yield return DialogueRefusals.RoomUnknown;
        if (details.Themes.Count is 0 or > 12 || details.Themes.Any(t => t.IsEmpty)) yield return DialogueRefusals.ThemesMissing;
        else if (CheckThemes(details.Themes) is { } twice) yield return twice;
        if (PlainText.Check(details.Title, 300) is { } title) yield return title with { About = nameof(details.Title) };
        if (PlainText.Check(details.Questions, 4000) is { } questions) yield return questions with { About = nameof(details.Questions) };
        if (details.Themes.Select(t => PlainText.Check(t, 300)).FirstOrDefault(r => r is not null) is { } theme) yield return theme with { About = nameof(details.Themes) };
        if (isRoom && _sessions.Exists(s => s != except && s.RoomId == details.RoomId && s.Begins < details.Ends && details.Begins < s.Ends)) yield return DialogueRefusals.RoomBusy;
    }
}
