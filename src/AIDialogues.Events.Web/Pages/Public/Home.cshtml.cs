using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class HomeModel(EventsDb db) : EventsPage
{
    public IReadOnlyList<Series> Series { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) =>
        Series = await db.Series.AsNoTracking().Where(s => s.IsPublic).OrderByDescending(s => s.CreatedAt).Take(50).ToListAsync(ct);
}
