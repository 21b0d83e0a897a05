using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.My;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>
/// The draft that participants are asked about, behind the personal link of those who were there, while the round is open. Reading it is
/// noted nowhere; objecting happens elsewhere, without this link.
/// </summary>
public sealed class MyDraftModel(EventsDb db, TimeProvider clock, SiteOptions site) : EventsPage
{
    [FromRoute]
    public string Handle { get; set; } = "";

    public BehindLink Link { get; private set; } = null!;

    public ObjectionRound Round { get; private set; } = null!;

    /// <summary>Null while the draft was taken back to be changed.</summary>
    public SummaryDocument? Document { get; private set; }

    private IReadOnlyDictionary<string, Guid> _items = new Dictionary<string, Guid>();

    /// <summary>Where to object to a sentence: the same address for everybody, and behind the # only the device reads on.</summary>
    public string? ObjectAt(string sentence) => _items.TryGetValue(sentence, out var item) ? new Uri(site.RoomUrl, "/p/") + $"#object={item}&round={Round.ClosesAt.ToUnixTimeSeconds()}&sentence={Uri.EscapeDataString(sentence)}" : null;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.BehindAsync(HttpContext, Handle, ct) is not { } link) return StatusCode(StatusCodes.Status410Gone);
        Link = link;
        if (link.Invitation.CheckedInAt is null || await RoundAsync(id, ct) is not { } round) return NotFound();
        var summary = await db.Summaries.AsNoTracking().Include(s => s.Items).FirstAsync(s => s.Id == round.SummaryId, ct);
        // About something this person was at.
        if (await db.InScopeAsync(summary, ct) is not { } scope || !scope.Days.Contains(link.Dialogue.Id)) return NotFound();
        (Round, Document) = (round, summary.State == SummaryState.Released ? await db.DocumentAsync(summary, ct) : null);
        if (Document is null) return Page();
        if (Document.Withheld is not null) return NotFound();
        // Only what people were asked about: what was reworded since has nobody's objection yet, and a later round of its own.
        _items = summary.Items.Where(i => Round.WordsOf(i.Id.Value) == i.Words).GroupBy(i => i.Words, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Id.Value, StringComparer.Ordinal);
        return Page();
    }

    private Task<ObjectionRound?> RoundAsync(Guid summary, CancellationToken ct) =>
        db.RunningRounds(clock.GetUtcNow()).AsNoTracking().FirstOrDefaultAsync(r => r.SummaryId == new Id<Summary>(summary), ct);
}
