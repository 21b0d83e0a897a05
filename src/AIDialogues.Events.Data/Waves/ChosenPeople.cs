using AIDialogues.Events.Data.Reminders;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Who of the chosen a letter of this kind can go to, and why not the others.</summary>
internal sealed class ChosenPeople
{
    private readonly LetterKind _kind;
    private readonly IReadOnlyDictionary<Id<Person>, Invitation> _invitations;
    private readonly ILookup<Id<Invitation>, Reminder> _reminders;

    private readonly IReadOnlyCollection<Id<Invitation>> _told;
    private readonly IReadOnlySet<Id<Invitation>> _notReached;
    private readonly IReadOnlySet<Id<Invitation>> _neverAsked;

    private ChosenPeople(
        LetterKind kind, IReadOnlyList<Person> people, IReadOnlyDictionary<Id<Person>, Invitation> invitations, IReadOnlyCollection<Id<Person>> optedOut, ILookup<Id<Invitation>, Reminder> reminders, IReadOnlyCollection<Id<Invitation>> told, IReadOnlySet<Id<Invitation>> notReached, IReadOnlySet<Id<Invitation>> neverAsked, DateTimeOffset now)
    {
        (_kind, _invitations, _reminders, _told, _notReached, _neverAsked) = (kind, invitations, reminders, told, notReached, neverAsked);
        List<Person> willing = [.. people.Where(p => p.MayGet(kind, InvitationOf(p)?.State) && !optedOut.Contains(p.Id))];
        List<Person> concerned = [.. willing.Where(Concerns)];
        NotReminded = kind != LetterKind.Reminder ? [] : [.. concerned.Select(p => WhyNotReminded(p, now)).OfType<NotReminded>()];
        Readers = [.. concerned.Except(NotReminded.Select(n => n.Person))];
        NotWritten = [.. people.Except(willing).Select(p => new NotWrittenTo(p, p.RestrictedAt is not null ? WantsNoLetter.Restricted : p.ObjectedAt is not null ? WantsNoLetter.Objected : WantsNoLetter.OptedOut))];
        int others = willing.Count - concerned.Count;
        (AlreadyInvited, AlreadyTold, Elsewhere) = kind == LetterKind.Invitation ? (others, 0, 0) : kind.ConcernsEverybody() ? (0, others, 0) : (0, 0, others);
    }

    /// <summary>By family name.</summary>
    public IReadOnlyList<Person> Readers { get; }

    public int AlreadyInvited { get; }

    /// <summary>Who wants no letter of this kind.</summary>
    public IReadOnlyList<NotWrittenTo> NotWritten { get; }

    /// <summary>Of a day that is off: they have the letter, or it is on its way.</summary>
    public int AlreadyTold { get; }

    /// <summary>Without a standing invitation that the letter could be about.</summary>
    public int Elsewhere { get; }

    /// <summary>Who has not answered and gets no reminder all the same.</summary>
    public IReadOnlyList<NotReminded> NotReminded { get; }

    public static async Task<ChosenPeople> FindAsync(EventsDb db, Id<Dialogue> dialogue, LetterKind kind, IReadOnlyCollection<Id<Person>> chosen, DateTimeOffset now, CancellationToken ct)
    {
        var people = await db.People.AsNoTracking().Where(p => chosen.Contains(p.Id)).OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ThenBy(p => p.Id).ToListAsync(ct);
        var invitations = await db.Invitations.AsNoTracking().Where(i => i.DialogueId == dialogue && chosen.Contains(i.PersonId)).ToDictionaryAsync(i => i.PersonId, ct);
        var optedOut = kind.OffersOptOut() ? await db.OptOuts.Where(o => chosen.Contains(o.PersonId)).Select(o => o.PersonId).ToListAsync(ct) : [];
        var ids = invitations.Values.Select(i => i.Id).ToList();
        var reminders = await db.RemindersOfAsync(kind == LetterKind.Reminder ? ids : [], ct);
        var told = kind.ConcernsEverybody() ? await db.Letters.Where(l => ids.Contains(l.InvitationId) && l.Kind == kind && l.State != LetterState.Dropped && l.State != LetterState.Failed && l.State != LetterState.Bounced).Select(l => l.InvitationId).ToListAsync(ct) : [];
        return new(kind, people, invitations, optedOut, reminders, told, kind == LetterKind.Reminder ? await NotReachedAsync(db, ids, ct) : new HashSet<Id<Invitation>>(), kind.ConcernsEverybody() ? await NeverAskedAsync(db, ids, ct) : new HashSet<Id<Invitation>>(), now);
    }

