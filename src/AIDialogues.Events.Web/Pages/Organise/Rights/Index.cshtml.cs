using AIDialogues.Events.Data;
using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Data.Rights;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Audit;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Rights;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What people asked about their data: erasures that wait, restrictions, objections. An organiser may plan an erasure that was asked by paper.</summary>
public sealed class RightsModel(EventsDb db, PersonRights rights, TimeProvider clock, SiteOptions site, T texts) : EventsPage
{
    /// <summary>What was typed, for as long as it is refused.</summary>
    public string Email { get; private set; } = "";

    /// <summary>How the wish came; whatever takes a protection away needs to say it, and its entry in the chain keeps it.</summary>
    [BindProperty]
    public AnswerSource? Source { get; set; }

    public IReadOnlyList<RightsLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Lines = await db.RightsAsync(Limits.PageSize, ct);

    public Task<IActionResult> OnPostEraseAsync(string? email, CancellationToken ct) => ForAsync(email, async person =>
    {
        if ((await rights.EraseAsync(person.Id, ErasureCause.Organiser, ct)).Refused(out var refusal, out string? receipt)) return refusal;
        Said = texts["{0} will be erased in three days. The proof for them: /erasure/{1}", person.Name, receipt];
        return null;
    }, ct);

    public Task<IActionResult> OnPostRestrictAsync(string? email, CancellationToken ct) => ForAsync(email, async person =>
    {
        if (await rights.RestrictAsync(person, lift: false, ct) is { } refusal) return refusal;
        Said = texts["{0} is on no list and no public page of experts, and gets no letter any more but what is owed about a day they accepted. Look yourself whether a published text names them.", person.Name];
        return null;
    }, ct);

    public Task<IActionResult> OnPostLiftAsync(string? email, CancellationToken ct) => ForAsync(email, async person =>
    {
        if (Source is null) return RightsRefusals.SourceMissing;
        if (await rights.RestrictAsync(person, lift: true, ct) is { } refusal) return refusal;
        Said = texts["The restriction for {0} is lifted.", person.Name];
        return null;
    }, ct);

    public Task<IActionResult> OnPostObjectAsync(string? email, CancellationToken ct) => ForAsync(email, async person =>
    {
        if (await rights.ObjectAsync(person, lift: false, ct) is { } refusal) return refusal;
        Said = texts["{0} is not invited any more and gets no letter but what is owed about a day they accepted.", person.Name];
        return null;
    }, ct);

    public Task<IActionResult> OnPostLiftObjectionAsync(string? email, CancellationToken ct) => ForAsync(email, async person =>
    {
        if (Source is null) return RightsRefusals.SourceMissing;
        if (await rights.ObjectAsync(person, lift: true, ct) is { } refusal) return refusal;
        Said = await rights.StillWantsNoneAsync(person, ct) is { } why ? texts["The objection of {0} is lifted. They are not invited all the same: {1}.", person.Name, texts.Of(why)]
            : texts["The objection of {0} is lifted: they may be invited again.", person.Name];
        return null;
    }, ct);

    /// <summary>Everything held of one person, for somebody whose link no longer opens; entered like every act of staff.</summary>
    public async Task<IActionResult> OnPostExportAsync(string? email, CancellationToken ct)
    {
        if (await FindAsync(email, ct) is not { } person) return await RefuseAsync(RightsRefusals.NobodyWithAddress(Email), ct);
        var held = await db.ExportAsync(person.Id, ct);
        byte[] archive = person.Language.Saying(() => DataArchive.Zip(texts, new(person.Name, site.Name, "UTC"), held, clock.GetUtcNow()));
        return File(archive, "application/zip", "personal-data.zip");
    }

    public async Task<IActionResult> OnPostStopAsync(Guid person, CancellationToken ct)
    {
        HttpContext.ConcernsPerson(person.ToString());
        if (await rights.StopErasureAsync(new(person), ct) is { } refusal)
        {
            Lines = await db.RightsAsync(Limits.PageSize, ct);
            return Refuse(refusal);
        }

        return RedirectToPage();
    }

    private async Task<IActionResult> ForAsync(string? email, Func<Person, Task<Refusal?>> act, CancellationToken ct)
    {
        if (await FindAsync(email, ct) is not { } person) return await RefuseAsync(RightsRefusals.NobodyWithAddress(Email), ct);
        return await act(person) is { } refusal ? await RefuseAsync(refusal, ct) : RedirectToPage();
    }

    private async Task<Person?> FindAsync(string? email, CancellationToken ct)
    {
        Email = (email ?? "").Trim().ToLowerInvariant();
        var person = await db.People.SingleOrDefaultAsync(p => p.Email == Email, ct);
        if (person is not null) HttpContext.ConcernsPerson(person.Id.ToString());
        if (Source is AnswerSource.Link || (Source is { } source && !Enum.IsDefined(source))) Source = null;
        if (Source is { } came) HttpContext.CameBy(came);
        return person;
    }

    private async Task<IActionResult> RefuseAsync(Refusal refusal, CancellationToken ct)
    {
        Lines = await db.RightsAsync(Limits.PageSize, ct);
        return Refuse(refusal, "email");
    }
}
