using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>How a dialogue stands to its corridors: now, if all accept, and to be expected; what a decline would change; who could be asked next.</summary>
public sealed class DialogueBalanceModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty(SupportsGet = true)]
    public Guid? Decline { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Propose { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Segment { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Most { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    public Dialogue Dialogue { get; private set; } = null!;

    public BalanceOf Balance { get; private set; } = null!;

    public CorridorsForm Form { get; private set; } = null!;

    public (Prospect Person, BalanceStanding After)? Declined { get; private set; }

    public Proposal? Proposal { get; private set; }

    public IReadOnlyList<Segment> Segments { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        Form = CorridorsForm.Of(Balance.Target);
        if (Balance.Prospects.FirstOrDefault(p => p.PersonId.Value == Decline) is { } person)
            Declined = (person, BalanceStanding.Without(Balance.Target, Balance.Prospects, person.PersonId));
        if (Propose) Proposal = await db.ProposalAsync(Dialogue, Balance, Segment is { } segment ? new Id<Segment>(segment) : null, Most, Today, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        Form = CorridorsForm.Read(Request.Form);
        var target = await db.BalanceTargets.SingleOrDefaultAsync(t => t.DialogueId == Dialogue.Id, ct);
        if (target is null) _ = db.Add(target = BalanceTarget.For(Dialogue.SeriesId, Dialogue.Id, 1));
        else db.ExpectVersion(target, Version);
        if (Form.ApplyTo(target) is { } refusal) return Refuse(refusal);
        if (await SaveAsync(db, ct) is { } conflict) return Refuse(conflict);
        Said = texts["The corridors are saved."];
        return RedirectToPage(new { id });
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    private async Task<bool> LoadAsync(Id<Dialogue> id, CancellationToken ct)
    {
        if (await db.BalanceAsync(id, Today, ct) is not { } balance) return false;
        Balance = balance;
        Dialogue = await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == id, ct);
        Segments = await db.SegmentsAsync(ct);
        if (!Request.HasFormContentType) Version = await db.VersionAsync(balance, ct);
        return true;
    }
}
