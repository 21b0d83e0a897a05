using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>One person: their details, and what we have written to them so far.</summary>
public sealed class PersonModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public PersonInput Input { get; set; } = new();

    /// <summary>The wave whose preview sent the organiser here to fill in what a letter lacks, and to which they go back.</summary>
    [BindProperty(SupportsGet = true, Name = "wave")]
    public Guid? Wave { get; set; }

    /// <summary>Where saving and cancelling lead when not to this page.</summary>
    public string? Back => Wave is { } wave ? $"/organise/waves/{wave}/preview" : null;

    public Person Person { get; private set; } = null!;

    public IReadOnlyList<(Invitation Invitation, Dialogue Dialogue)> Invitations { get; private set; } = [];

    /// <summary>Coming days of which no link opens any more, though the person had one, and to which no waiting letter brings another.</summary>
    public IReadOnlySet<Id<Invitation>> WithoutLink { get; private set; } = new HashSet<Id<Invitation>>();

    public IReadOnlyList<Letter> Letters { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        Input = PersonInput.Of(Person, db.Entry(Person).Property<uint>("Version").CurrentValue, texts.Language);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        if (!Input.Check(ModelState, texts)) return Invalid();
        string email = Input.Details.Clean().Email;
        if (await db.People.AnyAsync(p => p.Email == email && p.Id != Person.Id, ct)) return Taken(email);
        string before = Person.Email;
        db.Entry(Person).Property<uint>("Version").OriginalValue = Input.Version;
        if (Person.Change(Input.Details) is { } refusal) return Refuse(refusal);
        try
        {
            if (await SaveAsync(db, ct) is { } conflict) return Refuse(conflict);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return Taken(email);
        }

        Said = await ClosedByAsync(before, ct) ? texts["Saved. The links in the letters to the old address open nothing any more; send a new one for each day below."] : texts["Saved."];
        return Back is { } back ? Redirect(back) : RedirectToPage(new { id });
    }

    private IActionResult Taken(string email)
    {
        ModelState.AddModelError("Input.Email", texts.Of(PersonRefusals.EmailTaken(email)));
        return Invalid();
    }

    /// <summary>Whether another address closed links that leave a day without any; the database closes them with every change of the address.</summary>
    private async Task<bool> ClosedByAsync(string before, CancellationToken ct) => before != Person.Email && (await WithoutLinkAsync(ct)).Except(WithoutLink).Any();

    private async Task<IReadOnlySet<Id<Invitation>>> WithoutLinkAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        List<Id<Invitation>> open = [.. Invitations.Where(i => i.Invitation.State != InvitationState.Withdrawn && i.Dialogue.CancelledAt is null && now < i.Dialogue.EndsAt).Select(i => i.Invitation.Id)];
        var links = await db.PersonalLinks.AsNoTracking().Where(l => open.Contains(l.InvitationId) && l.Purpose == LinkPurpose.Answer).Select(l => new { l.InvitationId, IsClosed = l.RevokedAt != null }).ToListAsync(ct);
        var coming = await db.Letters.Where(l => open.Contains(l.InvitationId) && l.Kind == LetterKind.Invitation && (l.State == LetterState.Queued || l.State == LetterState.Retry || l.State == LetterState.InFlight || l.State == LetterState.Paused))
            .Select(l => l.InvitationId).ToListAsync(ct);
        return links.GroupBy(l => l.InvitationId).Where(l => l.All(one => one.IsClosed)).Select(l => l.Key).Except(coming).ToHashSet();
    }

    private async Task<bool> LoadAsync(Id<Person> id, CancellationToken ct)
    {
        if (await db.People.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person) return false;
        Person = person;
        var invitations = await (from invitation in db.Invitations.AsNoTracking()
                                 join dialogue in db.Dialogues.AsNoTracking() on invitation.DialogueId equals dialogue.Id
                                 where invitation.PersonId == id
                                 orderby dialogue.Day descending
                                 select new { invitation, dialogue }).Take(100).ToListAsync(ct);
        Invitations = [.. invitations.Select(i => (i.invitation, i.dialogue))];
        WithoutLink = await WithoutLinkAsync(ct);
        Letters = await db.Letters.AsNoTracking().Where(l => l.PersonId == id).OrderByDescending(l => l.CreatedAt).Take(100).ToListAsync(ct);
        return true;
    }
}
