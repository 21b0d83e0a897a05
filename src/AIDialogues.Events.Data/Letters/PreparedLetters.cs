using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>One letter to one real reader, before it leaves.</summary>
/// <param name="Invitation">Null for somebody who is not invited yet and will be with this letter; a withdrawn one is made again by it.</param>
/// <param name="HasOwnWords">The organiser wrote this one for its reader alone.</param>
public sealed record PreparedLetter(Person Person, LetterTemplate Template, IReadOnlyDictionary<string, string> Values, Invitation? Invitation = null, bool HasOwnWords = false)
{
    /// <summary>Every reminder the reader got or is to get about this day, for one more by hand.</summary>
    public IReadOnlyList<Reminder> Reminders { get; init; } = [];

    /// <summary>Their invitation was taken back, and this letter makes it again.</summary>
    public bool InvitesAgain => Template.Kind == LetterKind.Invitation && Invitation is not null;

    /// <summary>
    /// The letter would call off a day that its reader has not heard of: it does not leave while their invitation waits, which leaves no more. Not of the
    /// seal: a wave that is going out would change it from second to second.
    /// </summary>
    public bool IsNeverAsked { get; init; }

    public IReadOnlyList<string> EmptyFields { get; } = Template.EmptyFields(Values);

    /// <summary>The fingerprint of exactly this letter; the letter in the outbox carries the same. Empty while a field is.</summary>
    public string Seal { get; } = Template.Render(Values).Refused(out _, out var text) ? "" : Letter.SealOf(Person.Name, Person.Email, text.Subject, text.Body);
}

/// <summary>Somebody who was chosen for a reminder and gets none.</summary>
/// <param name="LastAsked">When they were last asked: by a reminder, else by the invitation.</param>
public sealed record NotReminded(Person Person, Refusal Why, DateTimeOffset LastAsked, bool WasReminder);

/// <summary>Somebody who was chosen and wants no letter of this kind.</summary>
public sealed record NotWrittenTo(Person Person, WantsNoLetter Why);

/// <summary>Why somebody is not written to: what they asked for.</summary>
public enum WantsNoLetter
{
    /// <summary>Their data may only be kept.</summary>
    Restricted,
    Objected,
    OptedOut,
}

/// <param name="AlreadyInvited">How many of the chosen have an invitation already and get no second one.</param>
/// <param name="OptedOut">How many want no letter of this kind, for whichever reason.</param>
/// <param name="Elsewhere">How many have no standing invitation that this letter could be about.</param>
public sealed record PreparedLetters(Dialogue Dialogue, Series Series, IReadOnlyList<PreparedLetter> Letters, int AlreadyInvited, int OptedOut = 0, int Elsewhere = 0)
{
    /// <summary>The dialogue's letters of this kind that those without words of their own are made from.</summary>
    public IReadOnlyList<LetterTemplate> Templates { get; init; } = [];

    /// <summary>When they were prepared.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who was chosen and is not reminded, and why.</summary>
    public IReadOnlyList<NotReminded> NotReminded { get; init; } = [];

    /// <summary>Who was chosen and is not written to, and why.</summary>
    public IReadOnlyList<NotWrittenTo> NotWritten { get; init; } = [];

    /// <summary>As what they invite.</summary>
    public InvitationRole Role { get; init; }

    /// <summary>Why the role has no seats for so many more; null when it has, and for letters that invite nobody.</summary>
    public Refusal? Full { get; init; }

    /// <summary>How many have this letter already, or it is on its way to them.</summary>
    public int AlreadyTold { get; init; }

    /// <summary>How many of the letters invite somebody whose invitation was taken back.</summary>
    public int InvitedAgain => Letters.Count(l => l.InvitesAgain);

    /// <summary>How many hear nothing of a day that is off, unless their invitation leaves before.</summary>
    public int NeverAsked => Letters.Count(l => l.IsNeverAsked);

    /// <param name="leaving">Only those that leave.</param>
    public int In(Language language, bool leaving = false) => Letters.Count(l => l.Person.Language == language && !(leaving && l.IsNeverAsked));

    /// <summary>One refusal for each field that is empty for somebody, with their names.</summary>
    public IReadOnlyList<Refusal> Missing =>
        [.. Letters.SelectMany(l => l.EmptyFields.Select(empty => (Field: empty, l.Person.Name))).GroupBy(e => e.Field, e => e.Name)
            .Select(g => LetterRefusals.FieldEmpty(g.Key, Names([.. g])))];

    /// <summary>The fingerprint of the role and of every word and reader: what is sent must be what was shown.</summary>
    public string Seal => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(Role + "\n" + string.Join('\n', Letters.Select(l => $"{l.Person.Id} {l.Seal}{(l.InvitesAgain ? " again" : "")}")))));

    private static string Names(string[] names) => string.Join(", ", names.Take(8)) + (names.Length > 8 ? $" +{names.Length - 8}" : "");
}

public sealed record SentLetters(int English, int French, int AlreadyInvited)
{
    public int Count => English + French;
}
