namespace AIDialogues.Events.Domain;

/// <summary>
/// Letters of one kind that leave together, to chosen people of one dialogue. A draft can only be looked at; sending writes every letter
/// at once and holds them for a while, in which all can be taken back. Every text that was ever sent is kept, by version.
/// </summary>
public sealed class Wave
{
    /// <summary>How many people may be chosen for one wave; a day that is called off is told to however many there are.</summary>
    public const int MostReaders = 500;

    private readonly List<WaveReader> _readers = [];
    private readonly List<WaveText> _texts = [];

    private Wave() { }

    public Id<Wave> Id { get; private set; } = Id<Wave>.New();
    public Id<Dialogue> DialogueId { get; private set; }
    public LetterKind Kind { get; private set; }

    /// <summary>As what those are invited whom it invites; each role has seats of its own.</summary>
    public InvitationRole Role { get; private set; }

    /// <summary>Counts from 1 in each dialogue.</summary>
    public int Number { get; private set; }
    public WaveState State { get; private set; }

    /// <summary>Of the texts: 0 in a draft, which shows the dialogue's letters as they are; 1 as sent; more after each change on the way.</summary>
    public int Version { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }
    public DateTimeOffset? UndoUntil { get; private set; }

    /// <summary>The fingerprint of what was shown and sent; empty in a draft. Whoever sends with it once more is told what became of the first time.</summary>
    public string Seal { get; private set; } = "";
    public IReadOnlyList<WaveReader> Readers => _readers;
    public IReadOnlyList<WaveText> Texts => _texts;

    public static Result<Wave> Draft(Id<Dialogue> dialogue, LetterKind kind, int number, IReadOnlyCollection<Id<Person>> people, DateTimeOffset now)
    {
        if (!kind.IsWritten()) return WaveRefusals.KindNotWritten;
        if (people.Count == 0) return InvitationRefusals.NobodyChosen;
        if (kind.MostReaders() is { } most && people.Distinct().Count() > most) return InvitationRefusals.TooManyChosen(most);
        var wave = new Wave { DialogueId = dialogue, Kind = kind, Number = number, State = WaveState.Draft, CreatedAt = now };
        wave._readers.AddRange(people.Distinct().Select(person => new WaveReader(wave.Id, person)));
        return wave;
    }

    /// <param name="letters">How many of its letters are in each state.</param>
    public WaveProgress Progress(IReadOnlyDictionary<LetterState, int> letters) => State switch
    {
        WaveState.Draft => WaveProgress.Draft,
        WaveState.Paused => WaveProgress.Paused,
        WaveState.Undone => WaveProgress.TakenBack,
        _ => letters.Any(l => l.Value > 0 && l.Key is LetterState.Queued or LetterState.Retry or LetterState.InFlight or LetterState.Paused) ? WaveProgress.UnderWay : WaveProgress.Finished,
    };

    public Refusal? InviteAs(InvitationRole role)
    {
        if (State != WaveState.Draft) return WaveRefusals.AlreadySent;
        Role = role;
        return null;
    }

    /// <summary>Takes people in who came to be concerned after the draft was made.</summary>
    public Refusal? TakeIn(IEnumerable<Id<Person>> people)
    {
        if (State != WaveState.Draft) return WaveRefusals.AlreadySent;
        _readers.AddRange(people.Where(person => Reader(person) is null).Select(person => new WaveReader(Id, person)).ToList());
        return null;
    }

    /// <summary>Takes somebody out who was chosen by mistake; whom a letter concerns like everybody stays, and so does the last one: an empty draft is thrown away.</summary>
    public Refusal? TakeOut(Id<Person> person)
    {
        if (State != WaveState.Draft) return WaveRefusals.AlreadySent;
        if (Kind.ConcernsEverybody()) return WaveRefusals.ConcernsEverybody;
        if (Reader(person) is not { } reader) return WaveRefusals.ReaderUnknown;
        if (_readers.Count == 1) return InvitationRefusals.NobodyChosen;
        _ = _readers.Remove(reader);
        return null;
    }

    public WaveReader? Reader(Id<Person> person) => _readers.Find(r => r.PersonId == person);

    /// <summary>Two records of one person became one, or were parted again: what was meant for the first is meant for the other, words of their own included.</summary>
    /// <returns>False where the other is a reader already, or the first is none.</returns>
    public bool HandOn(Id<Person> from, Id<Person> to)
    {
        if (Reader(from) is not { } reader || Reader(to) is not null) return false;
        var other = new WaveReader(Id, to);
        other.Write(reader.Subject, reader.Body);
        _ = _readers.Remove(reader);
        _readers.Add(other);
        return true;
    }

