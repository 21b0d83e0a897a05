using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>One letter: its words, every attempt to hand it over, what came back, and a corrected address to send it to again.</summary>
public sealed class OneLetterModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public string? Address { get; set; }

    public Letter Letter { get; private set; } = null!;

    public Person Person { get; private set; } = null!;

    public Dialogue Dialogue { get; private set; } = null!;

    public IReadOnlyList<Delivery> Deliveries { get; private set; } = [];

    public IReadOnlyList<Bounce> Bounces { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        Address = Person.Email;
        return Page();
    }

    /// <summary>The address is corrected in the directory and the letter goes there; links that went to the old one open nothing any more.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var person = await db.People.SingleAsync(p => p.Id == Person.Id, ct);
        if (person.CorrectAddress(Address ?? "") is { } refusal) return Refuse(refusal, nameof(Address));
        if (await db.People.AnyAsync(p => p.Email == person.Email && p.Id != person.Id, ct)) return Refuse(PersonRefusals.EmailTaken(person.Email), nameof(Address));
        if (await SaveAsync(db, ct) is { } collision) return Refuse(collision);
        if ((await db.SendAgainAsync(Letter.Id, clock.GetUtcNow(), ct)).Refusal is { } no) return Refuse(no);
        await transaction.CommitAsync(ct);
        Said = texts["The letter to {0} is in the queue again.", person.Name];
        return Redirect($"/organise/letters/{id}");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        var letter = new Id<Letter>(id);
        if (await db.Letters.AsNoTracking().SingleOrDefaultAsync(l => l.Id == letter, ct) is not { } found) return false;
        Letter = found;
        Person = await db.People.AsNoTracking().IgnoreQueryFilters().SingleAsync(p => p.Id == found.PersonId, ct);
        Dialogue = await db.Dialogues.AsNoTracking().SingleAsync(d => db.Invitations.Any(i => i.Id == found.InvitationId && i.DialogueId == d.Id), ct);
        Deliveries = await db.Deliveries.AsNoTracking().Where(d => d.LetterId == letter).OrderByDescending(d => d.At).Take(100).ToListAsync(ct);
        Bounces = await db.Bounces.AsNoTracking().Where(b => b.LetterId == letter).OrderByDescending(b => b.ReadAt).Take(20).ToListAsync(ct);
        return true;
    }
}
