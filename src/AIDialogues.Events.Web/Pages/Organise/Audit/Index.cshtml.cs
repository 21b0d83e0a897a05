using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What staff did, newest first. The chain knows pseudonyms; who stands behind one is looked up here, where the key lies.</summary>
public sealed class AuditModel(EventsDb db, KeyStore keys, Checkpoints checkpoints, T texts) : EventsPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int? Number { get; set; }

    public IReadOnlyList<AuditLine> Lines { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Who acts without an account.</summary>
    private (string Actor, string Name)[] NoAccount =>
    [
        ("retention", texts["Retention, at night"]), ("tombstones", texts["The list of the erased"]),
        ("the person's request", texts["The person’s own request"]), ("command line", texts["The server’s command line"]),
    ];

    public Paging Paging { get; private set; } = new(1, 0);

    public (DateTimeOffset At, string? Problem)? Verdict => checkpoints.LastVerdict();

    public async Task OnGetAsync(CancellationToken ct)
    {
        int page = Paging.Bounded(Number);
        (Lines, long count) = await db.AuditAsync(page, Limits.PageSize, ct);
        Paging = new(page, (int)Math.Min(count, int.MaxValue));
        var accounts = await db.Users.AsNoTracking().Select(u => new { u.Id, u.DisplayName }).ToListAsync(ct);
        var tokens = await db.ApiTokens.AsNoTracking().Select(t => new { t.Id, t.Name }).ToListAsync(ct);
        Names = accounts.Select(a => (Key: keys.Pseudonym("actor", a.Id), Name: a.DisplayName)).Concat(tokens.Select(t => (Key: keys.Pseudonym("actor", "token " + t.Id), Name: "API: " + t.Name)))
            .Concat(NoAccount.Select(a => (Key: keys.Pseudonym("actor", a.Actor), a.Name))).ToDictionary(a => a.Key, a => a.Name, StringComparer.Ordinal);
    }
}
