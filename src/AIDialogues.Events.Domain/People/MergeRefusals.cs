namespace AIDialogues.Events.Domain;

public static class MergeRefusals
{
    public static readonly Refusal NotTwoPeople = new("merge-not-two-people");
    public static readonly Refusal TooLate = new("merge-too-late");
    public static readonly Refusal UndoneAlready = new("merge-undone-already");

    /// <summary>What happened since names whoever it was.</summary>
    public static Refusal ChangedSince(string name) => Refusal.Of("merge-changed-since", name);
}
