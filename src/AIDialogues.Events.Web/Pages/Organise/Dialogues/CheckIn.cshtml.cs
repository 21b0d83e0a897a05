using System.Security.Claims;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The door: names are found, never leafed through; one tap is one check-in. A search is sent and not addressed, so that it enters the audit and no name stands in an address.</summary>
public sealed class CheckInModel(EventsDb db, SearchPace pace, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public string? Q { get; set; }

    public Dialogue Dialogue { get; private set; } = null!;

    public Attendance Attendance { get; private set; } = Attendance.Nobody;

    public IReadOnlyList<Arrival> Hits { get; private set; } = [];

    public bool HasMore { get; private set; }

    public bool TooShort => PlainText.Searchable(Q ?? "").Replace(" ", "", StringComparison.Ordinal).Length < ArrivalQuery.LettersAtLeast;

    public string Clock(DateTimeOffset instant) => texts.Time(TimeOnly.FromDateTime(Dialogue.Zone.Local(instant).DateTime));

    /// <param name="here">Who was checked in last, to be taken back if it was another.</param>
    public async Task<IActionResult> OnGetAsync(Guid id, Guid? here, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (here is { } one && await db.ArrivalAsync(Dialogue.Id, new(one), ct) is { } arrival) Hits = [arrival];
        return Page();
    }

    public async Task<IActionResult> OnPostFindAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (pace.Take(User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "") is { } tooOften) return Refuse(tooOften);
        await FindAsync(ct);
        return Page();
    }

    public Task<IActionResult> OnPostCheckInAsync(Guid id, Guid invitation, CancellationToken ct) =>
        ChangeAsync(id, invitation, one => one.CheckIn(Dialogue, clock.GetUtcNow()), "{0} is here.", ct);

    public Task<IActionResult> OnPostUndoAsync(Guid id, Guid invitation, CancellationToken ct) => ChangeAsync(
        id, invitation, one =>
        {
            one.UndoCheckIn();
            return null;
        }, "The check-in of {0} is undone.", ct);

    private async Task<IActionResult> ChangeAsync(Guid id, Guid invitation, Func<Invitation, Refusal?> change, string said, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        var found = await db.Invitations.FirstOrDefaultAsync(i => i.Id == new Id<Invitation>(invitation) && i.DialogueId == Dialogue.Id, ct);
        if (found is null) return NotFound();
        if (change(found) is { } refusal)
        {
            if (await db.ArrivalAsync(Dialogue.Id, found.Id, ct) is { } arrival) Hits = [arrival];
            return Refuse(refusal);
        }

        // Two doors that check the same person in mean the same; the first time stays.
        if (await SaveAsync(db, ct) is { } lost && lost != Violations.ChangedMeanwhile) return Refuse(lost);
        Said = texts[said, (await db.People.AsNoTracking().FirstAsync(p => p.Id == found.PersonId, ct)).Name];
        return RedirectToPage(new { id, here = invitation });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().FirstOrDefaultAsync(d => d.Id == new Id<Dialogue>(id), ct) is not { } dialogue) return false;
        (Dialogue, Attendance) = (dialogue, await db.AttendanceAsync(dialogue.Id, ct));
        return true;
    }

    private async Task FindAsync(CancellationToken ct)
    {
        var found = await db.ArrivalsAsync(Dialogue.Id, Q, ArrivalQuery.HitsAtMost + 1, ct);
        (Hits, HasMore) = ([.. found.Take(ArrivalQuery.HitsAtMost)], found.Count > ArrivalQuery.HitsAtMost);
    }
}