    public Invitation? InvitationOf(Person person) => _invitations.GetValueOrDefault(person.Id);

    /// <summary>Every reminder of theirs for this day; empty for letters of another kind.</summary>
    public IReadOnlyList<Reminder> RemindersOf(Person person) => InvitationOf(person) is { } invitation ? [.. _reminders[invitation.Id]] : [];

    /// <summary>An invitation is for who has none, or one that was taken back; news or a day called off for who may come; a reminder for who has not answered.</summary>
    private bool Concerns(Person person) => (_kind, InvitationOf(person)) switch
    {
        (LetterKind.Invitation, var invitation) => invitation is null or { State: InvitationState.Withdrawn },
        (LetterKind.Reminder, var invitation) => invitation is { IsOpen: true },
        (_, var invitation) => invitation?.State.MayCome() == true && !_told.Contains(invitation.Id),
    };

    /// <summary>Of a day that is off: as long as their invitation waits, a letter would be the first they hear of it.</summary>
    public bool IsNeverAsked(Person person) => InvitationOf(person) is { } invitation && _neverAsked.Contains(invitation.Id);

    /// <summary>Who has not answered, and of whose letters of invitation none has left; who was asked in another way has none.</summary>
    private static async Task<IReadOnlySet<Id<Invitation>>> NeverAskedAsync(EventsDb db, List<Id<Invitation>> invitations, CancellationToken ct)
    {
        var letters = await db.Letters.AsNoTracking().Where(l => invitations.Contains(l.InvitationId) && l.Kind != LetterKind.CalledOff
            && db.Invitations.Any(i => i.Id == l.InvitationId && i.State == InvitationState.Invited)).Select(l => new { l.InvitationId, l.State }).ToListAsync(ct);
        return letters.GroupBy(l => l.InvitationId).Where(g => g.All(l => l.State is LetterState.Queued or LetterState.Retry or LetterState.Paused or LetterState.Dropped)).Select(g => g.Key).ToHashSet();
    }

    /// <summary>Whose newest letter of invitation has not left or came back; who was asked in another way has none.</summary>
    private static async Task<IReadOnlySet<Id<Invitation>>> NotReachedAsync(EventsDb db, List<Id<Invitation>> invitations, CancellationToken ct)
    {
        var letters = await db.Letters.AsNoTracking().Where(l => invitations.Contains(l.InvitationId) && l.Kind == LetterKind.Invitation).Select(l => new { l.InvitationId, l.QueuedAt, l.State }).ToListAsync(ct);
        return letters.GroupBy(l => l.InvitationId).Where(g => g.MaxBy(l => l.QueuedAt)!.State is not (LetterState.Sent or LetterState.Unknown)).Select(g => g.Key).ToHashSet();
    }

    private NotReminded? WhyNotReminded(Person person, DateTimeOffset now)
    {
        var (invitation, before) = (InvitationOf(person)!, RemindersOf(person));
        if ((Reminder.WhyNotByHand(invitation, before, now) ?? (_notReached.Contains(invitation.Id) ? ReminderRefusals.NotReached : null)) is not { } why) return null;
        var last = Reminder.LastAsked(invitation, before);
        return new(person, why, last, WasReminder: last != invitation.InvitedAt);
    }
}
