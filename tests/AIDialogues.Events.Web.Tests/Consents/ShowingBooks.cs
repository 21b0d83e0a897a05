using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Tests.Consents;

/// <summary>Who said what, kept as plainly as possible: the last word per purpose, its end and its rule. Shares no code with the rule it is held against.</summary>
internal sealed class ShowingBooks
{
    private readonly Dictionary<(ConsentPurpose Purpose, Guid? Quotation), Word> _last = [];

    public bool TakesPart { get; set; } = true;

    public bool IsRestricted { get; set; }

    public void Say(ConsentPurpose purpose, bool yes, DateTimeOffset until, Rule rule, Guid? quotation) => _last[(purpose, quotation)] = new(yes, until, rule, DateTimeOffset.MinValue, Asked: false);

    /// <summary>The same through the doors, where an answer that stands and is not asked again is no new one.</summary>
    /// <returns>Whether it is a new word.</returns>
    public bool Hear(ConsentPurpose purpose, bool yes, int months, Rule rule, Guid? quotation, DateTimeOffset now)
    {
        bool stands = _last.TryGetValue((purpose, quotation), out var last) && last.Yes == yes && (!yes || now < last.Until) && !last.Asked && (last.Rule == rule || purpose is not (ConsentPurpose.AttendUnderRule or ConsentPurpose.Quoted));
        if (!stands) _last[(purpose, quotation)] = new(yes, purpose == ConsentPurpose.AttendUnderRule ? DateTimeOffset.MaxValue : now.AddMonths(months), rule, now, Asked: false);
        return !stands;
    }

    public ShowingBooks Copy()
    {
        var copy = new ShowingBooks { TakesPart = TakesPart, IsRestricted = IsRestricted };
        foreach (var (about, word) in _last) copy._last[about] = word;
        return copy;
    }

    /// <summary>Of two who are one, the later word counts; what was said to words of the other is left.</summary>
    public void TakeIn(ShowingBooks other)
    {
        foreach (var (about, word) in other._last)
            if (about.Quotation is null && (!_last.TryGetValue(about, out var own) || own.At < word.At)) _last[about] = word;
    }

    /// <summary>Somebody said it, this one or another: a no counts, a yes does not, and it is asked again.</summary>
    public void Doubt(ConsentPurpose purpose, bool yes)
    {
        if (_last.TryGetValue((purpose, null), out var own)) _last[(purpose, null)] = own with { Yes = own.Yes && yes, Asked = true };
        else if (!yes) _last[(purpose, null)] = new(false, DateTimeOffset.MaxValue, default, DateTimeOffset.MinValue, Asked: true);
    }

    /// <summary>Of two who are two again: what was only ever said by the other, or by either, the kept one has refused.</summary>
    public void RefuseUnasked(ConsentPurpose purpose)
    {
        if (!_last.ContainsKey((purpose, null))) _last[(purpose, null)] = new(false, DateTimeOffset.MaxValue, default, DateTimeOffset.MinValue, Asked: false);
    }

    public IEnumerable<ConsentPurpose> Purposes => _last.Keys.Where(k => k.Quotation is null).Select(k => k.Purpose).ToList();

    public bool Allows(Shown what, bool isPublic, DateTimeOffset moment, Rule rule)
    {
        if (!TakesPart || IsRestricted || (_last.TryGetValue((ConsentPurpose.AttendUnderRule, null), out var attends) && !attends.Yes)) return false;
        bool Stands(ConsentPurpose purpose) => _last.TryGetValue((purpose, null), out var last) && last.Yes && moment < last.Until;
        return (what, isPublic) switch
        {
            (Shown.Name, true) => Stands(ConsentPurpose.NamedPublicly),
            (Shown.Affiliation, true) => Stands(ConsentPurpose.NamedPublicly) && Stands(ConsentPurpose.AffiliationShown),
            (Shown.Photo, true) => Stands(ConsentPurpose.Photographed),
            (Shown.Quotation, true) => rule != Rule.OffTheRecord && Stands(ConsentPurpose.Quoted) && _last[(ConsentPurpose.Quoted, null)].Rule == rule
                && _last.Any(l => l.Key.Purpose == ConsentPurpose.Quoted && l.Key.Quotation is not null && l.Value.Yes && moment < l.Value.Until && l.Value.Rule == rule),
            (Shown.Name, false) => Stands(ConsentPurpose.ParticipantsList),
            (Shown.Affiliation, false) => Stands(ConsentPurpose.ParticipantsList) && Stands(ConsentPurpose.AffiliationShown),
            (Shown.Contact, false) => Stands(ConsentPurpose.ParticipantsList) && Stands(ConsentPurpose.ShareContact),
            _ => false,
        };
    }

    private sealed record Word(bool Yes, DateTimeOffset Until, Rule Rule, DateTimeOffset At, bool Asked);
}
