namespace AIDialogues.Events.Domain;

/// <summary>
/// The one door of an invitee: 256 random bits that only the letter carries. Here stands their SHA-256, so who holds the database
/// cannot open it. Each letter carries a link of its own; all of an invitation's links die together.
/// </summary>
public sealed class PersonalLink
{
    private PersonalLink() { }

    public Id<PersonalLink> Id { get; private set; } = Id<PersonalLink>.New();
    public Id<Invitation> InvitationId { get; private set; }

    /// <summary>The one door it opens; at every other it is as unknown as a made-up one.</summary>
    public LinkPurpose Purpose { get; private set; }
    public byte[] TokenSha256 { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>The day on which something was last done with it, and no hour: enough to notice somebody else, too little to follow the person.</summary>
    public DateOnly? LastUsedOn { get; private set; }

    /// <summary>Makes a link; the token is handed out this once and can never be read again.</summary>
    public static (PersonalLink Link, string Token) For(Id<Invitation> invitation, DateTimeOffset now, LinkPurpose purpose = LinkPurpose.Answer)
    {
        string token = AddressToken.New();
        return (new() { InvitationId = invitation, Purpose = purpose, TokenSha256 = HashOf(token), CreatedAt = now }, token);
    }

    public static byte[] HashOf(string token) => AddressToken.HashOf(token);

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}

/// <summary>What a link may do. A calendar's address travels through calendar servers, so it must open nothing else.</summary>
public enum LinkPurpose
{
    Answer,
    CalendarFeed,
}
