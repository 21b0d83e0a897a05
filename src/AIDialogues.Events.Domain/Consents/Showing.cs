namespace AIDialogues.Events.Domain;

/// <summary>What of a person may become visible.</summary>
public enum Shown
{
    Name,
    Affiliation,
    Photo,
    Quotation,
    Contact,
}

/// <summary>Where something of a person may become visible.</summary>
public enum ShownPlace
{
    PublicPage,
    Feed,
    PublicData,
    Calendar,
    ParticipantsList,
    Badge,
    ListExport,
    ListMail,
}

/// <summary>
/// The one rule of showing: may this be shown of somebody, in this place, at this moment? The database asks the same in one SQL form
/// (Data/Consents/Showings.cs); a test holds the two equal over random histories.
/// </summary>
public static class Showing
{
    /// <summary>Which consents it takes, all of them for one and the same day; empty: it is never shown there.</summary>
    public static IReadOnlyList<ConsentPurpose> Needs(Shown what, ShownPlace place) => (what, IsPublic(place)) switch
    {
        (Shown.Name, true) => [ConsentPurpose.NamedPublicly],
        (Shown.Affiliation, true) => [ConsentPurpose.NamedPublicly, ConsentPurpose.AffiliationShown],
        (Shown.Photo, true) => [ConsentPurpose.Photographed],
        (Shown.Quotation, true) => [ConsentPurpose.Quoted],
        (Shown.Name, false) => [ConsentPurpose.ParticipantsList],
        (Shown.Affiliation, false) => [ConsentPurpose.ParticipantsList, ConsentPurpose.AffiliationShown],
        (Shown.Contact, false) => [ConsentPurpose.ParticipantsList, ConsentPurpose.ShareContact],
        _ => [],
    };

    /// <summary>Open to everybody, or only in the hands of those who take part.</summary>
    public static bool IsPublic(ShownPlace place) => place is ShownPlace.PublicPage or ShownPlace.Feed or ShownPlace.PublicData or ShownPlace.Calendar;

    /// <param name="moment">Now, or a time to come: what runs out before it no longer counts.</param>
    /// <param name="ledger">The person's lines for this day.</param>
    /// <param name="quotation">Whose words, when a quotation is asked about: it needs a yes of its own beside the general one.</param>
    public static bool Allows(Shown what, ShownPlace place, DateTimeOffset moment, Person person, InvitationState invitation, Rule rule, IReadOnlyCollection<ConsentEvent> ledger, Id<Quotation>? quotation = null)
    {
        var choices = new Choices(ledger, moment);
        var needs = Needs(what, place);
        if (person.RestrictedAt is not null || person.ErasedAt is not null || invitation != InvitationState.Accepted || needs.Count == 0 || choices.RefusesRule()) return false;
        // Off the record nothing is quoted, whatever was said to it.
        if (what == Shown.Quotation && (quotation is null || rule == Rule.OffTheRecord || !choices.Covers(ConsentPurpose.Quoted, rule, quotation))) return false;
        return needs.All(purpose => choices.Covers(purpose, rule, null));
    }

    /// <summary>Who does not take the rule does not take part, whatever else was allowed.</summary>
    public static bool RefusesRule(this Choices choices) => choices.Last(ConsentPurpose.AttendUnderRule) is { } line && !line.State.Allows();

    private static bool Covers(this Choices choices, ConsentPurpose purpose, Rule rule, Id<Quotation>? quotation) =>
        choices.Allows(purpose, quotation) && choices.AskedAgain(purpose, rule, noticeVersion: 0, quotation) != AskAgain.RuleChanged;

    /// <summary>Everything that can be shown of somebody somewhere, for previews.</summary>
    public static IEnumerable<(Shown What, ShownPlace Place)> All =>
        from what in Enum.GetValues<Shown>() from place in Enum.GetValues<ShownPlace>() where Needs(what, place).Count > 0 select (what, place);
}