    /// <summary>Gives one reader words of their own instead of the dialogue's letter; fields in them are filled as in any letter.</summary>
    public Refusal? WriteFor(Id<Person> person, Language language, string subject, string body)
    {
        if (State != WaveState.Draft) return WaveRefusals.AlreadySent;
        if (Reader(person) is not { } reader) return WaveRefusals.ReaderUnknown;
        if (LetterTemplate.New(DialogueId, Kind, language, subject, body).Refused(out var refusal, out var template)) return refusal;
        reader.Write(template.Subject, template.Body);
        return null;
    }

    /// <summary>The reader gets the letter that everybody gets again.</summary>
    public Refusal? WriteAsOthers(Id<Person> person)
    {
        if (State != WaveState.Draft) return WaveRefusals.AlreadySent;
        Reader(person)?.Write("", "");
        return null;
    }

    /// <param name="seal">The fingerprint of the letters.</param>
    /// <param name="undo">For how long the letters are held, so that all of it can be taken back.</param>
    public Refusal? Send(IEnumerable<LetterTemplate> templates, string seal, DateTimeOffset now, TimeSpan undo)
    {
        if (State != WaveState.Draft) return WaveRefusals.AlreadySent;
        (State, Seal, SentAt, UndoUntil) = (WaveState.Sent, seal, now, now + undo);
        Keep(templates, now);
        return null;
    }

    /// <summary>As if it had not been sent; afterwards letters may have left, and pausing is what remains.</summary>
    public Refusal? Undo(DateTimeOffset now)
    {
        if (State is WaveState.Undone) return null;
        if (State is WaveState.Draft) return WaveRefusals.NotSent;
        if (now >= UndoUntil) return WaveRefusals.UndoOver;
        State = WaveState.Undone;
        return null;
    }

    public Refusal? Pause()
    {
        if (State is not (WaveState.Sent or WaveState.Paused)) return WaveRefusals.NotSent;
        State = WaveState.Paused;
        return null;
    }

    public Refusal? Resume()
    {
        if (State is not (WaveState.Sent or WaveState.Paused)) return WaveRefusals.NotSent;
        State = WaveState.Sent;
        return null;
    }

    /// <summary>New words for what has not left. While letters leave, nobody could say who gets which, so it must be paused.</summary>
    public Refusal? Rewrite(IEnumerable<LetterTemplate> templates, DateTimeOffset now)
    {
        if (State != WaveState.Paused) return WaveRefusals.NotPaused;
        Keep(templates, now);
        return null;
    }

    private void Keep(IEnumerable<LetterTemplate> templates, DateTimeOffset now)
    {
        Version++;
        _texts.AddRange(templates.Select(t => new WaveText(Id, Version, t.Language, t.Subject, t.Body, now)));
    }
}

public enum WaveState
{
    Draft,
    Sent,
    Paused,
    Undone,
}

/// <summary>How far a wave has come, for whoever looks at it.</summary>
public enum WaveProgress
{
    Draft,
    UnderWay,

    /// <summary>Nothing of it waits or is in the air; what became of each letter stands beside it.</summary>
    Finished,
    Paused,
    TakenBack,
}

public static class WaveRefusals
{
    public static readonly Refusal AlreadySent = new("wave-already-sent");
    public static readonly Refusal NotSent = new("wave-not-sent");
    public static readonly Refusal NotPaused = new("wave-not-paused");
    public static readonly Refusal UndoOver = new("wave-undo-over");
    public static readonly Refusal ReaderUnknown = new("wave-reader-unknown");
    public static readonly Refusal KindNotWritten = new("wave-kind-not-written");

    /// <summary>It goes to all who may come, so nobody is left out.</summary>
    public static readonly Refusal ConcernsEverybody = new("wave-concerns-everybody");
    public static readonly Refusal NobodyLeft = new("wave-nobody-left");

    /// <summary>Letters with the old words are being handed over at this moment, and may come back to be tried again.</summary>
    public static readonly Refusal StillLeaving = new("wave-still-leaving");

    /// <summary>Its letters say the day or the place as it was, and nobody said that they are to leave all the same.</summary>
    public static readonly Refusal SaysTheDayAsItWas = new("wave-says-the-day-as-it-was");
}
