using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class DialogueModel(EventsDb db, DayChanging changing, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public string? RoomName { get; set; }

    [BindProperty]
    public int? Seats { get; set; }

    public Dialogue Dialogue { get; private set; } = null!;

    public Series Series { get; private set; } = null!;

    public KeptNeeds? KeptNeeds { get; private set; }

    public Attendance Attendance { get; private set; } = Attendance.Nobody;

    public DayChange Change { get; private set; } = null!;

    /// <summary>The timetable: one column per room that is used, one row per pair of hours.</summary>
    public IReadOnlyList<Room> Columns => [.. Dialogue.Rooms.Where(r => !IsFree(r))];

    public IEnumerable<IGrouping<(TimeOnly Begins, TimeOnly Ends), Session>> Rows =>
        Dialogue.Sessions.OrderBy(s => s.Begins).ThenBy(s => s.Ends).GroupBy(s => (s.Begins, s.Ends));

    public int OwnRules => Dialogue.Sessions.Count(s => s.OwnRule is not null);

    public string Offset => $"UTC{Dialogue.Zone.Local(Dialogue.BeginsAt):zzz}";

    /// <summary>Whether a day is past where the dialogue is.</summary>
    public bool IsPast(DateOnly day) => day < DateOnly.FromDateTime(Dialogue.Zone.Local(clock.GetUtcNow()).DateTime);

    public bool IsFree(Room room) => Dialogue.Sessions.All(s => s.RoomId != room.Id);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddRoomAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (!ModelState.IsValid) return Invalid();
        // The same room sent twice is one room.
        if (HasRoom) return Done(id, texts["“{0}” was there already, so it was not added a second time.", RoomName!]);
        if (Dialogue.AddRoom(RoomName ?? "", Seats ?? 0).Refused(out var refusal, out _))
            return Refuse(refusal, refusal == DialogueRefusals.RoomSeats ? "Seats" : "RoomName");
        if (await SaveAsync(db, ct) is not { } lost) return Done(id, texts["“{0}” is there.", RoomName!]);
        if (!await LoadAsync(id, ct)) return NotFound();
        // Two clicks at once: the other one added it.
        return HasRoom ? Done(id, texts["“{0}” was there already, so it was not added a second time.", RoomName!]) : Refuse(lost.OfRoom(RoomName), "RoomName");
    }

    public async Task<IActionResult> OnPostRemoveRoomAsync(Guid id, Guid room, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        return Dialogue.RemoveRoom(new Id<Room>(room)) is { } refusal ? Refuse(refusal) : await DoneAsync(id, texts["The room is gone."], ct);
    }

    /// <summary>Takes the last change back while nobody was told of it.</summary>
    /// <param name="changed">When the change was made that the page showed, in ticks: nobody sets back what they did not see.</param>
    public async Task<IActionResult> OnPostSetBackAsync(Guid id, long changed, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (clock.GetUtcNow() < Dialogue.ChangeHeldUntil && Dialogue.ChangedAt?.UtcTicks != changed) return Refuse(DialogueRefusals.ChangedAgain);
        var before = Dialogue.Facts;
        if (Dialogue.SetBack(clock.GetUtcNow()) is { } refusal) return Refuse(refusal);
        if (await changing.SaveAsync(Dialogue, before, ct) is { } lost) return await LoadAsync(id, ct) ? Refuse(lost) : NotFound();
        Said = texts["The day is again as it was, and nobody is written to."];
        return Redirect($"/organise/dialogues/{id}");
    }

    private async Task<IActionResult> DoneAsync(Guid id, string said, CancellationToken ct)
    {
        if (await SaveAsync(db, ct) is { } lost) return await LoadAsync(id, ct) ? Refuse(lost) : NotFound();
        return Done(id, said);
    }

    private bool HasRoom => Dialogue.Rooms.Any(r => r.Name == PlainText.Fold(RoomName) && r.Seats == Seats);

    private RedirectResult Done(Guid id, string said)
    {
        Said = said;
        return Redirect($"/organise/dialogues/{id}#rooms");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.WholeDialogueAsync(new Id<Dialogue>(id), ct) is not { } dialogue) return false;
        (Dialogue, Series) = (dialogue, await db.Series.FirstAsync(s => s.Id == dialogue.SeriesId, ct));
        Change = await db.DayChangeAsync(dialogue, clock.GetUtcNow(), ct);
        (Attendance, KeptNeeds) = (await db.AttendanceAsync(dialogue.Id, ct), await db.KeptNeedsAsync(dialogue.Id, ct));
        return true;
    }
}
