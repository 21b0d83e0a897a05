using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Invitations;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>
/// Invitations that are taken back together: first who they are, what each answered and which seats become free; then, at the address of the moment it
/// was done, whom it concerned, with the way to invite them again.
/// </summary>
[RequestFormLimits(ValueCountLimit = 4096)]
public sealed class WithdrawInvitationsModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    public Dialogue Dialogue { get; private set; } = null!;

    public Withdrawals Withdrawals { get; private set; } = new([]);

    /// <summary>How the seats stand before.</summary>
    public IReadOnlyList<SeatCount> Seats { get; private set; } = [];

    /// <summary>Whom it concerned, once it is done.</summary>
    public IReadOnlyList<Person> Done { get; private set; } = [];

    /// <param name="at">When it was done, in microseconds since the year 1; without it there is nothing to show.</param>
    public async Task<IActionResult> OnGetAsync(Guid id, long? at, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (at is not > 0 || at > DateTimeOffset.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond) return Redirect($"/organise/dialogues/{id}/invitations");
        Done = await db.WithdrawnAtAsync(Dialogue.Id, new(at.Value * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero), BulkActions.Most, ct);
        return Done.Count == 0 ? Redirect($"/organise/dialogues/{id}/invitations") : Page();
    }

    /// <summary>Shows them; nothing is done yet.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        return await ShowAsync(ct) ? Page() : Refuse(InvitationRefusals.NobodyChosen);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, string? seal, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        // As exact as the database keeps it: by this moment the next page finds them.
        var now = clock.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        if ((await db.WithdrawAllAsync(Dialogue.Id, BulkActions.Chosen(Request.Form), seal ?? "", now, ct)).Refused(out var refusal, out int count))
        {
            _ = await ShowAsync(ct);
            return Refuse(refusal);
        }

        Said = texts.Count(count, "{0} invitation is withdrawn; its links no longer work.", "{0} invitations are withdrawn; their links no longer work.");
        return Redirect($"/organise/dialogues/{id}/invitations/withdraw?at={now.Ticks / TimeSpan.TicksPerMicrosecond}");
    }

    private async Task<bool> ShowAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Withdrawals = await db.WithdrawalsAsync(Dialogue.Id, BulkActions.Chosen(Request.Form), ct);
        Seats = await db.SeatCountsAsync(await db.PlacesAsync(Dialogue.Id, ct), clock.GetUtcNow(), ct);
        return Withdrawals.Of.Count > 0;
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().SingleOrDefaultAsync(d => d.Id == new Id<Dialogue>(id), ct) is not { } dialogue) return false;
        Dialogue = dialogue;
        return true;
    }
}
