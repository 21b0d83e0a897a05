namespace AIDialogues.Events.Domain;

/// <summary>What a person said about the use of their data. An erased person is a row without a name that the counts of a day still need.</summary>
public sealed partial class Person
{
    /// <summary>Kept, but neither shown nor written to (GDPR, article 18).</summary>
    public DateTimeOffset? RestrictedAt { get; private set; }

    /// <summary>Does not want to be contacted or invited any more (article 21).</summary>
    public DateTimeOffset? ObjectedAt { get; private set; }
    public DateTimeOffset? ErasedAt { get; private set; }

    public bool MayBeWrittenTo => RestrictedAt is null && ObjectedAt is null && ErasedAt is null;

    /// <summary>Whether a letter of this kind may reach the person, who has this invitation, null for none, to the day it is about.</summary>
    public bool MayGet(LetterKind kind, InvitationState? invitation) => MayBeWrittenTo || (invitation is { } state && kind.ReachesWhoWantsNone(state));

    public void Restrict(DateTimeOffset now) => RestrictedAt ??= now;

    public void LiftRestriction() => RestrictedAt = null;

    public void Object(DateTimeOffset now) => ObjectedAt ??= now;
}
