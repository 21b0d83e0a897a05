using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Tokens;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tokens;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>
/// The desk, for somebody who stands there and has lost the device: a second set of tokens, once. It says nothing of what the first set was used
/// for, because nobody knows; so the second one is counted, where everybody sees it, and in every rule that counts people.
/// </summary>
public sealed class TokensModel(EventsDb db, IServiceProvider services, TimeProvider clock) : EventsPage
{
    public Dialogue Dialogue { get; private set; } = null!;

    public Arrival Person { get; private set; } = null!;

    public TokenIssue? Issue { get; private set; }

    public TokenCounts Counts { get; private set; } = new(0, 0);

    public bool Over => clock.GetUtcNow() >= Dialogue.EndsAt;

    public async Task<IActionResult> OnGetAsync(Guid id, Guid invitation, CancellationToken ct) => await LoadAsync(id, invitation, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, Guid invitation, CancellationToken ct)
    {
        if (!await LoadAsync(id, invitation, ct)) return NotFound();
        if (Person.CheckedInAt is null) return Refuse(TokenRefusals.NotHere);
        if (Issue is null) return Refuse(TokenRefusals.NeverIssued);
        if (await services.GetRequiredService<Issuing>().ReplaceAsync(Dialogue, Issue.PersonId, clock.GetUtcNow(), ct) is { } refusal) return Refuse(refusal);
        return RedirectToPage(new { id, invitation });
    }

    private async Task<bool> LoadAsync(Guid id, Guid invitation, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().FirstOrDefaultAsync(d => d.Id == new Id<Dialogue>(id), ct) is not { } dialogue) return false;
        if (await db.ArrivalAsync(dialogue.Id, new(invitation), ct) is not { } person) return false;
        (Dialogue, Person, Counts) = (dialogue, person, await db.TokenCountsAsync(dialogue.Id, ct));
        Issue = await db.TokenIssueOfAsync(dialogue.Id, person.Id, ct);
        return true;
    }
}
