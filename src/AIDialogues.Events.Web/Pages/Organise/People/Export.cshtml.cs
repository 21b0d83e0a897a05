using System.Globalization;
using System.Security.Claims;
using AIDialogues.Events.Data;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Asking to take the directory out, and what became of every such wish, for all organisers to see.</summary>
public sealed class ExportModel(EventsDb db, RosterExports exports, StepUp stepUp, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty(SupportsGet = true, Name = "")]
    public PeopleFilterQuery Query { get; set; } = new();

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public PeopleFilter Filter => Query.Filter;

    public int Count { get; private set; }

    public IReadOnlyList<RosterLine> Lines { get; private set; } = [];

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await stepUp.CheckAsync(User, Password, Code) is { } wrong)
        {
            await LoadAsync(ct);
            return Refuse(wrong, nameof(Password));
        }

        if ((await exports.AskAsync(User.Account(), Reason ?? "", Filter, ct)).Refused(out var refusal, out var export))
        {
            await LoadAsync(ct);
            return Refuse(refusal, nameof(Reason));
        }

        Said = texts["Asked. Another organiser has to allow it within a day."];
        return Redirect($"/organise/people/export/{export.Id}");
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        Count = await db.MayLeave(Filter).CountAsync(ct);
        Lines = await db.RosterExportsAsync(DateTimeOffset.MinValue, clock.GetUtcNow(), Limits.PageSize, ct);
    }
}

internal static class RosterMark
{
    /// <summary>What stands in every row that goes out. Without an address: an import would take the column for the one of addresses. The number finds the account.</summary>
    public static string Of(ClaimsPrincipal user, RosterExport export) => string.Create(CultureInfo.InvariantCulture,
        $"{user.FindFirstValue(StaffPrincipal.DisplayName)} · {export.TakenAt:yyyy-MM-dd HH:mm} UTC · {export.Id}");
}
