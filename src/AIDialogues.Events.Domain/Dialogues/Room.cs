namespace AIDialogues.Events.Domain;

/// <summary>A room at the venue of one dialogue, with its seats.</summary>
public sealed class Room
{
    private Room() { }

    internal Room(Id<Dialogue> dialogue, string name, int seats) => (DialogueId, Name, Seats) = (dialogue, name, seats);

    public Id<Room> Id { get; private set; } = Id<Room>.New();
    public Id<Dialogue> DialogueId { get; private set; }
    public string Name { get; private set; } = "";
    public int Seats { get; private set; }
}
