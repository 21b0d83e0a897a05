namespace AIDialogues.Events.Domain;

/// <summary>What a person said about the use of their data. An erased person is a row without a name that the counts of a day still need.</summary>
public sealed partial class Person
{
    /// <summary>Kept, but neither shown nor written to (GDPR, article 18).</summary>
    public DateTimeOffset? RestrictedAt { get; private set; }

    /// <summary>Does not want to be contacted or invited any more (article 21).</summary>
    public DateTimeOffset? ObjectedAt { get; private set; }
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>What stands for the name where only the proof is left: a part of a random number, which says nothing to whoever has no receipt.</summary>
    public string Number => Id.ToString()[..8];

    public bool MayBeWrittenTo => RestrictedAt is null && ObjectedAt is null && ErasedAt is null;

    /// <summary>Whether a letter of this kind may reach the person, who has this invitation, null for none, to the day it is about.</summary>
    public bool MayGet(LetterKind kind, InvitationState? invitation) => MayBeWrittenTo || (invitation is { } state && kind.ReachesWhoWantsNone(state));

    public void Restrict(DateTimeOffset now) => RestrictedAt ??= now;

    public void LiftRestriction() => RestrictedAt = null;

    public void Object(DateTimeOffset now) => ObjectedAt ??= now;

    public void LiftObjection() => ObjectedAt = null;

    /// <summary>Two records are one person: what was asked for in either holds, since the earlier time.</summary>
    public void Heed(Person other) => (RestrictedAt, ObjectedAt) = (Earlier(RestrictedAt, other.RestrictedAt), Earlier(ObjectedAt, other.ObjectedAt));

    /// <summary>
    /// One record is two people again: each has what they had asked for. What was asked for meanwhile may be either's wish, so it holds for both.
    /// </summary>
    /// <param name="before">What this record had asked for before the two became one.</param>
    public void PartFrom(Person other, AskedFor before)
    {
        (RestrictedAt, other.RestrictedAt) = Parted(RestrictedAt, before.RestrictedAt, other.RestrictedAt);
        (ObjectedAt, other.ObjectedAt) = Parted(ObjectedAt, before.ObjectedAt, other.ObjectedAt);
    }

    private static (DateTimeOffset? Mine, DateTimeOffset? Others) Parted(DateTimeOffset? now, DateTimeOffset? before, DateTimeOffset? others) =>
        now == Earlier(before, others) ? (before, others) : (now, others ?? now);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}

/// <summary>Since when a person's record is restricted, and since when it is not to be written to.</summary>
public sealed record AskedFor(DateTimeOffset? RestrictedAt, DateTimeOffset? ObjectedAt)
{
    public static AskedFor Of(Person person) => new(person.RestrictedAt, person.ObjectedAt);
}
