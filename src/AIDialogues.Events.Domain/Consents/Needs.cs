namespace AIDialogues.Events.Domain;

/// <summary>What somebody needs in order to eat and to move about on the day: up to three fields, there only while their consent stands.</summary>
public sealed class Needs
{
    private const int Longest = 300;

    private Needs() { }

    public Id<Person> PersonId { get; private set; }
    public Id<Dialogue> DialogueId { get; private set; }
    public string Diet { get; private set; } = "";
    public string Access { get; private set; } = "";
    public string Other { get; private set; } = "";

    public static Needs Of(Invitation invitation) => Of(invitation.PersonId, invitation.DialogueId);

    public static Needs Of(Id<Person> person, Id<Dialogue> dialogue) => new() { PersonId = person, DialogueId = dialogue };

    /// <summary>The same needs under another record of the person.</summary>
    public Needs Under(Id<Person> record)
    {
        var same = (Needs)MemberwiseClone();
        same.PersonId = record;
        return same;
    }

    public bool IsEmpty => Diet.Length + Access.Length + Other.Length == 0;

    public Refusal? Change(string? diet, string? access, string? other, Choices choices)
    {
        if (!choices.Allows(ConsentPurpose.DietAndAccess)) return ConsentRefusals.NeedsWithoutConsent;
        string[] said = [PlainText.Fold(diet), PlainText.Fold(access), PlainText.Fold(other)];
        if (said.Select(s => PlainText.Check(s, Longest)).FirstOrDefault(r => r is not null) is { } refusal) return refusal;
        (Diet, Access, Other) = (said[0], said[1], said[2]);
        return null;
    }
}
