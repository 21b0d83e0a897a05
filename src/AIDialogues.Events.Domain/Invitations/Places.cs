using System.Security.Cryptography;

namespace AIDialogues.Events.Domain;

/// <summary>How many seats each role has in a dialogue, and who comes next when one becomes free. Without a number there is room for everybody.</summary>
public sealed class Places
{
    private Places() { }

    public Id<Dialogue> DialogueId { get; private set; }
    public int? Participants { get; private set; }
    public int? Speakers { get; private set; }
    public int? Observers { get; private set; }

    /// <summary>More may be invited than there are seats; who accepts too late waits.</summary>
    public bool MayOverbook { get; private set; }
    public WaitlistRule Rule { get; private set; }
    public int OfferHours { get; private set; } = 48;

    /// <summary>The lot's seed, drawn once and shown to everybody who waits: with it each can draw again and find the same order.</summary>
    public string LotSeed { get; private set; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Calendars show the organiser's name instead of the dialogue's title and place.</summary>
    public bool NeutralTitle { get; private set; }

    /// <summary>Letters say nothing of the topic where a lock screen could show it: not in the subject, not in their first lines.</summary>
    public bool NeutralLetters { get; private set; }

    public static Places Of(Id<Dialogue> dialogue) => new() { DialogueId = dialogue };

    public Refusal? Change(PlacesDetails details)
    {
        if (details.Problems().FirstOrDefault() is { } refusal) return refusal;
        (Participants, Speakers, Observers) = (details.Participants, details.Speakers, details.Observers);
        (MayOverbook, Rule, OfferHours) = (details.MayOverbook, details.Rule, details.OfferHours);
        (NeutralTitle, NeutralLetters) = (details.NeutralTitle, details.NeutralLetters);
        return null;
    }

    /// <summary>Null: as many as come.</summary>
    public int? SeatsOf(InvitationRole role) => role switch
    {
        InvitationRole.Speaker => Speakers,
        InvitationRole.Observer => Observers,
        _ => Participants,
    };

    /// <summary>All that were set; null where none were, or only noughts.</summary>
    public int? Seats => (Participants ?? 0) + (Speakers ?? 0) + (Observers ?? 0) is > 0 and var seats ? seats : null;

    /// <summary>Those who wait, in the order in which seats are offered.</summary>
    public IReadOnlyList<Invitation> InTurn(IEnumerable<Invitation> waiting) => Rule == WaitlistRule.ByLot
        ? [.. waiting.OrderBy(i => Lot(i.CalendarUid), StringComparer.Ordinal)]
        : [.. waiting.OrderBy(i => i.WaitingSince).ThenBy(i => i.CalendarUid)];

    /// <summary>Somebody's lot: SHA-256 of the seed, a colon and their number, in hexadecimal. The smallest comes first.</summary>
    public string Lot(Guid number) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes($"{LotSeed}:{number}")));
}

public enum WaitlistRule
{
    InOrder,
    ByLot,
}

public sealed record PlacesDetails(
    int? Participants, int? Speakers, int? Observers, bool MayOverbook = false, WaitlistRule Rule = WaitlistRule.InOrder, int OfferHours = 48, bool NeutralTitle = false,
    bool NeutralLetters = false)
{
    /// <summary>Everything that keeps places from being like this, so that a form is put right in one go.</summary>
    public IEnumerable<Refusal> Problems()
    {
        if (Participants is < 0 or > 5000) yield return PlacesRefusals.Seats with { About = nameof(Participants) };
        if (Speakers is < 0 or > 5000) yield return PlacesRefusals.Seats with { About = nameof(Speakers) };
        if (Observers is < 0 or > 5000) yield return PlacesRefusals.Seats with { About = nameof(Observers) };
        if (OfferHours is < 1 or > 720) yield return PlacesRefusals.OfferHours with { About = nameof(OfferHours) };
    }
}

public static class PlacesRefusals
{
    public static readonly Refusal Seats = new("places-seats");
    public static readonly Refusal OfferHours = new("places-offer-hours");

    /// <summary>Another role has no seat for somebody who holds one or was asked.</summary>
    public static readonly Refusal RoleFull = new("places-role-full");

    /// <summary>Invited and accepted together would be more than the seats of the role.</summary>
    public static Refusal TooFewSeats(int left) => Refusal.Of("places-too-few-seats", left);
}
