using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Retention;

namespace AIDialogues.Events.Web.Pages;

/// <summary>How long everything is kept, and what the coming night would take away if it came now.</summary>
public sealed class RetentionModel(EventsDb db, TimeProvider clock) : EventsPage
{
    public IReadOnlyList<PurgeLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Lines = await new Purge(db, clock).DryRunAsync(ct);
}
