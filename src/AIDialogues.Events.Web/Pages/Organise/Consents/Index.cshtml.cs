using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Consents;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The ledger of a day as a matrix, person by purpose; each cell opens its history.</summary>
public sealed class ConsentLedgerModel(EventsDb db, TimeProvider clock, ConsentSettings settings, SiteOptions site, T texts) : EventsPage
{
    /// <summary>Only people whose answer a publication would need and who have not given one that holds.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Missing { get; set; }

    /// <summary>Only people who are not invited any more, or were erased: what they said stays proven.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Past { get; set; }

    public LedgerMatrix Matrix { get; private set; } = null!;

    public IReadOnlyList<LedgerRow> Lacking { get; private set; } = [];

    public IReadOnlyList<LedgerRow> Rows => Past ? Matrix.Past : Missing ? Lacking : Matrix.Rows;

    public int AskedAgain => Matrix.Rows.Count(r => Matrix.Purposes.Purposes.Any(p => AgainFor(r, p) is not null));

    public AskAgain? AgainFor(LedgerRow row, ConsentPurpose purpose) => Past ? null : row.Choices.AskedAgain(purpose, Matrix.Dialogue.Rule, ConsentTexts.VersionOf(purpose));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    /// <summary>Notes that everybody who lacks an answer is asked (again); their pages say so, no answer changes, no letter leaves.</summary>
    public async Task<IActionResult> OnPostAskAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == Matrix.Dialogue.SeriesId, ct);
        var act = new ConsentAct(ConsentSource.Organiser, ConsentMethod.LinkForm, settings.Of(series, site));
        int asked = 0;
        foreach (var row in Lacking)
        {
            if (row.Invitation is not { } invitation) continue;
            var wishes = ConsentTerms.ForPublication.Where(p => Matrix.Purposes.Asks(p) && (row.Choices.Of(p) is null || AgainFor(row, p) is not null))
                .Select(p => new ConsentWish(p, null, row.Person.Language.Saying(() => texts.Notice(p, Matrix.Dialogue.Rule)))).ToList();
            // A rule or a set of purposes that changed this very moment asks everybody again by itself.
            if (!(await db.RecordAsync(invitation, Matrix.Dialogue, wishes, act, clock.GetUtcNow(), ct)).Refused(out _, out int added) && added > 0) asked++;
        }

        Said = texts.Count(asked, "{0} person is asked again on their own page.", "{0} people are asked again on their own page.");
        return RedirectToPage(new { id, missing = true });
    }

    /// <summary>Every line of the day with names: taken by a POST, so that it is an entry in the chain and no link of another site fetches it.</summary>
    public async Task<IActionResult> OnPostDownloadAsync(Guid id, CancellationToken ct) =>
        await LoadAsync(id, ct) ? File(LedgerFile.Of(Matrix), LedgerFile.Type, $"consents-{Matrix.Dialogue.Day:yyyy-MM-dd}.csv") : NotFound();

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.LedgerMatrixAsync(new(id), clock.GetUtcNow(), ct) is not { } matrix) return false;
        Matrix = matrix;
        Lacking = [.. matrix.Rows.Where(r => r.LacksForPublication(matrix.Purposes, matrix.Dialogue.Rule, ConsentTexts.VersionOf))];
        return true;
    }
}
