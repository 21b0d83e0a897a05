using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Hosting;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Where a rapporteur begins: the sessions, today's first.</summary>
public sealed class ReportIndexModel(EventsDb db, TimeProvider clock) : EventsPage
{
    public IReadOnlyList<ReportableDay> Days { get; private set; } = [];

    public DateOnly Today { get; } = DateOnly.FromDateTime(clock.GetUtcNow().Date);

    /// <summary>What a colleague answered for and this one can; publications are for organisers.</summary>
    public IReadOnlyList<WaitingForSecond> Waiting { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) =>
        (Days, Waiting) = (await db.ReportableDaysAsync(Today, Limits.PageSize, ct), await db.WaitingForSecondAsync(User.Account(), User.IsInRole(StaffRoles.Organiser), ct));
}
