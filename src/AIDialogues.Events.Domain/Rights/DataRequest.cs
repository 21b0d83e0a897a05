namespace AIDialogues.Events.Domain;

/// <summary>
/// One wish of a person about their own data. It opens by a code sent to their address, because a link can be forwarded: the code is good
/// for this request only, for ten minutes, five tries and one success; what it opens closes after a quarter of an hour.
/// </summary>
public sealed class DataRequest
{
    public static readonly TimeSpan CodeLives = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan StaysOpen = TimeSpan.FromMinutes(15);

    public const int MostTries = 5;

    private DataRequest() { }

    public Id<DataRequest> Id { get; private set; } = Id<DataRequest>.New();
    public Id<Person> PersonId { get; private set; }
    public Id<Invitation> InvitationId { get; private set; }
    public DataRequestKind Kind { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset CodeUntil { get; private set; }

    /// <summary>Keyed by the person's own key, which the database does not hold: six digits alone would be found by trying all of them.</summary>
    public byte[] CodeHmac { get; private set; } = [];
    public int Tries { get; private set; }
    public DateTimeOffset? OpenedAt { get; private set; }

    /// <summary>SHA-256 of the secret that only the browser has in which the code was typed.</summary>
    public byte[]? BrowserSha256 { get; private set; }

    /// <summary>What was asked for was done; once.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>The address that is to be confirmed; empty otherwise.</summary>
    public string NewAddress { get; private set; } = "";

    public static DataRequest Of(Invitation invitation, DataRequestKind kind, Func<Id<DataRequest>, byte[]> codeHmac, DateTimeOffset now, string newAddress = "")
    {
        var request = new DataRequest
        {
            PersonId = invitation.PersonId,
            InvitationId = invitation.Id,
            Kind = kind,
            AskedAt = now,
            CodeUntil = now + CodeLives,
            NewAddress = newAddress,
        };
        request.CodeHmac = codeHmac(request.Id);
        return request;
    }

    public bool IsOpenTo(byte[]? browserSha256, DateTimeOffset now) =>
        OpenedAt is { } opened && now < opened + StaysOpen && browserSha256 is not null && BrowserSha256 is not null
        && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(BrowserSha256, browserSha256);

    public bool WaitsForCode(DateTimeOffset now) => OpenedAt is null && Tries < MostTries && now < CodeUntil;
}

public enum DataRequestKind
{
    /// <summary>See everything, and correct it (articles 15 and 16).</summary>
    See,

    /// <summary>Take everything along (articles 15 and 20).</summary>
    Export,
    Restrict,
    Object,
    Erase,

    /// <summary>A new address proves itself by the code sent to it.</summary>
    NewAddress,
}

public static class DataRequestRefusals
{
    public static readonly Refusal CodeWrong = new("code-wrong");
    public static readonly Refusal CodeOver = new("code-over");
    public static readonly Refusal TooManyCodes = new("too-many-codes");
    public static readonly Refusal ClosedAgain = new("request-closed");
    public static readonly Refusal DoneAlready = new("request-done");
    public static readonly Refusal ErasureUnderWay = new("erasure-under-way");
    public static readonly Refusal NoErasureWaiting = new("no-erasure-waiting");
}
