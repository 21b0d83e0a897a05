using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Consents;

/// <summary>What somebody wants: true gives, false refuses or takes back; null asks (again).</summary>
public sealed record ConsentWish(ConsentPurpose Purpose, bool? Given, Notice Notice)
{
    public Id<Quotation>? Quotation { get; init; }
}

/// <summary>Adds lines to the ledger and reads them. Two browsers of one person take turns, so the last tap is also the last line.</summary>
public static class ConsentLedger
{
    public static Task<List<ConsentEvent>> LedgerAsync(this EventsDb db, Id<Person> person, Id<Dialogue> dialogue, CancellationToken ct) =>
        db.ConsentEvents.AsNoTracking().Where(c => c.PersonId == person && c.DialogueId == dialogue).OrderBy(c => c.At).ToListAsync(ct);

    /// <summary>Every line of a person, by day.</summary>
    internal static async Task<ILookup<Id<Dialogue>, ConsentEvent>> LedgersAsync(this EventsDb db, Id<Person> person, CancellationToken ct) =>
        (await db.ConsentEvents.AsNoTracking().Where(c => c.PersonId == person).ToListAsync(ct)).ToLookup(c => c.DialogueId);

    public static async Task<PurposeSet> PurposesAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct) =>
        new(await db.AskedPurposes.AsNoTracking().Where(p => p.DialogueId == dialogue).ToListAsync(ct));

    /// <summary>
    /// Sets which purposes a day asks for. Looked at in the turn that sending takes too: once the first letter is written, only more can be asked. Two
    /// organisers who save at once: the second is told to read again.
    /// </summary>
    public static async Task<Refusal?> AskForAsync(this EventsDb db, Id<Dialogue> dialogue, IReadOnlyDictionary<ConsentPurpose, int?> wanted, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.TakeTurnAsync(dialogue, ct);
        var before = await db.AskedPurposes.AsNoTracking().Where(p => p.DialogueId == dialogue).ToListAsync(ct);
        if (new PurposeSet(before).Check(wanted, await db.HasLetterAsync(dialogue, ct)) is { } refusal) return refusal;
        _ = await db.AskedPurposes.Where(p => p.DialogueId == dialogue).ExecuteDeleteAsync(ct);
        db.AddRange(wanted.Select(w => AskedPurpose.Of(dialogue, w.Key, w.Value, before.Find(b => b.Purpose == w.Key)?.Since ?? now)));
        try
        {
            _ = await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.Refusal() is not null)
        {
            db.ChangeTracker.Clear();
            return Violations.ChangedMeanwhile;
        }

        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Whether a letter was written to anybody about the day.</summary>
    public static Task<bool> HasLetterAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct) =>
        db.Letters.AnyAsync(l => db.Invitations.Any(i => i.Id == l.InvitationId && i.DialogueId == dialogue), ct);

    /// <summary>Whether the person said no to the rule of the day: then no acceptance counts.</summary>
    public static async Task<bool> RefusesRuleAsync(this EventsDb db, Invitation invitation, DateTimeOffset now, CancellationToken ct) =>
        new Choices(await db.LedgerAsync(invitation.PersonId, invitation.DialogueId, ct), now).RefusesRule();

    /// <summary>
    /// Records what was changed, in one transaction. What already stands so adds no line; a yes to a question that was put again renews.
    /// Who refuses the rule of the day no longer counts among those who accepted or wait for a seat; who takes back the consent to needs has them erased. What the day
    /// asks for and its rule are looked at again in the person's turn: under another rule, or for a purpose no longer asked, nothing is recorded,
    /// but that a yes which stands is taken back.
    /// </summary>
    /// <returns>How many lines were added.</returns>
    public static async Task<Result<int>> RecordAsync(this EventsDb db, Invitation invitation, Dialogue dialogue, IReadOnlyList<ConsentWish> wishes, ConsentAct act, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var person = await db.TakeTurnAsync(invitation, ct);
        var ledger = await db.LedgerAsync(person, invitation.DialogueId, ct);
        if (await db.Dialogues.Where(d => d.Id == dialogue.Id).Select(d => d.Rule).SingleAsync(ct) != dialogue.Rule) return ConsentRefusals.RuleChangedMeanwhile;
        var purposes = await db.PurposesAsync(dialogue.Id, ct);
        var standing = new Choices(ledger, now);
        // The words of a quotation are a question of their own; a yes that stands can be taken back whatever is asked now.
        if (wishes.Any(w => w.Quotation is null && !purposes.Asks(w.Purpose) && !(w.Given is false && standing.Allows(w.Purpose)))) return ConsentRefusals.PurposesChangedMeanwhile;
        if (dialogue.Rule == Rule.OffTheRecord && wishes.Any(w => w.Quotation is not null && w.Given is true)) return QuotationRefusals.OffTheRecord;
        if (await db.OverridesOwnWordAsync(person, dialogue, standing, wishes, act.SaidOn, ct)) return ConsentRefusals.OverriddenByOwn;
        var added = new List<ConsentEvent>();
        foreach (var wish in wishes)
        {
            var previous = ledger.Where(e => e.Purpose == wish.Purpose && e.QuotationId == wish.Quotation).MaxBy(e => e.At);
            if (Next(standing, wish, dialogue.Rule) is not { } state || (state == ConsentState.Requested && previous?.State == state)) continue;
            var question = new ConsentQuestion(person, dialogue.Id, wish.Purpose, wish.Notice)
            {
                Rule = dialogue.Rule, ValidMonths = purposes.ValidMonths(wish.Purpose), Quotation = wish.Quotation,
            };
            // Words that are somebody's own stand in the line, under their key.
            if (wish.Quotation is null) await db.KeepAsync(wish.Notice, wish.Purpose, now, ct);
            added.Add(ConsentEvent.After(previous, question, state, act, now));
        }

        db.AddRange(added);
        await db.TakeEffectAsync(person, dialogue, added, new([.. ledger, .. added], now), act.Source, now, ct);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return added.Count;
    }

    /// <summary>
    /// Says what somebody needs, where their consent allows it at this moment: a consent taken back in another browser is seen first, and none
    /// that is taken back later leaves these words behind.
    /// </summary>
    public static async Task<Refusal?> SayNeedsAsync(this EventsDb db, Invitation invitation, string? diet, string? access, string? other, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var person = await db.TakeTurnAsync(invitation, ct);
        var choices = new Choices(await db.LedgerAsync(person, invitation.DialogueId, ct), now);
        var said = await db.Needs.FirstOrDefaultAsync(n => n.PersonId == person && n.DialogueId == invitation.DialogueId, ct);
        var needs = said ?? Needs.Of(person, invitation.DialogueId);
        if (needs.Change(diet, access, other, choices) is { } refusal) return refusal;
        if (said is null) _ = db.Add(needs);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Lets the browsers of one person, and a merge of two records, take turns.</summary>
    /// <returns>Whose ledger it is now: the kept record's, where two became one while this waited.</returns>
    private static async Task<Id<Person>> TakeTurnAsync(this EventsDb db, Invitation invitation, CancellationToken ct)
    {
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.invitations WHERE id = {invitation.Id.Value} FOR UPDATE", ct);
        var owner = await db.Database.SqlQuery<Guid>($"SELECT coalesce(p.merged_into_id, p.id) AS \"Value\" FROM events.invitations i JOIN events.people p ON p.id = i.person_id WHERE i.id = {invitation.Id.Value}").ToListAsync(ct);
        return new(owner.Single());
    }

    /// <summary>
    /// Whether a yes that is noted later was said before the person's own last word, a no, or on its day: by which hour it came then nobody can say. A no
    /// is always taken.
    /// </summary>
    private static async Task<bool> OverridesOwnWordAsync(this EventsDb db, Id<Person> person, Dialogue dialogue, Choices standing, IReadOnlyList<ConsentWish> wishes, DateOnly? saidOn, CancellationToken ct)
    {
        if (saidOn is not { } said) return false;
        bool IsOlder(DateTimeOffset own) => said <= DateOnly.FromDateTime(dialogue.Zone.Local(own).DateTime);
        var yeses = wishes.Where(w => w.Given is true).ToList();
        if (yeses.Exists(w => standing.LastOwn(w.Purpose, w.Quotation) is { } own && !own.State.Allows() && IsOlder(own.At))) return true;
        // Asking in one step for no more letters is a word too, beside the ledger.
        return yeses.Exists(w => w.Purpose == ConsentPurpose.ContactAfter)
            && await db.OptOuts.Where(o => o.PersonId == person).Select(o => (DateTimeOffset?)o.At).MaxAsync(ct) is { } optedOut && IsOlder(optedOut);
    }

    /// <summary>The state of the next line; null when none is needed.</summary>
    private static ConsentState? Next(Choices standing, ConsentWish wish, Rule rule)
    {
        var state = standing.Of(wish.Purpose, wish.Quotation);
        var again = standing.AskedAgain(wish.Purpose, rule, wish.Notice.Version, wish.Quotation);
        return wish.Given switch
        {
            null => ConsentState.Requested,
            true when state is null or ConsentState.Refused or ConsentState.Withdrawn => ConsentState.Given,
            true => again is null ? null : ConsentState.Renewed,
            false when state is null => ConsentState.Refused,
            false when state is ConsentState.Refused or ConsentState.Withdrawn => again is null ? null : ConsentState.Refused,
            false => ConsentState.Withdrawn,
        };
    }

    private static async Task KeepAsync(this EventsDb db, Notice notice, ConsentPurpose purpose, DateTimeOffset now, CancellationToken ct) => _ = await db.Database.ExecuteSqlAsync($"""
        INSERT INTO events.notices (sha256, words, language, purpose, version, first_used_at)
        VALUES ({notice.Sha256}, {notice.Words}, {notice.Language.ToString()}, {purpose.ToString()}, {notice.Version}, {now}) ON CONFLICT DO NOTHING
        """, ct);

    private static async Task TakeEffectAsync(this EventsDb db, Id<Person> person, Dialogue dialogue, List<ConsentEvent> added, Choices choices, ConsentSource source, DateTimeOffset now, CancellationToken ct)
    {
        // The letters about the next dialogues are those that an opt-out stops; the later word of the two counts.
        if (added.Exists(line => line.Purpose == ConsentPurpose.ContactAfter && line.State != ConsentState.Requested))
        {
            if (choices.Allows(ConsentPurpose.ContactAfter)) await db.OptInAsync(person, ct);
            else await db.OptOutAsync(person, now, ct);
        }

        if (!choices.Allows(ConsentPurpose.DietAndAccess))
        {
            // Also what was said under a record that was merged into theirs since.
            var records = (await db.RecordsOfAsync(person.Value, ct)).ConvertAll(r => new Id<Person>(r));
            _ = await db.Needs.Where(n => records.Contains(n.PersonId) && n.DialogueId == dialogue.Id).ExecuteDeleteAsync(ct);
        }

        if (!choices.RefusesRule()) return;
        var row = await db.Invitations.SingleAsync(i => i.PersonId == person && i.DialogueId == dialogue.Id, ct);
        await db.Entry(row).ReloadAsync(ct);
        // After the day an answer changes nothing any more: the line stands by itself.
        if (row.State is not (InvitationState.Accepted or InvitationState.Waitlisted or InvitationState.Offered)) return;
        var no = new AnswerGiven(AnswerKind.Decline);
        if (source == ConsentSource.Link) no = await db.AsItCameAsync(row, dialogue, no, now, ct);
        if (row.Answer(no, dialogue, seatFree: true, now) is not null) return;
        _ = db.Add(TimelineEntry.Of(row, TimelineKind.Declined, source == ConsentSource.Link ? TimelineActor.Invitee : TimelineActor.Organiser, now));
    }
}
