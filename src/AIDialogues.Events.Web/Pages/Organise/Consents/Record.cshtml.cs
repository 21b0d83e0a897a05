using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Consents;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>One person and purpose: every line with its proof, what hangs on it, and the form for an answer that came on paper or by telephone.</summary>
public sealed class ConsentRecordModel(EventsDb db, TimeProvider clock, ConsentSettings settings, SiteOptions site, T texts) : EventsPage
{
    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public ConsentMethod? Method { get; set; }

    [BindProperty]
    public string? Witness { get; set; }

    [BindProperty]
    public string? Evidence { get; set; }

    /// <summary>The day of the paper or the call; it may lie before something that the person has said themselves since.</summary>
    [BindProperty]
    public DateOnly? SaidOn { get; set; }

    public DateOnly Today => DateOnly.FromDateTime(Dialogue.Zone.Local(clock.GetUtcNow()).DateTime);

    /// <summary>The mark of the words that the page showed to be put to the person.</summary>
    [BindProperty]
    public string? Shown { get; set; }

    public Dialogue Dialogue { get; private set; } = null!;

    public Person Person { get; private set; } = null!;

    /// <summary>Null: it was never answered and is purged.</summary>
    public Invitation? Invitation { get; private set; }

    public ConsentPurpose Purpose { get; private set; }

    /// <summary>Whether the day still asks for the purpose; where it does not, a yes that stands can only be taken back.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Whether there is an answer that somebody could still give.</summary>
    public bool TakesAnswers => Person.ErasedAt is null && Invitation is not null && (IsAsked || Choices.Allows(Purpose));

    public IReadOnlyList<ConsentEvent> Lines { get; private set; } = [];

    public Choices Choices { get; private set; } = null!;

    /// <summary>The words that are put to the person, in the person's language.</summary>
    public Notice Notice { get; private set; } = null!;

    public IReadOnlyList<Visible> Visible { get; private set; } = [];

    /// <summary>What is shown now and would not be if the purpose were withdrawn: the rule carries everything.</summary>
    public IReadOnlyList<Visible> Affected => [.. Visible.Where(v => Purpose == ConsentPurpose.AttendUnderRule || Showing.Needs(v.What, v.Places[0]).Contains(Purpose))];

    public async Task<IActionResult> OnGetAsync(Guid id, Guid person, ConsentPurpose purpose, CancellationToken ct) => await LoadAsync(id, person, purpose, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, Guid person, ConsentPurpose purpose, CancellationToken ct)
    {
        if (!await LoadAsync(id, person, purpose, ct) || Person.ErasedAt is not null || Invitation is not { } invitation) return NotFound();
        if (Shown != Notice.Mark) return Refuse(ConsentRefusals.WordsChangedMeanwhile);
        if (Answer is not ("yes" or "no")) return Refuse(ConsentRefusals.AnswerMissing, nameof(Answer));
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == Dialogue.SeriesId, ct);
        if (SaidOn is not { } said) return Refuse(ConsentRefusals.SaidOnMissing, nameof(SaidOn));
        if (said > Today) return Refuse(ConsentRefusals.SaidOnToCome, nameof(SaidOn));
        if (ConsentAct.OnBehalf(Method ?? ConsentMethod.LinkForm, Witness, Evidence, settings.Of(series, site), said).Refused(out var refusal, out var act)) return Refuse(refusal);
        int before = Visible.Count;
        if ((await db.RecordAsync(invitation, Dialogue, [new(purpose, Answer == "yes", Notice)], act, clock.GetUtcNow(), ct)).Refused(out var changed, out int added)) return Refuse(changed);
        int after = (await db.VisibleAsync([Dialogue.Id], clock.GetUtcNow(), ct, Person.Id)).Count;
        Said = added == 0 ? texts["This answer stood already; nothing was added."]
            : texts["Recorded. Visible of {0} before: {1}, now: {2}.", Person.Name, before, after];
        return RedirectToPage(new { id, person, purpose });
    }

    private async Task<bool> LoadAsync(Guid id, Guid person, ConsentPurpose purpose, CancellationToken ct)
    {
        var found = await (from one in db.People.IgnoreQueryFilters()
                           from dialogue in db.Dialogues
                           from invitation in db.Invitations.Where(i => i.DialogueId == dialogue.Id && i.PersonId == one.Id).DefaultIfEmpty()
                           where dialogue.Id == new Id<Dialogue>(id) && one.Id == new Id<Person>(person) && one.MergedIntoId == null
                           select new { invitation, one, dialogue }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return false;
        (Dialogue, Person, Invitation, Purpose) = (found.dialogue, found.one, found.invitation, purpose);
        var ledger = await db.LedgerAsync(Person.Id, Dialogue.Id, ct);
        (Choices, Lines) = (new(ledger, clock.GetUtcNow()), [.. ledger.Where(e => e.Purpose == purpose).Reverse()]);
        // Whoever is not invited any more, and what is not asked any more, has a page for what was said before.
        IsAsked = (await db.PurposesAsync(Dialogue.Id, ct)).Asks(purpose);
        bool isPast = Person.ErasedAt is not null || Invitation is null or { State: InvitationState.Withdrawn } || !IsAsked;
        if (isPast && Lines.Count == 0) return false;
        Notice = Person.Language.Saying(() => texts.Notice(purpose, Dialogue.Rule));
        Visible = await db.VisibleAsync([Dialogue.Id], clock.GetUtcNow(), ct, Person.Id);
        return true;
    }
}
