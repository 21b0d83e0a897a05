using AIDialogues.Events.Data;
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
public sealed class RightsModel(EventsDb db, PersonRights rights, T texts) : EventsPage
{
    public IReadOnlyList<RightsLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Lines = await db.RightsAsync(Limits.PageSize, ct);

    public async Task<IActionResult> OnPostEraseAsync(string? email, CancellationToken ct)
    {
        string address = (email ?? "").Trim().ToLowerInvariant();
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Email == address, ct) is not { } person)
        {
            Lines = await db.RightsAsync(Limits.PageSize, ct);
            return Refuse(RightsRefusals.NobodyWithAddress(address), "email");
        }

        HttpContext.ConcernsPerson(person.Id.ToString());
        if ((await rights.EraseAsync(person.Id, ErasureCause.Organiser, ct)).Refused(out var refusal, out string? receipt))
        {
            Lines = await db.RightsAsync(Limits.PageSize, ct);
            return Refuse(refusal, "email");
        }

        Said = texts["{0} will be erased in three days. The proof for them: /erasure/{1}", person.Name, receipt];
        return RedirectToPage();
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
}
