using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Invitations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Who is invited to one dialogue and where each stands. Tab, search and filter stand in the address.</summary>
public sealed class InvitationBoardModel(EventsDb db, BulkActions bulk) : EventsPage
{
    [BindProperty(SupportsGet = true)]
    public BoardTab Tab { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true)]
    public StakeholderGroup? Group { get; set; }

    [BindProperty(SupportsGet = true, Name = "letters")]
    public Language? Language { get; set; }

    /// <summary>Only who is in this segment now.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Segment { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? Number { get; set; }

    /// <summary>Everybody on this page is ticked: the way to choose all without script.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Ticked { get; set; }

    public Dialogue Dialogue { get; private set; } = null!;

    public InvitationBoard Board { get; private set; } = null!;

    public IReadOnlyList<Segment> Segments { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public PeopleFilter Filter => new(Words, Group, Language);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        var dialogue = new Id<Dialogue>(id);
        if (await db.Dialogues.AsNoTracking().SingleOrDefaultAsync(d => d.Id == dialogue, ct) is not { } found) return NotFound();
        int page = Paging.Bounded(Number);
        Dialogue = found;
        Segments = await db.SegmentsAsync(ct);
        var segment = Segments.FirstOrDefault(s => s.Id.Value == Segment);
        if (Segment is not null && segment is null) return NotFound();
        Board = await db.InvitationBoardAsync(dialogue, Tab, Filter, page, Limits.PageSize, ct, segment);
        Paging = new(page, Board.Count);
        return Page();
    }

    /// <summary>One thing done to all that were ticked.</summary>
    public async Task<IActionResult> OnPostBulkAsync(Guid id, BulkAction action, CancellationToken ct)
    {
        if (!await db.Dialogues.AnyAsync(d => d.Id == new Id<Dialogue>(id), ct)) return NotFound();
        Said = await bulk.ApplyAsync(new(id), BulkActions.Chosen(Request.Form), action, ct);
        return Redirect(Request.With(("handler", null), ("ticked", null)));
    }
}
