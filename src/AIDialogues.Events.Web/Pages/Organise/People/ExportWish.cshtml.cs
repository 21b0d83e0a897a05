using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>One wish to take the directory out: another organiser decides it, and who asked fetches it once.</summary>
public sealed class ExportWishModel(EventsDb db, RosterExports exports, StepUp stepUp, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public RosterLine Line { get; private set; } = null!;

    public int Count { get; private set; }

    public bool IsOwn => Line.Export.AskedBy == User.Account();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAllowAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        if (await stepUp.CheckAsync(User, Password, Code) is { } wrong) return Refuse(wrong, nameof(Password));
        return await DecideAsync(allow: true, texts["Allowed. {0} can fetch the list once, in the next 15 minutes.", Line.AskedBy], ct);
    }

    // No password: whoever sees something wrong must be able to stop it at once.
    public async Task<IActionResult> OnPostRefuseAsync(CancellationToken ct) =>
        await LoadAsync(ct) ? await DecideAsync(allow: false, texts["Refused. All organisers see it."], ct) : NotFound();

    public async Task<IActionResult> OnPostDownloadAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        if ((await exports.TakeAsync(new(Id), User.Account(), ct)).Refused(out var refusal, out var taken)) return Refuse(refusal);
        return File(PeopleSheet.Of(taken.People, RosterMark.Of(User, taken.Export), texts), PeopleSheet.CsvType, $"people-{taken.Export.Id.ToString()[..8]}.csv");
    }

    private async Task<IActionResult> DecideAsync(bool allow, string said, CancellationToken ct)
    {
        if (await exports.DecideAsync(new Id<RosterExport>(Id), User.Account(), allow, ct) is { } refusal) return Refuse(refusal);
        Said = said;
        return Redirect($"/organise/people/export/{Id}");
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await db.RosterExportAsync(new(Id), clock.GetUtcNow(), ct) is not { } line) return false;
        Line = line;
        Count = line.Export.People ?? await db.MayLeave(line.Export.Filter).CountAsync(ct);
        return true;
    }
}
