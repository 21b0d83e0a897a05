using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Consents;

/// <summary>
/// The ledger of two records that become one person, or two again. Lines are copied and added, never moved: each record keeps what was said
/// under its name, and each line is sealed with the key of the person in whose ledger it stands.
/// </summary>
internal static class MergedLedger
{
    /// <summary>
    /// The kept person's ledger gets every line of the other at its own time, chained as it was, so the later word of the two counts. Answers to
    /// quotations stay behind: they belong to words that were asked of the other record, and are asked again.
    /// </summary>
    /// <returns>The copied lines, to be forgotten when the merge is taken back.</returns>
    public static async Task<List<Guid>> CopyLedgerAsync(this EventsDb db, Person from, Person to, CancellationToken ct)
    {
        var lines = await db.ConsentEvents.AsNoTracking().Where(c => c.PersonId == from.Id && c.QuotationId == null).OrderBy(c => c.At).ToListAsync(ct);
        var records = lines.Select(l => l.RecordId).Distinct().ToDictionary(r => r, _ => Guid.NewGuid());
        var copies = new Dictionary<Id<ConsentEvent>, ConsentEvent>();
        // A line is later than the one before it, so that one is copied already.
        foreach (var line in lines) copies[line.Id] = line.In(to.Id, records[line.RecordId], line.PreviousId is { } before ? copies[before].Id : null);
        db.AddRange(copies.Values);
        _ = await db.SaveChangesAsync(ct);
        return [.. copies.Values.Select(c => c.Id.Value)];
    }

    /// <summary>
    /// A line is never taken away: where one would count that is not the kept person's own, a further line says again what they had said; what they were
    /// never asked is refused. What was said since the merge goes back to the other where only their invitation can have been meant. Where either
    /// may have said it, a yes counts for neither and a no for both, and both are asked again.
    /// </summary>
    public static async Task PartLedgersAsync(this EventsDb db, MovedRows moved, DateTimeOffset merged, Person kept, Person gone, DateTimeOffset now, CancellationToken ct)
    {
        var (others, eithers) = (await db.DaysOfAsync(moved.Invitations, ct), await db.DaysOfAsync([.. moved.Clashes.Select(c => c.Strong)], ct));
        var ofOther = (await db.LedgersAsync(gone.Id, ct)).SelectMany(day => day).ToLookup(l => (l.DialogueId, l.Purpose, l.QuotationId));
        foreach (var lines in (await db.LedgersAsync(kept.Id, ct)).SelectMany(day => day).GroupBy(l => (l.DialogueId, l.Purpose, l.QuotationId)))
        {
            bool IsCopied(ConsentEvent line) => moved.CopiedConsents.Contains(line.Id.Value);
            var since = lines.Where(l => l.At > merged && !IsCopied(l) && (others.Contains(lines.Key.DialogueId) || eithers.Contains(lines.Key.DialogueId))).OrderBy(l => l.At).ToList();
            if (others.Contains(lines.Key.DialogueId)) GiveBack(db, since, [.. ofOther[lines.Key]], gone);
            else if (since.Exists(l => l.State != ConsentState.Requested)) AskBoth(db, since, [.. ofOther[lines.Key]], gone, now);
            List<ConsentEvent> own = [.. lines.Where(l => !IsCopied(l) && !since.Contains(l))];
            if (lines.Key.Purpose == ConsentPurpose.ContactAfter && since.Count > 0)
            {
                bool isTheirs = others.Contains(lines.Key.DialogueId);
                await StillNoLettersAsync(db, kept, own, now, ct);
                await StillNoLettersAsync(db, gone, [.. ofOther[lines.Key], .. since.Where(l => isTheirs || !l.State.Allows())], now, ct);
            }

            RestoreOwn(db, [.. lines], own, since, isEithers: eithers.Contains(lines.Key.DialogueId), now);
        }

        _ = await db.SaveChangesAsync(ct);
    }

    internal static async Task<HashSet<Id<Dialogue>>> DaysOfAsync(this EventsDb db, IReadOnlyList<Guid> invitations, CancellationToken ct)
    {
        var ids = invitations.Select(i => new Id<Invitation>(i)).ToList();
        return [.. await db.Invitations.Where(i => ids.Contains(i.Id)).Select(i => i.DialogueId).ToListAsync(ct)];
    }

    /// <summary>What the other said while the two were one stands in their own ledger, chained to what they had said before.</summary>
    private static void GiveBack(EventsDb db, List<ConsentEvent> since, IReadOnlyCollection<ConsentEvent> own, Person gone)
    {
        var last = own.MaxBy(l => l.At);
        foreach (var line in since) _ = db.Add(last = line.In(gone.Id, last?.RecordId ?? line.RecordId, last?.Id));
    }

    private static void AskBoth(EventsDb db, List<ConsentEvent> since, IReadOnlyCollection<ConsentEvent> ofOther, Person gone, DateTimeOffset now)
    {
        // Whoever was never asked has an open question anyway; a no may be theirs all the same.
        if (ofOther.MaxBy(l => l.At) is not { } last)
        {
            if (since[0].QuotationId is null && since.FindLast(IsNo) is { } no) GiveBack(db, [no], ofOther, gone);
            return;
        }

        if (HasNo(since) && new Choices(ofOther, now).Last(last.Purpose, last.QuotationId) is { } standing && standing.State.Allows()) _ = db.Add(last = standing.Again(ConsentState.Withdrawn, last, now));
        _ = db.Add(last.Again(ConsentState.Requested, last, now));
    }

    private static void RestoreOwn(EventsDb db, List<ConsentEvent> all, List<ConsentEvent> own, List<ConsentEvent> since, bool isEithers, DateTimeOffset now)
    {
        var (purpose, quotation, last) = (all[0].Purpose, all[0].QuotationId, all.MaxBy(l => l.At)!);
        if (new Choices(all, now).Last(purpose, quotation) is not { } counting || own.Contains(counting)) return;
        var before = new Choices(own, now).Last(purpose, quotation);
        var state = isEithers && HasNo(since) ? ConsentState.Refused : before?.State ?? ConsentState.Refused;
        _ = db.Add(last = (before ?? counting).Again(state, last, now));
        if (since.Count > 0 && isEithers) _ = db.Add(last.Again(ConsentState.Requested, last, now));
    }

    /// <summary>A yes to letters takes an opt-out back; said by the one, it is not to undo the other's no.</summary>
    private static async Task StillNoLettersAsync(EventsDb db, Person person, IReadOnlyCollection<ConsentEvent> said, DateTimeOffset now, CancellationToken ct)
    {
        if (new Choices(said, now).Last(ConsentPurpose.ContactAfter) is { } last && !last.State.Allows()) await db.OptOutAsync(person.Id, now, ct);
    }

    private static bool HasNo(List<ConsentEvent> said) => said.Exists(IsNo);

    private static bool IsNo(ConsentEvent line) => line.State is ConsentState.Refused or ConsentState.Withdrawn;
}
