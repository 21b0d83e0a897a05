using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Whom invitees proposed in their place, for an organiser to invite or not.</summary>
public sealed class SubstitutesModel(EventsDb db, Substitutes substitutes, T texts) : EventsPage
{
    [BindProperty]
    public SubstituteForm Form { get; set; } = new();

    public Dialogue Dialogue { get; private set; } = null!;

    public IReadOnlyList<ProposedSubstitute> Proposed { get; private set; } = [];

    private Guid _asked;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(new(id), ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostApproveAsync(Guid id, Guid proposal, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct) || Find(proposal) is not { } found) return NotFound();
        if (Form.Group is null) ModelState.AddModelError("", texts["Choose a group for {0}.", found.Proposal.Name]);
        if (AnyWrong(Form.Details.Problems(), _ => "")) return Invalid();
        if ((await substitutes.ApproveAsync(found.Proposal.Id, Form.Details, ct)).Refused(out var refusal, out _)) return Refuse(refusal);
        Said = texts["{0} is invited with a letter of their own.", found.Proposal.Name];
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostRefuseAsync(Guid id, Guid proposal, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct) || Find(proposal) is not { } found) return NotFound();
        if (await substitutes.RefuseAsync(found.Proposal.Id, ct) is { } refusal) return Refuse(refusal);
        Said = texts["{0} is not invited.", found.Proposal.Name];
        return RedirectToPage(new { id });
    }

    /// <summary>What was typed, for the one that was sent; for the others what the proposal says.</summary>
    public SubstituteForm FormOf(SubstituteProposal proposal, Person by) => proposal.Id.Value == _asked ? Form : SubstituteForm.Of(proposal, by);

    private ProposedSubstitute? Find(Guid proposal)
    {
        _asked = proposal;
        return Proposed.FirstOrDefault(p => p.Proposal.Id.Value == proposal);
    }

    private async Task<bool> LoadAsync(Id<Dialogue> id, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } dialogue) return false;
        (Dialogue, Proposed) = (dialogue, await substitutes.OfAsync(id, ct));
        return true;
    }
}

/// <summary>The substitute as a person of the directory, begun with what the invitee wrote.</summary>
public sealed class SubstituteForm
{
    public string? GivenName { get; set; }
    public string? FamilyName { get; set; }
    public string? Email { get; set; }
    public string? Affiliation { get; set; }
    /// <summary>Nobody said which; the organiser chooses.</summary>
    public StakeholderGroup? Group { get; set; }
    public Language Language { get; set; }

    public PersonDetails Details => new(GivenName ?? "", FamilyName ?? "", Email ?? "", Affiliation ?? "", Group ?? default, "", Language);

    public static SubstituteForm Of(SubstituteProposal proposal, Person by)
    {
        int last = proposal.Name.LastIndexOf(' ');
        bool address = EmailAddress.IsValid(proposal.Contact);
        return new()
        {
            GivenName = last > 0 ? proposal.Name[..last] : "",
            FamilyName = proposal.Name[(last + 1)..],
            Email = address ? proposal.Contact : "",
            Affiliation = address ? "" : proposal.Contact,
            Language = by.Language,
        };
    }
}
