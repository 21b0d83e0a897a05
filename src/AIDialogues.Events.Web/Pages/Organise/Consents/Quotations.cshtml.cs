using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Consents;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Exact words that people are asked to be quoted with; each is approved, refused or taken back by the person alone.</summary>
public sealed class QuotationsModel(EventsDb db, TimeProvider clock, ConsentSettings settings, SiteOptions site, T texts) : EventsPage
{
    [BindProperty]
    public Guid Key { get; set; } = Guid.NewGuid();

    [BindProperty]
    public Guid? Person { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public Language Language { get; set; } = Language.English;

    public LedgerMatrix Matrix { get; private set; } = null!;

    public IReadOnlyList<(Quotation Quotation, LedgerRow Row)> Quotations { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        Language = texts.Language;
        return await LoadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (Matrix.Rows.FirstOrDefault(r => r.Person.Id.Value == Person) is not { Invitation: { } invitation } row) return Refuse(QuotationRefusals.PersonMissing, nameof(Person));
        if (Quotations.Count(q => q.Row == row) >= Quotation.MostPerPerson) return Refuse(QuotationRefusals.TooMany);
        if (Quotation.Ask(invitation, Matrix.Dialogue.Rule, Words, Language, clock.GetUtcNow(), new(Key)).Refused(out var refusal, out var quotation)) return Refuse(refusal, nameof(Words));
        // Both or neither: a quotation that nobody was asked about would be called asked when the form is sent again.
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = db.Add(quotation);
        // Sent twice it is one request: the form's key is its id.
        if (await SaveAsync(db, ct) is null && await AskAsync(invitation, row.Person, quotation, ct) is { } changed) return Refuse(changed);
        await transaction.CommitAsync(ct);
        Said = texts["{0} is asked on their own page; nothing is quoted before they approve.", row.Person.Name];
        return RedirectToPage(new { id });
    }

    private async Task<Refusal?> AskAsync(Invitation invitation, Person person, Quotation quotation, CancellationToken ct)
    {
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == Matrix.Dialogue.SeriesId, ct);
        var wish = new ConsentWish(ConsentPurpose.Quoted, null, person.Language.Saying(() => texts.Notice(quotation))) { Quotation = quotation.Id };
        return (await db.RecordAsync(invitation, Matrix.Dialogue, [wish], new(ConsentSource.Organiser, ConsentMethod.LinkForm, settings.Of(series, site)), clock.GetUtcNow(), ct)).Refused(out var refusal, out _) ? refusal : null;
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.LedgerMatrixAsync(new(id), clock.GetUtcNow(), ct) is not { } matrix) return false;
        Matrix = matrix;
        var asked = await db.Quotations.AsNoTracking().Where(q => q.DialogueId == matrix.Dialogue.Id).OrderByDescending(q => q.AskedAt).ToListAsync(ct);
        Quotations = [.. from quotation in asked join row in matrix.Rows on quotation.PersonId equals row.Person.Id select (quotation, row)];
        return true;
    }
}
