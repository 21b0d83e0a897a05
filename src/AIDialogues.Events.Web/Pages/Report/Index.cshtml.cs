using AIDialogues.Events.Data;
using AIDialogues.Events.Web.Hosting;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Where a rapporteur begins: the sessions, today's first.</summary>
public sealed class ReportIndexModel(EventsDb db, TimeProvider clock) : EventsPage
{
    public IReadOnlyList<ReportableDay> Days { get; private set; } = [];

    public DateOnly Today { get; } = DateOnly.FromDateTime(clock.GetUtcNow().Date);

    public async Task OnGetAsync(CancellationToken ct) => Days = await db.ReportableDaysAsync(Today, Limits.PageSize, ct);
}
