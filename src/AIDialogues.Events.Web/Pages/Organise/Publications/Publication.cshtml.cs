using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publications;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Publications;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>One publication: its text, its files, what may point at somebody, and the button that puts it on the public page.</summary>
public sealed class PublicationModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public PublicationForm Form { get; set; } = new();

    public string Reason { get; private set; } = "";

    public Publication Publication { get; private set; } = null!;

    public Series Series { get; private set; } = null!;

    public IReadOnlyList<Dialogue> Days { get; private set; } = [];

    public IReadOnlyList<FileShown> Files { get; private set; } = [];

    internal IReadOnlyList<PublicationFinding> Findings { get; private set; } = [];

    /// <summary>Words that stand in it and that objections took out of summaries: nobody can answer for them.</summary>
    public IReadOnlyList<string> Barred { get; private set; } = [];

    /// <summary>Somebody answered for all that is found; what is found since then has to be read again.</summary>
    public bool IsProposed => Findings.Count > 0 && Publication.IsProposedFor(Findings.Marks());

    public Guid Me => User.Account();

    private string Here => $"/organise/publications/{Publication.Id}";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        Form = PublicationForm.From(Publication, db.VersionOf(Publication));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (AnyWrong(Form.Details.Problems(), PublicationForm.FieldOf)) return Invalid();
        if (Form.DialogueId is { } day && !Days.Any(d => d.Id.Value == day)) return BadRequest();
        db.ExpectVersion(Publication, Form.Version);
        return await DoneAsync(Publication.Change(Form.Details), texts["Saved."], ct);
    }

    public async Task<IActionResult> OnPostAttachAsync(Guid id, IFormFile? upload, Language language, string? description, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct, withFiles: true)) return NotFound();
        Form = PublicationForm.From(Publication, db.VersionOf(Publication));
        if ((await PublicationUpload.ReadAsync(upload, language, description, ct)).Refused(out var refusal, out var file)) return Refuse(refusal, "upload");
        // A file that took long to arrive must not come after somebody has published what they read without it.
        db.ExpectVersion(Publication, Form.Version);
        return await DoneAsync(Publication.Attach(file), texts["The file is there, without its metadata."], ct);
    }

    public async Task<IActionResult> OnPostDetachAsync(Guid id, Guid file, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct, withFiles: true)) return NotFound();
        db.ExpectVersion(Publication, db.VersionOf(Publication));
        return await DoneAsync(Publication.Detach(new(file)), texts["The file is gone."], ct);
    }

    /// <summary>The first of two people: says why what is found may stand.</summary>
    /// <param name="version">The version that was shown with the button: the reason is about those words.</param>
    public Task<IActionResult> OnPostProposeAsync(Guid id, uint version, string? reason, CancellationToken ct) =>
        AnswerAsync(id, version, reason, () => db.ProposeRiskAsync(Publication, Findings.Marks(), Me, Reason, ct), texts["Kept. Somebody else can publish it now, with a reason of their own."], ct);

    /// <inheritdoc cref="OnPostProposeAsync"/>
    public Task<IActionResult> OnPostPublishAsync(Guid id, uint version, string? reason, CancellationToken ct) =>
        AnswerAsync(id, version, reason, () => db.PublishAsync(Publication, Findings.Marks(), Me, Reason, clock.GetUtcNow(), ct), texts["It is on the public page."], ct);

    public async Task<IActionResult> OnPostTakeOffAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        Publication.TakeOff();
        return await DoneAsync(null, texts["It is off the public page; copies that were taken remain."], ct);
    }

    private async Task<IActionResult> AnswerAsync(Guid id, uint version, string? reason, Func<Task<Refusal?>> answer, string said, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct, withFiles: true)) return NotFound();
        (Reason, Form) = (reason ?? "", PublicationForm.From(Publication, db.VersionOf(Publication)));
        db.ExpectVersion(Publication, version);
        return await DoneAsync(await answer(), said, ct);
    }

    private async Task<IActionResult> DoneAsync(Refusal? refusal, string said, CancellationToken ct)
    {
        if ((refusal ?? await SaveAsync(db, ct)) is { } no) return Refuse(no);
        Said = said;
        return Redirect(Here);
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct, bool withFiles = false)
    {
        var some = db.Publications.Where(p => p.Id == new Id<Publication>(id));
        if (await (withFiles ? some.Include(p => p.Files) : some).FirstOrDefaultAsync(ct) is not { } publication) return false;
        (Publication, Series) = (publication, await db.Series.AsNoTracking().FirstAsync(s => s.Id == publication.SeriesId, ct));
        Days = await db.Dialogues.AsNoTracking().Where(d => d.SeriesId == Series.Id).OrderBy(d => d.Day).Take(Limits.PageSize).ToListAsync(ct);
        Files = await db.FilesOfAsync(publication.Id, ct);
        if (!publication.IsPublished) (Findings, Barred) = (await db.FindingsAsync(publication, ct), await db.BarredInAsync(publication, ct));
        return true;
    }
}
