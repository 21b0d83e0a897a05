namespace AIDialogues.Events.Domain;

/// <summary>Somebody wants no more invitations and reminders. They may take it back; letters about a day they accepted still reach them.</summary>
public sealed class OptOut
{
    private OptOut() { }

    public Id<OptOut> Id { get; private set; } = Id<OptOut>.New();
    public Id<Person> PersonId { get; private set; }
    public DateTimeOffset At { get; private set; }
}

/// <summary>The address behind "do not invite me again": 256 random bits that only the letter carries, good for this purpose alone.</summary>
public sealed class OptOutLink
{
    private OptOutLink() { }

    public Id<OptOutLink> Id { get; private set; } = Id<OptOutLink>.New();
    public Id<Person> PersonId { get; private set; }
    public byte[] TokenSha256 { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Makes a link; the token is handed out this once and can never be read again.</summary>
    public static (OptOutLink Link, string Token) For(Id<Person> person, DateTimeOffset now)
    {
        string token = AddressToken.New();
        return (new() { PersonId = person, TokenSha256 = HashOf(token), CreatedAt = now }, token);
    }

    public static byte[] HashOf(string token) => AddressToken.HashOf(token);
}
